/**
 * Whether a queue holds together: open(t) = open(t−1) + in − treated − removed for a coded reason,
 * period by period. The residual must be zero; what is left over are patients who stopped waiting
 * without anybody saying why.
 */
import { factKey } from '#care-event';
import { formatInstant } from '#calendar';
import type { Assessment, Definition, PathwayVersions } from '#pathway';
import type { Derivation } from '../loaded/each-derived.js';
import type { AssessedPatient } from '../standing/each-assessed.js';
import type { Period } from './periods.js';
import type { PatientEntry } from './queue-ages.js';

export interface QueuePeriod {
  /** RFC 3339: the first instant, and the last. */
  readonly from: string;
  readonly until: string;
  readonly openBefore: number;
  readonly joined: number;
  readonly served: number;
  /** For a coded reason: an event by which one leaves, or which ends the pathway. */
  readonly removed: number;
  /** Counted by who was waiting then, not from the numbers before. */
  readonly openAfter: number;
  /** `openBefore + joined − served − removed − openAfter`. */
  readonly residual: number;
}

/** An entry, and for who left unserved the type of the event by which, where there is one. */
export interface QueuedPatient extends PatientEntry {
  readonly removedBy?: string;
  /** Of the episode, where the pathway has several side by side. */
  readonly key?: string;
}

/** What the engine says of an episode that ended by itself. */
const BY_ITSELF: readonly (string | undefined)[] = ['lapsed', 'out-of-sight', undefined];

/** The entries of a patient. Nothing of them changes before the next wake-up of the assessment. */
export function queuedOn(versions: PathwayVersions): Derivation<readonly QueuedPatient[]> {
  return {
    name: 'queued',
    of: (patient) =>
      patient.assessments.flatMap((assessment) =>
        queuedOf(patient, assessment, versions.version(assessment.version)),
      ),
    isSame: (earlier, later) => JSON.stringify(earlier) === JSON.stringify(later),
    bytesOf: (entries) => ENTRY_BYTES * entries.length,
  };
}

const ENTRY_BYTES = 250;

/** The entries of one assessment with the type of the event that removed them. */
function queuedOf(
  patient: AssessedPatient,
  { queues, episodes, key }: Assessment,
  definition: Definition,
): readonly QueuedPatient[] {
  return queues.map((entry) => {
    const of = { ...entry, patient: patient.patient, ...(key !== undefined && { key }) };
    if (entry.outcome !== 'left') return of;
    const { closedAt, closedBy } = episodes.find(({ number }) => number === entry.episode) ?? {};
    if (closedAt === entry.leftAt && BY_ITSELF.includes(closedBy)) return of;
    const leaving = definition.queues.find(({ id }) => id === entry.queue)?.leaves ?? [];
    const types = new Set(leaving.map(({ type }) => type));
    const event = patient
      .journeys()
      .filter((journey) => journey.key === key)
      .flatMap(({ timeline }) => timeline)
      .find(
        ({ fact, start }) =>
          start === entry.leftAt && (types.has(fact.type) || factKey(fact) === closedBy),
      );
    return { ...of, removedBy: event?.fact.type ?? 'unknown' };
  });
}

export function queuePeriods(
  entries: readonly QueuedPatient[],
  periods: readonly Period[],
  zone: string,
): readonly QueuePeriod[] {
  const counted = periods.map(({ from, until }) => ({
    ...{ from, until, openBefore: 0, joined: 0, served: 0, removed: 0, openAfter: 0 },
  }));
  // Many entries, few periods: each entry is looked at once.
  for (const { joinedAt, leftAt = Infinity, outcome, removedBy } of entries)
    for (const period of counted) {
      const { from, until } = period;
      if (joinedAt >= until || leftAt < from) continue;
      if (joinedAt < from) period.openBefore += 1;
      else period.joined += 1;
      if (leftAt >= until) period.openAfter += 1;
      else if (outcome === 'served') period.served += 1;
      else if (removedBy !== undefined) period.removed += 1;
    }
  return counted.map(({ from, until, openBefore, joined, served, removed, openAfter }) => ({
    ...{ from: formatInstant(from, zone), until: formatInstant(until - 1, zone) },
    ...{ openBefore, joined, served, removed, openAfter },
    residual: openBefore + joined - served - removed - openAfter,
  }));
}
