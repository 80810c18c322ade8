/**
 * Stalls: what should have happened and has not. An open duty past its due time, a handover
 * on which an answer is overdue, or a stay in a stage beyond its limit or longer than nine in ten take.
 * One silence counts once, whoever notices it (`silences.ts` has the rule); danger stands before
 * days. Each names who should send what is missing, who holds the patient, and who was told of it.
 * A duty whose clock is paused is no stall. A sequence that the program parked is one, and
 * so is a patient who cannot be assessed: nobody drops out of sight.
 */
import { formatInstant } from '#calendar';
import { formatParts } from '#pathway-language';
import type { ReadModels, ReadView } from '../port/read-models.js';
import { parkedAt } from '../models/parked.js';
import { eachAssessed, type AssessedPatient } from '../standing/each-assessed.js';
import { readCount } from './flow.js';
import { typesOf } from './named-types.js';
import { openQuestion, requireAsOf, type AnswerHead, type PathwayQuery } from './question.js';
import type { Question } from './question.js';
import { noticesOf, silencesOf } from './silences.js';
import { StageExpectations, type ExpectedStay } from './stage-expectations.js';
import { byDanger, type Stall } from './stall.js';
import { owedStalls, parkedStall, stageStall, unreadableStall } from './stall-kinds.js';
import type { FoundStall, OpenStay } from './stall-kinds.js';
import { tallied, type PartyStalls } from './stall-tallies.js';
import { staysOf } from './stays.js';
import { NoticeMessages } from './told.js';

export interface StallsQuery extends PathwayQuery {
  readonly asOf: string;
  /** Maximum rows to list; default all. Totals are not affected. */
  readonly limit?: number;
}

export interface OwingStalls extends PartyStalls {
  /** Who should send what is missing. */
  readonly from: string;
  /** Which of that service, where it is known. */
  readonly fromOrganisation?: string;
}

export interface HolderStalls extends PartyStalls {
  readonly holder: string;
}

export interface StallsAnswer extends AnswerHead {
  /** Silences, each counted once. */
  readonly total: number;
  readonly critical: number;
  readonly high: number;
  /** What the rules notice: of one silence a duty, a handover and a stage may each be one. */
  readonly notices: number;
  /** Of the notices, those by duties, of handovers and of stays. */
  readonly duties: number;
  readonly handovers: number;
  readonly stages: number;
  /** Silences that began before anybody could have ended them. */
  readonly notAttributable: number;
  /** Sequences that a processor could not continue. */
  readonly parked: number;
  /** Patients who could not be assessed, so that their other stalls are unknown. */
  readonly unreadable: number;
  readonly patients: number;
  /** By who should send what is missing; most excess first. */
  readonly byOwing: readonly OwingStalls[];
  /** By who holds the patient meanwhile; most excess first. Stalls without a holder are not included. */
  readonly byHolder: readonly HolderStalls[];
  /** The expectation for each stage. */
  readonly expected: readonly ExpectedStay[];
  /** Unreadable patients, then the most severe, then the largest excess first, then by patient. */
  readonly stalls: readonly Stall[];
}

/** @throws QueryRefused unknown pathway, no as-of instant */
export function stalls(models: ReadModels, query: StallsQuery): Promise<StallsAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const { found, expected } = await findStalls(view, question);
    const listed = found.slice(0, readCount(query.limit, 'limit'));
    const count = (isOne: (stall: FoundStall) => boolean): number =>
      found.reduce((n, stall) => n + (isOne(stall) ? 1 : 0), 0);
    const [parked, unreadable] = [
      count(({ kind }) => kind === 'parked'),
      count(({ kind }) => kind === 'unreadable'),
    ];
    const [duties, handovers, stages] = [
      noticesOf(found, 'duty'),
      noticesOf(found, 'handover'),
      noticesOf(found, 'stage'),
    ];
    return {
      ...question.head,
      total: found.length,
      critical: count(({ severity }) => severity === 'critical'),
      high: count(({ severity }) => severity === 'high'),
      notices: duties + handovers + stages + parked + unreadable,
      ...{ duties, handovers, stages },
      notAttributable: count(({ attributable }) => attributable === false),
      ...{ parked, unreadable },
      patients: new Set(found.map(({ patient }) => patient)).size,
      byOwing: tallied(found, ({ from, fromOrganisation }) => ({
        from,
        ...(fromOrganisation !== undefined && { fromOrganisation }),
      })),
      byHolder: tallied(found, ({ holder }) => (holder === '' ? undefined : { holder })),
      expected,
      stalls: await formatted(view, question, listed),
    };
  });
}

/** What one episode has: what is overdue in it, and its stays that have not ended. */
interface OpenEpisode {
  readonly owed: readonly FoundStall[];
  readonly stays: readonly OpenStay[];
}

async function findStalls(view: ReadView, question: Question) {
  const asOf = requireAsOf(question);
  const expectations = new StageExpectations(question.versions, asOf);
  const episodes: OpenEpisode[] = [];
  const stuck: FoundStall[] = [];
  const parked = Map.groupBy(await parkedAt(view, knownBy(question)), ({ patient }) => patient);
  const unreadable = await eachAssessed(view, question, ({ patient, assessments }) => {
    // Not the assessments themselves: those of all patients are too much to keep.
    const open = assessments.map((one) => openEpisode(question, patient, one, expectations));
    // One sequence of the program is parked for all episodes of the patient.
    const shown = assessments.find(({ state }) => state === 'open') ?? assessments[0];
    if (shown !== undefined && shown.state !== 'not-entered')
      for (const each of parked.get(patient) ?? []) stuck.push(parkedStall(each, shown));
    for (const one of open) if (one !== undefined) episodes.push(one);
  });
  const expected = expectations.settle();
  const found = episodes
    .flatMap(({ owed, stays }) =>
      silencesOf([
        ...owed,
        ...stays.flatMap((each) => stageStall(each, (stay) => expectations.boundsOf(stay))),
      ]),
    )
    .concat(stuck, unreadable.map(unreadableStall))
    .sort(inOrder);
  return { found, expected };
}

/** Undefined where it is closed. */
function openEpisode(
  { versions }: Question,
  patient: string,
  assessment: AssessedPatient['assessments'][number],
  expectations: StageExpectations,
): OpenEpisode | undefined {
  const { key, stage, holder = '', organisation, at } = assessment;
  const definition = versions.version(assessment.version);
  const owed = stage === undefined ? [] : owedStalls({ patient, definition, assessment });
  const stays = staysOf(assessment.stages);
  for (const stay of stays) expectations.add(stay);
  if (stage === undefined) return undefined;
  const here = {
    ...{ patient, ...(key !== undefined && { key }), definition, at, stage, holder },
    ...(organisation !== undefined && { organisation }),
  };
  const open = stays.filter(({ to }) => to === undefined).map((stay) => ({ ...here, stay }));
  return { owed, stays: open };
}

/** What was recorded later than this is not known to the answer. */
function knownBy(question: Question): number {
  return Math.min(requireAsOf(question), question.knownAt ?? Infinity);
}

async function formatted(
  view: ReadView,
  question: Question,
  listed: readonly FoundStall[],
): Promise<readonly Stall[]> {
  const { zone, id: pathway } = question.definition;
  const messages = await NoticeMessages.read(view, listed, {
    pathway,
    at: knownBy(question),
    zone,
  });
  return listed.map(
    ({ due, parked, parts, told, scope: _, matching: _of, ordinal: _n, ...stall }) => ({
      ...stall,
      missing: typesOf(parts.flat()),
      missingWords: formatParts(parts),
      ...(told !== undefined && {
        told: told.map((notice) => messages.format(stall.patient, notice)),
      }),
      ...(due !== undefined && { dueAt: formatInstant(due, zone) }),
      ...(parked !== undefined && { parkedAt: formatInstant(parked, zone) }),
    }),
  );
}

function inOrder(a: FoundStall, b: FoundStall): number {
  return (
    Number(b.kind === 'unreadable') - Number(a.kind === 'unreadable') ||
    byDanger(a, b) ||
    compare(a.patient, b.patient) ||
    compare(a.key ?? '', b.key ?? '') ||
    compare(a.noticedBy[0]?.id ?? '', b.noticedBy[0]?.id ?? '') ||
    a.ordinal - b.ordinal
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
