/**
 * Facts that only the log can refuse, found when it refuses the batch that they are in: one that
 * was recorded for another patient, or one that is larger than the log takes. The others of the
 * command are then decided again without them.
 */
import {
  DuplicateKey,
  WrongExpectedRevision,
  type EventStore,
  type LimitExceeded,
} from '#event-store';
import { factKey, HISTORY_LIMITS, type CareEvent, type FactRefusal } from '#care-event';
import { eventBytesMax, factBytes } from './batches.js';
import { patientStream, type PatientHistory } from './patient-history.js';

/** A command whose batch was refused. */
export interface RefusedCommand {
  readonly patient: string;
  readonly facts: readonly CareEvent[];
  readonly history: PatientHistory;
}

/**
 * @returns the facts to blame; empty where that cannot be said
 * @throws WrongExpectedRevision it is this patient's own event: the stream has to be read again
 */
export function refusedByLog(
  error: DuplicateKey | LimitExceeded,
  { patient, facts, history }: RefusedCommand,
  store: EventStore,
): ReadonlyMap<CareEvent, FactRefusal> {
  if (error instanceof DuplicateKey) {
    const stream = patientStream(patient);
    const own = error.taken.find(({ earlier }) => earlier.stream === stream);
    if (own !== undefined)
      throw new WrongExpectedRevision(stream, history.expected, own.earlier.revision);
    const keys = new Set(error.taken.map(({ key }) => key));
    return refuse(
      facts.filter((fact) => keys.has(factKey(fact))),
      ofOtherPatient,
    );
  }
  const large = largerThanLogTakes(facts, store);
  if (large.size > 0) return large;
  // What follows from the fact is too large, and where there is only one it is clear which.
  return refuse(facts.length === 1 ? facts : [], () => decisionsTooLarge(error));
}

/** Facts that are larger than the log takes, each with its refusal. */
export function largerThanLogTakes(
  facts: readonly CareEvent[],
  store: Pick<EventStore, 'limits' | 'uniqueKeys'>,
): ReadonlyMap<CareEvent, FactRefusal> {
  const max = eventBytesMax(store);
  const large = facts.filter((fact) => factBytes(fact) > max);
  return refuse(large, (fact) => tooLarge(factBytes(fact), max));
}

/** The refusal of every new fact of a patient of whom too much is recorded already. */
export function historyTooLarge(): FactRefusal {
  const message =
    'So much is recorded of this patient that no more is taken: it would need more than ' +
    `${HISTORY_LIMITS.factBytes / 2 ** 20} MiB of memory. Keep documents elsewhere and refer to them in the events.`;
  return { status: 'refused', code: 'history-too-large', message, faults: [] };
}

function refuse(
  facts: readonly CareEvent[],
  refusalOf: (fact: CareEvent) => FactRefusal,
): ReadonlyMap<CareEvent, FactRefusal> {
  return new Map(facts.map((fact) => [fact, refusalOf(fact)]));
}

/** Says nothing of the other patient, not even where that event stands. */
function ofOtherPatient({ id, source }: CareEvent): FactRefusal {
  const message =
    `Event ${id} of ${source} was already recorded for another patient. ` +
    'If that one was mistaken, void it there with an EventCorrected, and send this one with a new id.';
  const faults = [{ path: '/id', message: 'is taken by an event of another patient' }];
  return { status: 'refused', code: 'other-patient', message, faults };
}

function tooLarge(bytes: number, max: number): FactRefusal {
  const message = `The event takes ${bytes} bytes in the log; the limit is ${max}.`;
  const faults = [{ path: '/data', message: 'is too large' }];
  return { status: 'refused', code: 'too-large', message, faults };
}

function decisionsTooLarge({ limit }: LimitExceeded): FactRefusal {
  const message = `What follows from the event takes more than ${limit} bytes in the log, which is the limit.`;
  return { status: 'refused', code: 'too-large', message, faults: [] };
}
