/**
 * A small made-up region's reports, in the order in which they come in: late,
 * twice, out of order, and for the patients of today unfinished. Pure: the same
 * seed and the same `now` give the same reports.
 */
import { formatInstant } from '#calendar';
import { type CareEvent } from '#care-event';
import { Chance } from './chance.js';
import { writeBackPain } from './back-pain.js';
import { municipalityAt, type Municipality } from './municipalities.js';
import type { Publisher } from './publisher.js';
import { writeReferral } from './referral.js';
import { writeRehabilitation } from './rehabilitation.js';
import { DAY_MS, Story, type StoryOptions } from './story.js';
import type { StoryEvent } from './story-event.js';

/** The zone in which its people live. */
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
  /** `system|value`: it becomes a pseudonym when the server receives it. */
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
  const municipality = municipalityAt(chance.next());
  const patient = `urn:stafett:demo:person|${String(number).padStart(4, '0')}`;
  const events = storiesOf({ chance, municipality, patient: number }, now);
  const reports = events
    .filter(({ at }) => at <= now)
    .map((storyEvent, index): Report => {
      const event = careEvent(
        storyEvent,
        `${municipality.number}-${number}-${index + 1}`,
        municipality,
      );
      return { patient, event, sentAt: storyEvent.reportedAt };
    });
  const onset = reports.find(({ event }) => event.type === 'SymptomOnsetReported');
  if (onset !== undefined && chance.happens(CORRECTION_SHARE))
    reports.push(corrected(onset, chance));
  return reports.flatMap((report) =>
    chance.happens(DUPLICATE_SHARE)
      ? [report, { ...report, sentAt: report.sentAt + chance.between(0, 3) * DAY_MS }]
      : [report],
  );
}

/** Half come with their backs, others for a referral or for rehabilitation, and some for two of these. */
function storiesOf(options: StoryOptions, now: number): readonly StoryEvent[] {
  const { chance } = options;
  const begin = (): number => now - chance.between(0.2, DAYS_BACK) * DAY_MS;
  const others = new Story(options);
  const backs = new Story({ ...options, pathway: 'fi-back-pain' });
  const kind = chance.next();
  if (kind < 0.55) writeBackPain(backs, begin());
  if (kind >= 0.45 && kind < 0.78) writeReferral(others, begin());
  if (kind >= 0.72) writeRehabilitation(others, begin());
  return [...backs.events, ...others.events];
}

/** The same patient asked again: it began some days earlier than first reported. */
function corrected({ patient, event, sentAt }: Report, chance: Chance): Report {
  const correctedAt = sentAt + chance.between(1, 20) * DAY_MS;
  const began = Date.parse(event.occurredAt) - chance.whole(2, 9) * DAY_MS;
  return {
    patient,
    sentAt: correctedAt,
    event: {
      ...event,
      id: `${event.id}-corrected`,
      occurredAt: formatSecond(began).slice(0, 10),
      issuedAt: formatSecond(correctedAt),
      correctionOf: event.id,
      data: { ...event.data, precision: 'day' },
    },
  };
}

/** To the second, with the region's offset. */
function formatSecond(ms: number): string {
  return formatInstant(Math.floor(ms / 1_000) * 1_000, REGION_ZONE);
}

const ROLES: Readonly<Record<Publisher, string>> = {
  'general-practice': 'GP',
  physiotherapy: 'physiotherapist',
  hospital: 'hospital',
  patient: 'patient',
};

function careEvent(event: StoryEvent, id: string, municipality: Municipality): CareEvent {
  const { type, at, precision, reportedAt, publisher, data, pathway } = event;
  const instant = formatSecond(at);
  const length = { instant: instant.length, day: 10, month: 7 }[precision];
  const organisation = publisher === 'hospital' ? municipality.hospital : municipality.id;
  return {
    id,
    source: `urn:stafett:demo:${publisher === 'hospital' ? municipality.hospital : `${publisher}:${municipality.number}`}`,
    type,
    version: 1,
    occurredAt: instant.slice(0, length),
    issuedAt: formatSecond(reportedAt),
    actor: { role: ROLES[publisher], ...(publisher === 'patient' ? {} : { organisation }) },
    municipality: municipality.number,
    ...(pathway === undefined ? {} : { pathway }),
    data,
  };
}
