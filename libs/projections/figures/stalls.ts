/**
 * Stalls: what should have happened and has not. An open duty past its due time, a handover
 * on which an answer is overdue, or a stay in a stage beyond its limit or longer than nine in ten take.
 * One silence counts once, whoever notices it (`silences.ts` has the rule); danger stands before
 * days. Each names who should send what is missing, who holds the patient, and who was notified of it.
 * A duty whose clock is paused is no stall. A sequence that the program parked is one, and
 * so is a patient who cannot be assessed: nobody drops out of sight.
 */
import { formatInstant } from '#calendar';
import { formatParts } from '#pathway-language';
import type { FigureModels } from '../loaded/each-journey.js';
import { ALL_MODELS } from '../models/all-models.js';
import { modelsPosition } from '../port/checkpoints.js';
import type { ReadView } from '../port/read-models.js';
import { SelectedEpisodes } from './each-selected.js';
import { findStalls, knownBy } from './find-stalls.js';
import { readCount } from './flow.js';
import { Groups, type Grouped } from './groups.js';
import { typesOf } from './named-types.js';
import { openQuestion, type AnswerHead, type PathwayQuery } from './question.js';
import type { Question } from './question.js';
import type { ExpectedStay } from './stage-expectations.js';
import type { Stall } from './stall.js';
import { listedAfter, queryAfter, readCursor, recordedUpTo } from './stall-cursor.js';
import type { ListedStand } from './stall-cursor.js';
import type { FoundStall } from './stall-kinds.js';
import { tallied, type PartyOf, type PartyStalls } from './stall-tallies.js';
import { NoticeMessages } from './notices.js';

export interface StallsQuery extends PathwayQuery {
  readonly asOf: string;
  /** Maximum rows to list; default 1,000. Totals are not affected. */
  readonly limit?: number;
  /** `next` of an earlier answer: the rows that follow, as of the same instant. */
  readonly after?: string;
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

/** What there is of all, and of each group. */
export interface StallCounts {
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
  /** Patients who could not be assessed, so that their other stalls and all dimensions are unknown. */
  readonly unreadable: number;
  readonly patients: number;
  /** By who should send what is missing; most excess first. */
  readonly byOwing: readonly OwingStalls[];
  /** By who holds the patient meanwhile; most excess first. Stalls without a holder are not included. */
  readonly byHolder: readonly HolderStalls[];
}

export interface StallsAnswer extends AnswerHead, StallCounts, Grouped<StallCounts> {
  /** The expectation for each stage, of everybody on the pathway. */
  readonly expected: readonly ExpectedStay[];
  /** Unreadable patients, then the most severe, then the largest excess first, then by patient. */
  readonly stalls: readonly Stall[];
  /** Where more rows follow: they are asked for with it as `after`. */
  readonly next?: string;
}

/** Rows that are listed where the query does not say how many. */
const LISTED = 1_000;

/** @throws QueryRefused unknown pathway or dimension, no as-of instant */
export function stalls(models: FigureModels, query: StallsQuery): Promise<StallsAnswer> {
  return models.read(async (view) => {
    const after = query.after === undefined ? undefined : readCursor(query.after);
    const head = await modelsPosition(view, ALL_MODELS);
    const question = await openQuestion(view, queryAfter(query, after, head));
    // It is a list of those who are asked for, also as a table.
    const selection = { ...query, evidence: 1, isExport: false };
    const groups = new Groups(selection, (): FoundStall[] => []);
    const source = { cache: models.cache, view, question };
    const { found, expected } = await findStalls(source);
    const selected = await SelectedEpisodes.read(source, groups);
    for (const stall of groups.selects ? byPatient(found) : found)
      for (const tally of talliesOf(stall, selected)) tally.push(stall);
    const limit = readCount(query.limit, 'limit') ?? LISTED;
    const { listed, next } = listedAfter(groups.all, {
      after,
      limit,
      stand: after ?? (await standOf(view, question)),
    });
    return {
      ...question.head,
      ...countsOf(groups.all),
      ...groups.answer(countsOf),
      expected,
      stalls: await formatted(view, question, listed),
      ...(next !== undefined && { next }),
    };
  });
}

async function standOf(view: ReadView, question: Question): Promise<ListedStand | undefined> {
  const { position, head } = question;
  if (position === undefined || head.asOf === undefined) return undefined;
  return { asOf: head.asOf, position, knownAt: await recordedUpTo(view) };
}

function byPatient(found: readonly FoundStall[]): readonly FoundStall[] {
  return [...Map.groupBy(found, ({ patient }) => patient).values()].flat();
}

/** What stalls in the program is about no episode. */
function talliesOf<Tally>(stall: FoundStall, selected: SelectedEpisodes<Tally>): readonly Tally[] {
  const isOfProgram = stall.kind === 'parked' || stall.kind === 'unreadable';
  return isOfProgram ? selected.ofPatient(stall.patient) : selected.of(stall);
}

const BY_OWING: PartyOf<Pick<OwingStalls, 'from' | 'fromOrganisation'>> = {
  nameOf: ({ from, fromOrganisation }) =>
    fromOrganisation === undefined ? from : `${from}\0${fromOrganisation}`,
  partyOf: ({ from, fromOrganisation }) => ({
    from,
    ...(fromOrganisation !== undefined && { fromOrganisation }),
  }),
};

const BY_HOLDER: PartyOf<Pick<HolderStalls, 'holder'>> = {
  nameOf: ({ holder }) => (holder === '' ? undefined : holder),
  partyOf: ({ holder }) => ({ holder }),
};

function countsOf(found: readonly FoundStall[]): StallCounts {
  const counts = { critical: 0, high: 0, notAttributable: 0, parked: 0, unreadable: 0 };
  const noticed = { duty: 0, handover: 0, stage: 0 };
  const patients = new Set<string>();
  for (const { kind, severity, attributable, noticedBy, patient } of found) {
    if (kind === 'parked') counts.parked += 1;
    if (kind === 'unreadable') counts.unreadable += 1;
    if (severity === 'critical') counts.critical += 1;
    if (severity === 'high') counts.high += 1;
    if (attributable === false) counts.notAttributable += 1;
    for (const by of noticedBy) noticed[by.kind] += 1;
    patients.add(patient);
  }
  const { duty: duties, handover: handovers, stage: stages } = noticed;
  const { critical, high, notAttributable, parked, unreadable } = counts;
  return {
    total: found.length,
    ...{ critical, high },
    notices: duties + handovers + stages + parked + unreadable,
    ...{ duties, handovers, stages, notAttributable, parked, unreadable },
    patients: patients.size,
    byOwing: tallied(found, BY_OWING),
    byHolder: tallied(found, BY_HOLDER),
  };
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
    ({ due, parked, parts, notified, scope: _, matching: _of, ordinal: _n, ...stall }) => ({
      ...stall,
      missing: typesOf(parts.flat()),
      missingWords: formatParts(parts),
      ...(notified !== undefined && {
        notified: notified.map((notice) => messages.format(stall.patient, notice)),
      }),
      ...(due !== undefined && { dueAt: formatInstant(due, zone) }),
      ...(parked !== undefined && { parkedAt: formatInstant(parked, zone) }),
    }),
  );
}
