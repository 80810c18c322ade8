/**
 * Stalls: what should have happened and has not. An open duty past its due time, a handover
 * on which an answer is overdue, or a stay in a stage beyond its limit or longer than nine in ten take; ranked
 * by how much too long, with who holds the patient, what is missing and who should send
 * it. A duty whose clock is paused is no stall. A sequence that the program parked is one, and
 * so is a patient who cannot be assessed: nobody drops out of sight.
 */
import { formatInstant } from '#calendar';
import type { Assessment } from '#pathway';
import type { ReadModels } from '../port/read-models.js';
import { parkedAt } from '../models/parked.js';
import { eachPatient } from '../standing/each-patient.js';
import { readCount } from './flow.js';
import { openQuestion, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery } from './question.js';
import { StageExpectations, type ExpectedStay } from './stage-expectations.js';
import { staysOf } from './stays.js';
import {
  owedStalls,
  parkedStall,
  stageStall,
  unreadableStall,
  type FoundStall,
  type OpenStay,
  type Stall,
} from './stall-kinds.js';

export interface StallsQuery extends PathwayQuery {
  readonly asOf: string;
  /** Maximum rows to list; default all. Totals are not affected. */
  readonly limit?: number;
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
  /** Of the duties, those that were past due before anybody could have done them. */
  readonly notAttributable: number;
  readonly handovers: number;
  readonly stages: number;
  /** Sequences that a processor could not continue. */
  readonly parked: number;
  /** Patients who could not be assessed, so that their other stalls are unknown. */
  readonly unreadable: number;
  readonly patients: number;
  /** Most excess first. Stalls without a holder are not included. */
  readonly byHolder: readonly HolderStalls[];
  /** The expectation for each stage. */
  readonly expected: readonly ExpectedStay[];
  /** Unreadable patients, then the largest excess first, then by patient. */
  readonly stalls: readonly Stall[];
}

/** @throws QueryRefused unknown pathway, no as-of instant */
export function stalls(models: ReadModels, query: StallsQuery): Promise<StallsAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const { versions } = question;
    const asOf = requireAsOf(question);
    const expectations = new StageExpectations(versions, asOf);
    const open: OpenStay[] = [];
    const owed: FoundStall[] = [];
    const at = Math.min(asOf, question.knownAt ?? Infinity);
    const parked = Map.groupBy(await parkedAt(view, at), ({ patient }) => patient);
    const stuck: FoundStall[] = [];
    const assessed = (patient: string, assessment: Assessment): void => {
      const { key, stage, holder = '', organisation, at: assessedAt } = assessment;
      const definition = versions.version(assessment.version);
      const owedHere = stage === undefined ? [] : owedStalls({ patient, definition, assessment });
      const stays = staysOf(assessment.stages);
      for (const stay of stays) expectations.add(stay);
      if (stage === undefined) return;
      // Not the assessments themselves: those of all patients are too much to keep.
      owed.push(...owedHere);
      const here = {
        ...{ patient, ...(key !== undefined && { key }), definition, at: assessedAt },
        ...{ stage, holder, ...(organisation !== undefined && { organisation }) },
      };
      for (const stay of stays) if (stay.to === undefined) open.push({ ...here, stay });
    };
    const unreadable = await eachPatient(view, question, (patient, facts) => {
      const assessments = versions.assessAll(facts, asOf);
      // One sequence of the program is parked for all episodes of the patient.
      const shown = assessments.find(({ state }) => state === 'open') ?? assessments[0];
      if (shown !== undefined && shown.state !== 'not-entered')
        for (const each of parked.get(patient) ?? []) stuck.push(parkedStall(each, shown));
      for (const assessment of assessments) assessed(patient, assessment);
    });
    const expected = expectations.settle();
    const found = owed
      .concat(open.flatMap((each) => stageStall(each, (stay) => expectations.boundsOf(stay))))
      .concat(stuck, unreadable.map(unreadableStall))
      .sort(byExcess);
    const ofKind = (wanted: Stall['kind']): number =>
      found.reduce((n, { kind }) => n + (kind === wanted ? 1 : 0), 0);
    return {
      ...question.head,
      total: found.length,
      duties: ofKind('duty'),
      notAttributable: found.filter(({ attributable }) => attributable === false).length,
      handovers: ofKind('handover'),
      stages: ofKind('stage'),
      parked: ofKind('parked'),
      unreadable: ofKind('unreadable'),
      patients: new Set(found.map(({ patient }) => patient)).size,
      byHolder: byHolder(found),
      expected,
      stalls: found
        .slice(0, readCount(query.limit, 'limit'))
        .map((stall) => formatStall(stall, question.definition.zone)),
    };
  });
}

function formatStall({ due, parked, ...stall }: FoundStall, zone: string): Stall {
  return {
    ...stall,
    ...(due === undefined ? {} : { dueAt: formatInstant(due, zone) }),
    ...(parked === undefined ? {} : { parkedAt: formatInstant(parked, zone) }),
  };
}

function byExcess(a: FoundStall, b: FoundStall): number {
  return (
    Number(b.kind === 'unreadable') - Number(a.kind === 'unreadable') ||
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
    if (holder === '') continue;
    const found = holders.get(holder) ?? { stalls: 0, patients: new Set(), excessSeconds: 0 };
    found.stalls++;
    found.patients.add(patient);
    found.excessSeconds += excessSeconds;
    holders.set(holder, found);
  }
  return [...holders]
    .map(([holder, { stalls: count, patients, excessSeconds }]) => ({
      ...{ holder, stalls: count, patients: patients.size },
      // A sum of milliseconds has no smaller parts.
      excessSeconds: Math.round(excessSeconds * 1000) / 1000,
    }))
    .sort((a, b) => b.excessSeconds - a.excessSeconds || (a.holder < b.holder ? -1 : 1));
}
