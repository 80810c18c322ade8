/**
 * Queues: how many joined, were served, left and are waiting, and who was served before
 * somebody who had joined the same queue earlier with the same urgency. Age groups of fewer
 * than five patients are suppressed, and so is what would reveal them by subtraction.
 */
import { formatInstant } from '#calendar';
import { type Definition, type Overtaking, overtakings } from '#pathway';
import type { ReadModels } from '../port/read-models.js';
import { eachAssessed } from '../standing/each-assessed.js';
import { omissions, type Omissions } from '../standing/each-patient.js';
import { readCount } from './flow.js';
import { openQuestion } from './question.js';
import type { AnswerHead, PathwayQuery } from './question.js';
import { agesOf, type PatientEntry, type QueueAge } from './queue-ages.js';

export interface QueuesQuery extends PathwayQuery {
  readonly asOf: string;
  /** Maximum overtakings to list; default all. Totals are not affected. */
  readonly limit?: number;
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
  readonly ages: readonly QueueAge[];
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

export interface QueuesAnswer extends AnswerHead, Omissions {
  /** In the newest definition's order, followed by those that only older versions have. */
  readonly queues: readonly QueueCounts[];
  readonly total: number;
  /** In the order in which they happened. */
  readonly overtakings: readonly OvertakingDto[];
}

/** @throws QueryRefused unknown pathway, no as-of instant */
export function queues(models: ReadModels, query: QueuesQuery): Promise<QueuesAnswer> {
  return models.read(async (view) => {
    const question = await openQuestion(view, query);
    const { definition } = question;
    const entries: PatientEntry[] = [];
    const unreadable = await eachAssessed(view, question, ({ patient, assessments }) => {
      for (const { queues: found } of assessments)
        for (const entry of found) entries.push({ ...entry, patient });
    });
    const found = overtakings(entries);
    const overtaken = new Set(found.map((each) => each.overtaken));
    const ids = new Set(
      [...definition.queues, ...entries.map(({ queue: id }) => ({ id }))].map(({ id }) => id),
    );
    return {
      ...question.head,
      ...omissions(unreadable),
      queues: [...ids].map((id) =>
        countsOf(
          id,
          entries.filter(({ queue }) => queue === id),
          overtaken,
        ),
      ),
      total: found.length,
      overtakings: found
        .slice(0, readCount(query.limit, 'limit'))
        .map((each) => overtakingDto(each, definition)),
    };
  });
}

function countsOf(
  queue: string,
  entries: readonly PatientEntry[],
  overtaken: ReadonlySet<PatientEntry>,
): QueueCounts {
  const count = (holds: (entry: PatientEntry) => boolean) => entries.filter(holds).length;
  return {
    queue,
    joined: entries.length,
    served: count(({ outcome }) => outcome === 'served'),
    left: count(({ outcome }) => outcome === 'left'),
    waiting: count(({ leftAt }) => leftAt === undefined),
    overtaken: count((entry) => overtaken.has(entry)),
    ages: agesOf(entries, overtaken),
  };
}

function overtakingDto(
  { overtaken, by, joinedEarlierMs, waitedOnMs }: Overtaking<PatientEntry>,
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
