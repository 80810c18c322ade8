/**
 * A batch of CloudEvents: each is recorded or refused by itself, those of one patient in their order.
 * Or, where that is wanted, all are checked before the first is recorded, and one that would be
 * refused keeps all others out.
 */
import {
  factKey,
  type CareEvent,
  type FactOutcome,
  type FactWarning,
  type Fault,
  type Json,
} from '#care-event';
import { forEachConcurrently, type StafettEngine } from '#engine';
import {
  inCloudEventTerms,
  readCloudEvent,
  readPatient,
  UnreadablePatient,
  type ReadCloudEvent,
} from '#exchange';
import { document, Problem, type ProblemDocument } from '../http/problem.js';
import { toProblem } from '../http/to-problem.js';
import { invalidCloudEvent, refusalProblem } from './refusals.js';

/** What became of one event of several. */
export type EventResult =
  | {
      readonly status: 'accepted' | 'repeated';
      readonly revision: number;
      readonly position: string;
      readonly warnings?: readonly FactWarning[];
    }
  /** `failed` may succeed when it is sent again. */
  | { readonly status: 'refused' | 'failed'; readonly problem: ProblemDocument };

export interface BatchAnswer {
  readonly accepted: number;
  readonly repeated: number;
  readonly refused: number;
  readonly failed: number;
  /** One per event, in the order of the batch. */
  readonly results: readonly EventResult[];
}

export interface EventsTarget {
  readonly engine: Pick<StafettEngine, 'recordFacts' | 'checkFacts'>;
  /** The tenant's, for pseudonyms. */
  readonly secret: Uint8Array;
}

interface Member extends Pick<ReadCloudEvent, 'occurredIn'> {
  /** In the batch, from 0. */
  readonly place: number;
}

/** Events of one patient, and where they stand in the batch. */
interface Group {
  readonly patient: string;
  readonly facts: CareEvent[];
  readonly members: Member[];
}

interface ReadBatch {
  readonly groups: readonly Group[];
  /** What is no event, by its place in the batch. */
  readonly problems: Map<number, Problem>;
}

/** Patients at once. */
const AT_ONCE = { concurrency: 16 };

/**
 * @param allOrNone whether all are checked before the first is recorded
 * @throws Problem whatever kept all of them from being recorded
 */
export async function recordBatch(
  values: readonly Json[],
  { engine, secret }: EventsTarget,
  allOrNone: boolean,
): Promise<BatchAnswer> {
  const batch = readBatch(values, secret);
  if (allOrNone) await requireAll(batch, values.length, engine);
  const { groups, problems } = batch;
  const results = new Map<number, EventResult>();
  for (const [place, problem] of problems) results.set(place, refused(problem));
  let failure: Problem | undefined;
  const set = ({ place, occurredIn }: Member, outcome: FactOutcome): void =>
    void results.set(place, resultOf(outcome, occurredIn));
  await forEachConcurrently(groups, AT_ONCE, async ({ patient, facts, members }) => {
    try {
      const { outcomes } = await engine.recordFacts(patient, facts);
      for (const [n, outcome] of outcomes.entries()) set(members[n]!, outcome);
    } catch (error) {
      // What the others came to is worth more than an answer about this one alone.
      const problem = toProblem(error);
      failure ??= problem;
      const failed = { status: 'failed', problem: document(problem) } as const;
      for (const { place } of members) results.set(place, failed);
    }
  });
  const all = values.map((_value, place) => results.get(place)!);
  const count = (status: EventResult['status']): number =>
    all.filter((result) => result.status === status).length;
  const failed = count('failed');
  if (failure !== undefined && failed === all.length) throw failure;
  return {
    ...{ accepted: count('accepted'), repeated: count('repeated') },
    ...{ refused: count('refused'), failed, results: all },
  };
}

/**
 * Whether all of them would be recorded. Nothing is recorded.
 * @throws Problem 422 with everything that is wrong with any of them
 */
async function requireAll(
  { groups, problems }: ReadBatch,
  size: number,
  engine: EventsTarget['engine'],
): Promise<void> {
  const patients = new Map<string, string>();
  for (const { patient, facts, members } of groups)
    for (const [n, fact] of facts.entries()) {
      const key = factKey(fact);
      if ((patients.get(key) ?? patient) !== patient)
        problems.set(members[n]!.place, twoPatients());
      patients.set(key, patient);
    }
  await forEachConcurrently(groups, AT_ONCE, async ({ patient, facts, members }) => {
    const refusals = await engine.checkFacts(patient, facts);
    for (const [n, refusal] of refusals.entries()) {
      const { place, occurredIn } = members[n]!;
      if (refusal !== undefined) problems.set(place, refusalProblem(refusal, occurredIn));
    }
  });
  if (problems.size === 0) return;
  const errors = [...problems]
    .sort(([a], [b]) => a - b)
    .flatMap(([place, problem]) => faultsAt(place, problem));
  const detail = `${problems.size} of ${size} events would be refused, so that none was recorded.`;
  throw new Problem(422, 'batch-refused', 'Nothing was recorded', detail, errors);
}

function readBatch(values: readonly Json[], secret: Uint8Array): ReadBatch {
  const groups = new Map<string, Group>();
  const problems = new Map<number, Problem>();
  for (const [place, value] of values.entries()) {
    const read = readOne(value, secret);
    if (read instanceof Problem) {
      problems.set(place, read);
      continue;
    }
    const group = groups.get(read.patient) ?? { patient: read.patient, facts: [], members: [] };
    groups.set(read.patient, group);
    group.facts.push(read.event);
    group.members.push({ place, occurredIn: read.occurredIn });
  }
  return { groups: [...groups.values()], problems };
}

function readOne(value: Json, secret: Uint8Array): ReadCloudEvent | Problem {
  const read = readCloudEvent(value);
  if ('faults' in read) return invalidCloudEvent(read.faults);
  try {
    return { ...read, patient: readPatient(read.patient, secret) };
  } catch (error) {
    if (!(error instanceof UnreadablePatient)) throw error;
    return toProblem(error);
  }
}

function resultOf(outcome: FactOutcome, occurredIn: Member['occurredIn']): EventResult {
  if (outcome.status === 'refused') return refused(refusalProblem(outcome, occurredIn));
  const { status, revision, position } = outcome;
  const warnings = outcome.status === 'accepted' ? outcome.warnings : undefined;
  return {
    ...{ status, revision, position },
    ...(warnings && { warnings: inCloudEventTerms(warnings, occurredIn) }),
  };
}

function refused(problem: Problem): EventResult {
  return { status: 'refused', problem: document(problem) };
}

function twoPatients(): Problem {
  const detail = 'The same source and id come in this batch for another patient.';
  return new Problem(409, 'event-conflict', 'Same id, other patient', detail, [
    { path: '/id', message: 'is given to events of two patients' },
  ]);
}

/** With pointers into the batch. */
function faultsAt(place: number, { errors, detail }: Problem): readonly Fault[] {
  if (errors.length === 0) return [{ path: `/${place}`, message: detail }];
  return errors.map(({ path, message }) => ({ path: `/${place}${path}`, message }));
}
