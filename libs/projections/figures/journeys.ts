/**
 * The journeys of a pathway as a list: where each patient stands, filtered, in an order, page by
 * page. It is the list behind the figures, for those who are to act on it, so nobody is suppressed.
 */
import { formatInstant, limitSeconds } from '#calendar';
import type { Assessment, PathwayVersions, Severity } from '#pathway';
import { QueryRefused } from '../models/errors.js';
import { derivedAt } from '../loaded/derived-while.js';
import { eachAmong } from '../loaded/each-among.js';
import { eachDerived, type Derivation } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { knownDays } from '../models/known-days.js';
import { overdueOf } from '../models/standing-rows.js';
import type { ReadView } from '../port/read-models.js';
import type { AssessedPatient } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { compareKeys, Cursors, type SortKey } from './cursor.js';
import { SelectedEpisodes } from './each-selected.js';
import { readCount } from './flow.js';
import { Groups } from './groups.js';
import { requireKnown } from './known-name.js';
import { openQuestion, readLimit, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery, Question } from './question.js';
import { requestedTypes } from './requested-types.js';
import { idsOf } from './rule-ids.js';
import { Top } from './top.js';

/** `severity`: the most dangerous first, and of these the longest overdue; else the oldest first. */
export type JourneyOrder = 'severity' | 'entered' | 'stage' | 'last-event';

export interface JourneysQuery extends PathwayQuery {
  readonly asOf: string;
  /** Default: open ones. */
  readonly state?: 'open' | 'closed' | 'all';
  /** In one of these stages. */
  readonly stage?: readonly string[];
  /** True: only those of whom something is overdue; false: only the others. */
  readonly overdue?: boolean;
  /** Only those of whom something at least this dangerous is overdue. */
  readonly severity?: Severity;
  /** On the pathway, in the stage, without any event: for longer than this. */
  readonly waitingOver?: string;
  readonly inStageOver?: string;
  readonly silentOver?: string;
  /** Only those without an event of any of these types in the latest episode. */
  readonly without?: readonly string[];
  /** Default: `severity`. */
  readonly sort?: JourneyOrder;
  /** Rows of a page. Default 100. */
  readonly limit?: number;
  /** Of the page before. */
  readonly cursor?: string;
}

export interface JourneyRow {
  readonly patient: string;
  /** The key of the episode, where the pathway has several side by side. */
  readonly key?: string;
  readonly version: number;
  readonly state: 'open' | 'closed';
  /** RFC 3339, as are the others; a day or a month where no more is known. */
  readonly enteredAt: string;
  readonly closedAt?: string;
  readonly stage?: string;
  readonly stageSince?: string;
  /** Who is accountable, and which organisation of that service. */
  readonly holder?: string;
  readonly organisation?: string;
  /** The most dangerous of what is overdue; absent where nothing is. */
  readonly severity?: Severity;
  readonly overdueSince?: string;
  readonly lastEventAt?: string;
}

export interface JourneysAnswer extends AnswerHead, Omissions {
  /** Journeys that the filters leave, on all pages. */
  readonly total: number;
  readonly journeys: readonly JourneyRow[];
  /** What the next page is asked for with; null on the last one. */
  readonly cursor: string | null;
}

const PAGE = 100;
const SEVERITIES: readonly Severity[] = ['critical', 'high', 'normal'];

/** @throws QueryRefused unknown pathway, type, dimension or cursor; no limit */
export function journeys(models: FigureModels, query: JourneysQuery): Promise<JourneysAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const asOf = requireAsOf(question);
    if (query.groupBy !== undefined)
      throw new QueryRefused('invalid-query', 'A list has no groups.', 'groupBy');
    const { cursor, limit } = query;
    const page = { cursor: undefined, limit: undefined };
    const whole = { ...query, ...page, asOf: undefined, statedFeeds: undefined };
    const cursors = await Cursors.of(view, whole);
    const after = cursor === undefined ? undefined : cursors.read(cursor);
    const filter = new JourneyFilter(question, query);
    const most = readCount(limit, 'limit') ?? PAGE;
    // One more tells whether there is another page.
    const top = new Top<SortKey, Listed>(most + 1, compareKeys);
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, new Groups(query, () => null));
    let total = 0;
    const unreadable = await eachDerived(source, stateOn(question.versions), (all, patient) => {
      for (const found of all) {
        if (!filter.takes(found) || selected.of({ patient, key: found.key }).length === 0) continue;
        total += 1;
        const key = sortKey(patient, found, query.sort ?? 'severity');
        if (after === undefined || compareKeys(key, after) > 0)
          top.add(key, () => ({ key, patient, found }));
      }
    });
    const rows = top.rows();
    const last = rows.length > most ? rows[most - 1] : undefined;
    const listed = rows.slice(0, most);
    const days = await daysAmong(view, { ...question, asOf }, listed);
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      total,
      journeys: listed.map((row) => rowOf(row, days, question.definition.zone)),
      cursor: last === undefined ? null : cursors.after(last.key),
    };
  });
}

interface Listed {
  readonly key: SortKey;
  readonly patient: string;
  readonly found: FoundJourney;
}

/** Where a patient stands, of the latest episode. Nothing of it changes before the next wake-up. */
interface FoundJourney {
  readonly key: string | undefined;
  readonly version: number;
  readonly state: 'open' | 'closed';
  readonly enteredAt: number;
  readonly closedAt: number | undefined;
  readonly stage: string | undefined;
  readonly stageFrom: number | undefined;
  readonly holder: string | undefined;
  readonly organisation: string | undefined;
  readonly severity: Severity | undefined;
  readonly overdueSince: number | undefined;
  readonly lastAt: number | undefined;
  /** Of the events from its entry on; most journeys have the same as others. */
  readonly types: readonly string[];
}

function stateOn(versions: PathwayVersions): Derivation<readonly FoundJourney[]> {
  const alike = new Map<string, readonly string[]>();
  return {
    name: 'states',
    of: (patient) =>
      patient.assessments.flatMap((assessment) =>
        stateOf(versions, patient, { assessment, alike }),
      ),
    isSame: (earlier, later) => JSON.stringify(earlier) === JSON.stringify(later),
    bytesOf: (all) => JOURNEY_BYTES * all.length,
  };
}

const JOURNEY_BYTES = 220;
/** Sets of types that are kept once. */
const ALIKE_MAX = 10_000;

interface OneOf {
  readonly assessment: Assessment;
  readonly alike: Map<string, readonly string[]>;
}

/** None where the patient has not entered. */
function stateOf(
  versions: PathwayVersions,
  patient: AssessedPatient,
  { assessment, alike }: OneOf,
): readonly FoundJourney[] {
  const { state, enteredAt, version, key, closedAt, stage, holder, organisation } = assessment;
  if (state === 'not-entered' || enteredAt === undefined) return [];
  const { severity, overdue_since } = overdueOf(assessment, versions.version(version));
  const latest = patient.journeys().findLast((journey) => journey.key === key);
  const timeline = latest?.timeline ?? [];
  const own = [...new Set(timeline.slice(latest?.entryAt).map(({ fact }) => fact.type))];
  const name = JSON.stringify(own);
  const types = alike.get(name) ?? own;
  if (alike.size < ALIKE_MAX) alike.set(name, types);
  return [
    {
      ...{ key, version, state, enteredAt, closedAt, stage: stage?.stage, stageFrom: stage?.from },
      ...{ holder, organisation, lastAt: timeline.at(-1)?.start, types },
      ...{ severity: severity ?? undefined, overdueSince: overdue_since ?? undefined },
    },
  ];
}

class JourneyFilter {
  private readonly asOf: number;
  private readonly stages: ReadonlySet<string> | undefined;
  private readonly without: ReadonlySet<string> | undefined;
  private readonly waitingMs: number;
  private readonly inStageMs: number;
  private readonly silentMs: number;

  constructor(
    question: Question,
    private readonly query: JourneysQuery,
  ) {
    this.asOf = requireAsOf(question);
    this.stages = query.stage && new Set(query.stage);
    const stages = idsOf(question.versions, (definition) => definition.stages);
    for (const stage of this.stages ?? [])
      requireKnown(stage, stages, { what: 'stage', path: 'stage' });
    this.without = query.without && new Set(requestedTypes(question, query.without, 'without'));
    this.waitingMs = longerThan(query.waitingOver, 'waitingOver');
    this.inStageMs = longerThan(query.inStageOver, 'inStageOver');
    this.silentMs = longerThan(query.silentOver, 'silentOver');
  }

  takes(found: FoundJourney): boolean {
    return this.isInState(found) && this.isLate(found) && !this.has(found);
  }

  private isInState({
    state,
    enteredAt,
    closedAt,
    stage,
    stageFrom,
    lastAt,
  }: FoundJourney): boolean {
    const { state: wanted = 'open' } = this.query;
    const { asOf } = this;
    if (wanted !== 'all' && wanted !== state) return false;
    if (this.stages !== undefined && !(stage !== undefined && this.stages.has(stage))) return false;
    return (
      (closedAt ?? asOf) - enteredAt > this.waitingMs &&
      (this.inStageMs < 0 || (stageFrom !== undefined && asOf - stageFrom > this.inStageMs)) &&
      (this.silentMs < 0 || asOf - (lastAt ?? asOf) > this.silentMs)
    );
  }

  private isLate({ severity }: FoundJourney): boolean {
    const { overdue, severity: least } = this.query;
    if (overdue !== undefined && overdue !== (severity !== undefined)) return false;
    if (least === undefined) return true;
    return severity !== undefined && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
  }

  private has({ types }: FoundJourney): boolean {
    const { without } = this;
    return without !== undefined && types.some((type) => without.has(type));
  }
}

/** In milliseconds; without a limit everybody waits for longer. */
function longerThan(text: string | undefined, path: string): number {
  return text === undefined ? -1 : limitSeconds(readLimit(text, path)) * 1_000;
}

/** No two journeys have the same. */
function sortKey(patient: string, found: FoundJourney, order: JourneyOrder): SortKey {
  const { key, severity, overdueSince, enteredAt, stageFrom, lastAt } = found;
  const same = [patient, key ?? ''];
  switch (order) {
    case 'severity':
      return severity === undefined
        ? [SEVERITIES.length, enteredAt, ...same]
        : [SEVERITIES.indexOf(severity), overdueSince ?? null, ...same];
    case 'entered':
      return [enteredAt, ...same];
    case 'stage':
      return [stageFrom ?? null, ...same];
    case 'last-event':
      return [lastAt ?? null, ...same];
  }
}

/** By patient and key, the instants of which no more is known than a day or month, as published. */
type Days = ReadonlyMap<string, ReadonlyMap<number, string>>;

async function daysAmong(
  view: ReadView,
  question: Question & { readonly asOf: number },
  rows: readonly Listed[],
): Promise<Days> {
  const days = new Map<string, ReadonlyMap<number, string>>();
  const patients = [...new Set(rows.map(({ patient }) => patient))];
  await eachAmong(view, question, patients, (patient, facts) => {
    derivedAt(question, { patient, facts }, ({ journeys: journeysOf }) => {
      for (const { key, timeline } of journeysOf())
        days.set(nameOf(patient, key), knownDays(timeline));
    });
  });
  return days;
}

function nameOf(patient: string, key = ''): string {
  return `${patient} ${key}`;
}

function rowOf({ patient, found }: Listed, days: Days, zone: string): JourneyRow {
  const { key, version, state, enteredAt, closedAt, stage, stageFrom } = found;
  const { holder, organisation, severity, overdueSince, lastAt } = found;
  const own = days.get(nameOf(patient, key));
  const instant = (ms: number): string => own?.get(ms) ?? formatInstant(ms, zone);
  return {
    ...{ patient, ...(key !== undefined && { key }), version, state },
    enteredAt: instant(enteredAt),
    ...(closedAt !== undefined && { closedAt: instant(closedAt) }),
    ...(stage !== undefined && { stage }),
    ...(stageFrom !== undefined && { stageSince: instant(stageFrom) }),
    ...(holder !== undefined && { holder }),
    ...(organisation !== undefined && { organisation }),
    ...(severity !== undefined && { severity }),
    ...(overdueSince !== undefined && { overdueSince: formatInstant(overdueSince, zone) }),
    ...(lastAt !== undefined && { lastEventAt: instant(lastAt) }),
  };
}
