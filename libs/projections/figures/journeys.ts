/**
 * The journeys of a pathway as a list: where each patient stands, filtered, in an order, page by
 * page. It is the list behind the figures, for those who are to act on it, so nobody is suppressed.
 */
import { formatInstant, limitSeconds } from '#calendar';
import type { TimedFact } from '#care-event';
import type { Assessment, Severity } from '#pathway';
import { QueryRefused } from '../models/errors.js';
import { overdueOf } from '../models/standing-rows.js';
import type { ReadModels } from '../port/read-models.js';
import { eachAssessed, type AssessedPatient } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { compareKeys, Cursors, type SortKey } from './cursor.js';
import { readCount } from './flow.js';
import { requireKnown } from './known-name.js';
import { openQuestion, readLimit, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery, Question } from './question.js';
import { requestedTypes } from './requested-types.js';
import { idsOf } from './rule-ids.js';
import { Segments } from './segments.js';
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
export function journeys(models: ReadModels, query: JourneysQuery): Promise<JourneysAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
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
    let total = 0;
    const unreadable = await eachAssessed(view, question, (patient) => {
      for (const assessment of patient.assessments) {
        const found = stateOf(question, patient, assessment);
        if (found === undefined || !filter.takes(patient, assessment, found)) continue;
        total += 1;
        const key = sortKey(found, query.sort ?? 'severity');
        if (after === undefined || compareKeys(key, after) > 0)
          top.add(key, () => ({ key, found }));
      }
    });
    const rows = top.rows();
    const last = rows.length > most ? rows[most - 1] : undefined;
    return {
      ...question.head,
      ...omissions(unreadable),
      total,
      journeys: rows.slice(0, most).map(({ found }) => rowOf(found, question.definition.zone)),
      cursor: last === undefined ? null : cursors.after(last.key),
    };
  });
}

interface Listed {
  readonly key: SortKey;
  readonly found: FoundJourney;
}

/** A row before it is formatted: formatting instants in a zone is slow. */
interface FoundJourney {
  readonly patient: string;
  readonly assessment: Assessment;
  readonly state: 'open' | 'closed';
  readonly enteredAt: number;
  readonly severity: Severity | undefined;
  readonly overdueSince: number | undefined;
  /** In order; worked out when asked for. */
  readonly events: () => readonly TimedFact[];
}

/** Of the latest episode; undefined where the patient has not entered. */
function stateOf(
  { versions }: Question,
  patient: AssessedPatient,
  assessment: Assessment,
): FoundJourney | undefined {
  const { state, enteredAt, version, key } = assessment;
  if (state === 'not-entered' || enteredAt === undefined) return undefined;
  const { severity, overdue_since } = overdueOf(assessment, versions.version(version));
  const latest = () => patient.journeys().findLast((journey) => journey.key === key);
  return {
    ...{ patient: patient.patient, assessment, state, enteredAt },
    ...{ severity: severity ?? undefined, overdueSince: overdue_since ?? undefined },
    events: () => latest()?.timeline ?? [],
  };
}

class JourneyFilter {
  private readonly asOf: number;
  private readonly segments: Segments;
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
    this.segments = new Segments(question, query);
    this.stages = query.stage && new Set(query.stage);
    const stages = idsOf(question.versions, (definition) => definition.stages);
    for (const stage of this.stages ?? [])
      requireKnown(stage, stages, { what: 'stage', path: 'stage' });
    this.without = query.without && new Set(requestedTypes(question, query.without, 'without'));
    this.waitingMs = longerThan(query.waitingOver, 'waitingOver');
    this.inStageMs = longerThan(query.inStageOver, 'inStageOver');
    this.silentMs = longerThan(query.silentOver, 'silentOver');
  }

  takes(patient: AssessedPatient, assessment: Assessment, found: FoundJourney): boolean {
    return (
      this.isInState(found) &&
      this.isLate(found) &&
      !this.has(patient, assessment) &&
      this.segments.groupOf(patient, assessment) !== undefined
    );
  }

  private isInState({ assessment, state, enteredAt, events }: FoundJourney): boolean {
    const { state: wanted = 'open' } = this.query;
    const { stage, closedAt } = assessment;
    if (wanted !== 'all' && wanted !== state) return false;
    if (this.stages !== undefined && !(stage !== undefined && this.stages.has(stage.stage)))
      return false;
    return (
      (closedAt ?? this.asOf) - enteredAt > this.waitingMs &&
      (this.inStageMs < 0 || (stage !== undefined && this.asOf - stage.from > this.inStageMs)) &&
      (this.silentMs < 0 || this.asOf - (events().at(-1)?.start ?? this.asOf) > this.silentMs)
    );
  }

  private isLate({ severity }: FoundJourney): boolean {
    const { overdue, severity: least } = this.query;
    if (overdue !== undefined && overdue !== (severity !== undefined)) return false;
    if (least === undefined) return true;
    return severity !== undefined && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
  }

  private has(patient: AssessedPatient, { key }: Assessment): boolean {
    const { without } = this;
    if (without === undefined) return false;
    const latest = patient.journeys().findLast((journey) => journey.key === key);
    return (
      latest?.timeline.slice(latest.entryAt).some(({ fact }) => without.has(fact.type)) === true
    );
  }
}

/** In milliseconds; without a limit everybody waits for longer. */
function longerThan(text: string | undefined, path: string): number {
  return text === undefined ? -1 : limitSeconds(readLimit(text, path)) * 1_000;
}

/** No two journeys have the same. */
function sortKey(found: FoundJourney, order: JourneyOrder): SortKey {
  const { patient, assessment, severity, overdueSince, enteredAt, events } = found;
  const same = [patient, assessment.key ?? ''];
  switch (order) {
    case 'severity':
      return severity === undefined
        ? [SEVERITIES.length, enteredAt, ...same]
        : [SEVERITIES.indexOf(severity), overdueSince ?? null, ...same];
    case 'entered':
      return [enteredAt, ...same];
    case 'stage':
      return [assessment.stage?.from ?? null, ...same];
    case 'last-event':
      return [events().at(-1)?.start ?? null, ...same];
  }
}

function rowOf(found: FoundJourney, zone: string): JourneyRow {
  const { patient, assessment, state, enteredAt, severity, overdueSince } = found;
  const { key, version, closedAt, stage, holder, organisation } = assessment;
  const events = found.events();
  const last = events.at(-1)?.start;
  const instant = (ms: number): string => dayAmong(events, ms) ?? formatInstant(ms, zone);
  return {
    ...{ patient, ...(key !== undefined && { key }), version, state },
    enteredAt: instant(enteredAt),
    ...(closedAt !== undefined && { closedAt: instant(closedAt) }),
    ...(stage !== undefined && { stage: stage.stage, stageSince: instant(stage.from) }),
    ...(holder !== undefined && { holder }),
    ...(organisation !== undefined && { organisation }),
    ...(severity !== undefined && { severity }),
    ...(overdueSince !== undefined && { overdueSince: formatInstant(overdueSince, zone) }),
    ...(last !== undefined && { lastEventAt: instant(last) }),
  };
}

/** The day or month, as published, where nothing that happened then is known more precisely. */
function dayAmong(events: readonly TimedFact[], at: number): string | undefined {
  const then = events.filter(({ start }) => start === at);
  return then.every(({ start, end }) => start < end) ? then[0]?.fact.occurredAt : undefined;
}
