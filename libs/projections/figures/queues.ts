/**
 * Queues: how many joined, were served, left and are waiting, whether that adds up, how long the
 * queue is for its target, and who was served before somebody who had joined the same queue
 * earlier with the same urgency. Groups of fewer than five patients are suppressed, and so is what
 * would reveal them by subtraction.
 */
import { formatInstant, type Limit } from '#calendar';
import { type Definition, type Overtaking, overtakings } from '#pathway';
import { eachDerived } from '../loaded/each-derived.js';
import type { FigureModels } from '../loaded/each-journey.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { readCount } from './flow.js';
import { SelectedEpisodes } from './each-selected.js';
import { Groups, type Grouped } from './groups.js';
import { periodsUpTo, readPeriod, type Period, type PeriodUnit } from './periods.js';
import { mostFirst } from './name-counts.js';
import { openQuestion, readLimit, requireAsOf } from './question.js';
import type { AnswerHead, PathwayQuery, Question } from './question.js';
import { agesOf, type QueueAge } from './queue-ages.js';
import { queuedOn, queuePeriods, type QueuedPatient, type QueuePeriod } from './queue-flow.js';
import { pressureOf, targetOf, type QueuePressure } from './queue-pressure.js';
import { idsOf } from './rule-ids.js';

export interface QueuesQuery extends PathwayQuery {
  readonly asOf: string;
  /** Maximum overtakings to list; default all. Totals are not affected. */
  readonly limit?: number;
  /** Whether each queue adds up, by `week` or `month`: the last twelve. */
  readonly period?: PeriodUnit;
  /** How long nobody should wait, such as `12 weeks`; default the definition's standard for the wait. */
  readonly target?: string;
}

export interface QueueCounts {
  readonly queue: string;
  /** Entries: a patient may join a queue more than once. */
  readonly joined: number;
  readonly served: number;
  readonly left: number;
  readonly waiting: number;
  /** Entries that were overtaken at least once. */
  readonly overtaken: number;
  /** Of those who left, by the type of the event by which; the most frequent first. */
  readonly removed: Readonly<Record<string, number>>;
  /** Those who left without an event that says why: must be 0 for the queue to add up. */
  readonly residual: number;
  /** The most urgent first; one that the definition does not name is null, last. */
  readonly urgencies: readonly QueueUrgency[];
  readonly ages: readonly QueueAge[];
  readonly periods?: readonly QueuePeriod[];
  /** Where a target is known. */
  readonly pressure?: QueuePressure;
}

export interface QueueUrgency {
  readonly urgency: string | null;
  readonly joined: number;
  readonly waiting: number;
  readonly overtaken: number;
}

export interface OvertakingDto {
  readonly queue: string;
  /** The urgency of both, as the definition orders it; null if it does not order it. */
  readonly urgency: string | null;
  readonly overtaken: string;
  readonly by: string;
  /** When the overtaking patient was served (RFC 3339). */
  readonly at: string;
  readonly joinedEarlierSeconds: number;
  /** How long the overtaken patient waited afterwards; null while still waiting. */
  readonly waitedOnSeconds: number | null;
}

export interface QueuesOf {
  /** In the newest definition's order, followed by those that only older versions have. */
  readonly queues: readonly QueueCounts[];
}

export interface QueuesAnswer extends AnswerHead, Omissions, QueuesOf, Grouped<QueuesOf> {
  readonly total: number;
  /** In the order in which they happened. */
  readonly overtakings: readonly OvertakingDto[];
}

/** @throws QueryRefused unknown pathway or dimension, no as-of instant, no period, no limit */
export function queues(models: FigureModels, query: QueuesQuery): Promise<QueuesAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const { definition, versions } = question;
    const counting = countingOf(question, query);
    const everybody: QueuedPatient[] = [];
    // Its list is of those who are asked for.
    const selection = { ...query, evidence: 1 };
    const groups = new Groups(selection, (): QueuedPatient[] => []);
    const source = { cache: models.cache, view, question };
    const selected = await SelectedEpisodes.read(source, groups);
    const unreadable = await eachDerived(source, queuedOn(versions), (entries, patient) => {
      for (const entry of entries) {
        everybody.push(entry);
        const { key, episode } = entry;
        for (const tally of selected.of({ patient, key, episode })) tally.push(entry);
      }
    });
    // Whoever is asked for may have been overtaken by anybody.
    const limit = readCount(query.limit, 'limit');
    const isEverybody = groups.all.length === everybody.length;
    const { overtaken, total, first } = overtakings(everybody, {
      ...(!isEverybody && { asked: new Set(groups.all) }),
      ...(limit !== undefined && { limit }),
    });
    const countsOf = (entries: readonly QueuedPatient[]): QueuesOf => ({
      queues: counting.ids.map((id) => queueCounts(id, entries, { ...counting, overtaken })),
    });
    return {
      ...question.head,
      ...omissions(selected.withoutAny(unreadable)),
      ...countsOf(groups.all),
      ...groups.answer(countsOf),
      total,
      overtakings: first.map((each) => overtakingDto(each, definition)),
    };
  });
}

/** What the queues are counted by, the same for all and for each group. */
interface Counting {
  readonly ids: readonly string[];
  readonly definition: Definition;
  readonly at: number;
  readonly periods: readonly Period[] | undefined;
  readonly target: Limit | undefined;
}

const PERIODS = 12;

function countingOf(question: Question, query: QueuesQuery): Counting {
  const at = requireAsOf(question);
  const { definition, versions } = question;
  const options = { count: PERIODS, zone: definition.zone };
  return {
    ids: idsOf(versions, ({ queues: rules }) => rules),
    ...{ definition, at },
    periods:
      query.period === undefined ? undefined : periodsUpTo(at, readPeriod(query.period), options),
    target: query.target === undefined ? undefined : readLimit(query.target, 'target'),
  };
}

function queueCounts(
  queue: string,
  all: readonly QueuedPatient[],
  counting: Counting & { readonly overtaken: ReadonlySet<QueuedPatient> },
): QueueCounts {
  const { definition, overtaken, at, periods } = counting;
  const entries = all.filter((entry) => entry.queue === queue);
  const count = (holds: (entry: QueuedPatient) => boolean) => entries.filter(holds).length;
  const rule = definition.queues.find(({ id }) => id === queue);
  const target = counting.target ?? (rule && targetOf(definition, rule));
  const left = count(({ outcome }) => outcome === 'left');
  const removed = Map.groupBy(entries, ({ removedBy }) => removedBy);
  const byType = [...removed].flatMap(([type, { length }]) =>
    type === undefined ? [] : [[type, length] as const],
  );
  return {
    ...{ queue, joined: entries.length, left },
    served: count(({ outcome }) => outcome === 'served'),
    waiting: count(({ leftAt }) => leftAt === undefined),
    overtaken: count((entry) => overtaken.has(entry)),
    removed: mostFirst(byType),
    residual: left - byType.reduce((sum, [, n]) => sum + n, 0),
    urgencies: urgenciesOf(entries, overtaken, rule?.urgency?.order ?? []),
    ages: agesOf(entries, overtaken),
    ...(periods !== undefined && { periods: queuePeriods(entries, periods, definition.zone) }),
    ...(target !== undefined && { pressure: pressureOf(entries, target, at) }),
  };
}

function urgenciesOf(
  entries: readonly QueuedPatient[],
  overtaken: ReadonlySet<QueuedPatient>,
  order: readonly string[],
): readonly QueueUrgency[] {
  const byRank = Map.groupBy(entries, ({ rank }) => rank);
  return [...order.keys(), order.length].flatMap((rank) => {
    const own = byRank.get(rank) ?? [];
    if (own.length === 0) return [];
    return {
      urgency: order[rank] ?? null,
      joined: own.length,
      waiting: own.filter(({ leftAt }) => leftAt === undefined).length,
      overtaken: own.filter((entry) => overtaken.has(entry)).length,
    };
  });
}

function overtakingDto(
  { overtaken, by, joinedEarlierMs, waitedOnMs }: Overtaking<QueuedPatient>,
  { queues: rules, zone }: Definition,
): OvertakingDto {
  const rule = rules.find(({ id }) => id === by.queue);
  return {
    queue: by.queue,
    urgency: rule?.urgency?.order[by.rank] ?? null,
    overtaken: overtaken.patient,
    by: by.patient,
    at: formatInstant(by.leftAt ?? by.joinedAt, zone),
    joinedEarlierSeconds: joinedEarlierMs / 1000,
    waitedOnSeconds: waitedOnMs === undefined ? null : waitedOnMs / 1000,
  };
}
