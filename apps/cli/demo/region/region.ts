/**
 * A small made-up region's reports, in the order in which they come in: late,
 * twice, out of order, and for the patients of today unfinished. Pure: the same
 * seed and the same `now` give the same reports.
 */
import { formatInstant } from '#calendar';
import { type CareEvent } from '#care-event';
import { Chance } from './chance.js';
import { municipalityAt, type Municipality } from './municipalities.js';
import type { Publisher } from './publisher.js';
import { DAY_MS, Story, type Happening } from './story.js';

/** The zone of the pathway that is shipped for it. */
export const REGION_ZONE = 'Europe/Helsinki';

/** First contacts lie this far back at most. */
const DAYS_BACK = 240;
const DUPLICATE_SHARE = 0.06;
const CORRECTION_SHARE = 0.04;

export interface RegionOptions {
  readonly seed: number;
  /** Milliseconds since the epoch: what comes after it has not happened. */
  readonly now: number;
  readonly patients: number;
}

export interface Report {
  /** `system|value`: it is pseudonymised at the door. */
  readonly patient: string;
  readonly event: CareEvent;
  /** When it is sent, ms since the epoch. */
  readonly sentAt: number;
}

export function regionReports({ seed, now, patients }: RegionOptions): readonly Report[] {
  const chance = new Chance(seed);
  const reports: Report[] = [];
  for (let number = 1; number <= patients; number++) {
    reports.push(...patientReports(number, chance.fork(), now));
  }
  return reports
    .map((report) => ({ ...report, sentAt: Math.ceil(report.sentAt) }))
    .filter(({ sentAt }) => sentAt <= now)
    .sort((a, b) => a.sentAt - b.sentAt || (a.event.id < b.event.id ? -1 : 1));
}

function patientReports(number: number, chance: Chance, now: number): readonly Report[] {
  const place = municipalityAt(chance.next());
  const contactAt = now - chance.between(0.2, DAYS_BACK) * DAY_MS;
  const patient = `urn:stafett:demo:person|${String(number).padStart(4, '0')}`;
  const { happenings } = new Story(chance, place, contactAt);
  const reports = happenings
    .filter(({ at }) => at <= now)
    .map((happening, index): Report => {
      const event = careEvent(happening, `${place.number}-${number}-${index + 1}`, place);
      return { patient, event, sentAt: happening.toldAt };
    });
  const onset = reports[0];
  if (onset !== undefined && chance.happens(CORRECTION_SHARE))
    reports.push(corrected(onset, chance));
  return reports.flatMap((report) =>
    chance.happens(DUPLICATE_SHARE)
      ? [report, { ...report, sentAt: report.sentAt + chance.between(0, 3) * DAY_MS }]
      : [report],
  );
}

/** The same patient asked again: it began some days earlier than first told. */
function corrected({ patient, event, sentAt }: Report, chance: Chance): Report {
  const toldAgain = sentAt + chance.between(1, 20) * DAY_MS;
  const began = Date.parse(event.occurredAt) - chance.whole(2, 9) * DAY_MS;
  return {
    patient,
    sentAt: toldAgain,
    event: {
      ...event,
      id: `${event.id}-corrected`,
      occurredAt: say(began).slice(0, 10),
      issuedAt: say(toldAgain),
      correctionOf: event.id,
      data: { ...event.data, precision: 'day' },
    },
  };
}

/** To the second, with the region's offset. */
function say(ms: number): string {
  return formatInstant(Math.floor(ms / 1_000) * 1_000, REGION_ZONE);
}

const ROLES: Readonly<Record<Publisher, string>> = {
  'general-practice': 'GP',
  physiotherapy: 'physiotherapist',
  hospital: 'hospital',
  patient: 'patient',
};

function careEvent(happening: Happening, id: string, place: Municipality): CareEvent {
  const { type, at, precision, toldAt, publisher, data } = happening;
  const instant = say(at);
  const length = { instant: instant.length, day: 10, month: 7 }[precision];
  const organisation =
    publisher === 'hospital' ? 'Regional hospital' : `${place.name} ${publisher}`;
  return {
    id,
    source: `urn:stafett:demo:${publisher === 'hospital' ? 'hospital' : `${publisher}:${place.number}`}`,
    type,
    version: 1,
    occurredAt: instant.slice(0, length),
    issuedAt: say(toldAt),
    actor: { role: ROLES[publisher], ...(publisher === 'patient' ? {} : { organisation }) },
    municipality: place.number,
    data,
  };
}
