/**
 * Stalls: what should have happened and has not. An open duty past its due time, or a
 * stay in a stage longer than nine in ten take; ranked by how much too long, with who
 * holds the patient, what is missing and who should send it.
 */
import { assess, formatInstant } from '#pathway';
import type { Definition, DutyInstance, StageSpell } from '#pathway';
import type { ReadModels } from '../port.js';
import type { JourneyFact } from '../stored-journey.js';
import { eachPatient } from './each-patient.js';
import { readCount } from './flow.js';
import { openQuestion, requireAsOf } from './question.js';
import type { AnswerHead, Asked, Question } from './question.js';
import { StageExpectations, type ExpectedStay } from './stage-expectations.js';
import { publisherOf, endsOfStage } from './stage-exits.js';

export interface StallsQuery extends Asked {
  readonly asOf: string;
  /** Most rows to list; default all. Totals count every stall. */
  readonly limit?: number;
}

export interface Stall {
  readonly patient: string;
  readonly kind: 'duty' | 'stage';
  readonly stage: string;
  readonly holder: string;
  /** For a duty: its id, whose it is, and when it was due (RFC 3339). */
  readonly duty?: string;
  readonly owner?: string;
  readonly dueAt?: string;
  /** Since the duty began, or since the patient came into the stage. */
  readonly ageSeconds: number;
  /** From its beginning to when it was due, or the stage's expected p90. */
  readonly expectedSeconds: number;
  readonly excessSeconds: number;
  /** Types of event of which one would end the stall. */
  readonly missing: readonly string[];
  /** Who should send it: the types' publisher, else the duty's owner or the stage's holder. */
  readonly from: string;
}

export interface HolderStalls {
  readonly holder: string;
  readonly stalls: number;
  readonly patients: number;
  readonly excessSeconds: number;
}

export interface StallsAnswer extends AnswerHead {
  readonly total: number;
  readonly duties: number;
  readonly stages: number;
  readonly patients: number;
  /** Where to look next: most excess first. */
  readonly byHolder: readonly HolderStalls[];
  /** What each stage was measured against. */
  readonly expected: readonly ExpectedStay[];
  /** Largest excess first, then by patient. */
  readonly stalls: readonly Stall[];
}

interface OpenCase {
  readonly patient: string;
  readonly stage: StageSpell;
  readonly breached: readonly DutyInstance[];
}

/** @throws QueryRefused unknown pathway, no as-of instant */
export function stalls(models: ReadModels, query: StallsQuery): Promise<StallsAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const asOf = requireAsOf(question);
    const expectations = new StageExpectations(question.definition, asOf);
    const open: OpenCase[] = [];
    await eachPatient(view, question, (patient, facts) => {
      const found = openCase(question, asOf, patient, facts, expectations);
      if (found !== undefined) open.push(found);
    });
    const expected = expectations.settle();
    const p90 = new Map(expected.map((each) => [each.stage, each.p90Seconds]));
    const found = open.flatMap((each) => stallsOf(question.definition, asOf, each, p90));
    found.sort(byExcess);
    const duties = found.filter(({ kind }) => kind === 'duty').length;
    return {
      ...question.head,
      total: found.length,
      duties,
      stages: found.length - duties,
      patients: new Set(found.map(({ patient }) => patient)).size,
      byHolder: byHolder(found),
      expected,
      stalls: found
        .slice(0, readCount(query.limit, 'limit'))
        .map((stall) => shown(stall, question.definition.zone)),
    };
  });
}

function openCase(
  { definition, knownAt }: Question,
  asOf: number,
  patient: string,
  facts: readonly JourneyFact[],
  expectations: StageExpectations,
): OpenCase | undefined {
  const known = knownAt === undefined ? {} : { knownAt };
  const { stages, stage, duties } = assess(definition, facts, asOf, known);
  for (const spell of stages) expectations.add(spell);
  if (stage === undefined) return undefined;
  return { patient, stage, breached: duties.filter(({ state }) => state === 'breached') };
}

/** A stall before it is shown: writing instants in a zone is slow, and only some are listed. */
type FoundStall = Omit<Stall, 'dueAt'> & { readonly due?: number };

function shown({ due, ...stall }: FoundStall, zone: string): Stall {
  return due === undefined ? stall : { ...stall, dueAt: formatInstant(due, zone) };
}

function stallsOf(
  definition: Definition,
  asOf: number,
  { patient, stage, breached }: OpenCase,
  p90: ReadonlyMap<string, number | null>,
): readonly FoundStall[] {
  const where = { patient, stage: stage.stage, holder: stage.holder };
  const stalls: FoundStall[] = breached.map((duty) => ({
    ...where,
    kind: 'duty',
    duty: duty.duty,
    owner: duty.owner,
    due: duty.dueAt,
    ageSeconds: (asOf - duty.armedAt) / 1000,
    expectedSeconds: (duty.dueAt - duty.armedAt) / 1000,
    excessSeconds: (asOf - duty.dueAt) / 1000,
    missing: duty.awaits,
    from: publisherOf(definition, duty.awaits) ?? duty.owner,
  }));
  const ageSeconds = (asOf - stage.from) / 1000;
  const expectedSeconds = p90.get(stage.stage) ?? null;
  if (expectedSeconds !== null && ageSeconds > expectedSeconds) {
    const missing = endsOfStage(definition, stage.stage);
    stalls.push({
      ...where,
      kind: 'stage',
      ageSeconds,
      expectedSeconds,
      excessSeconds: ageSeconds - expectedSeconds,
      missing,
      from: publisherOf(definition, missing) ?? stage.holder,
    });
  }
  return stalls;
}

function byExcess(a: FoundStall, b: FoundStall): number {
  return (
    b.excessSeconds - a.excessSeconds ||
    (a.patient < b.patient ? -1 : a.patient > b.patient ? 1 : 0)
  );
}

function byHolder(stalls: readonly FoundStall[]): readonly HolderStalls[] {
  const holders = new Map<
    string,
    { stalls: number; patients: Set<string>; excessSeconds: number }
  >();
  for (const { holder, patient, excessSeconds } of stalls) {
    const found = holders.get(holder) ?? { stalls: 0, patients: new Set(), excessSeconds: 0 };
    found.stalls++;
    found.patients.add(patient);
    found.excessSeconds += excessSeconds;
    holders.set(holder, found);
  }
  return [...holders]
    .map(([holder, found]) => ({ holder, ...found, patients: found.patients.size }))
    .sort((a, b) => b.excessSeconds - a.excessSeconds || (a.holder < b.holder ? -1 : 1));
}
