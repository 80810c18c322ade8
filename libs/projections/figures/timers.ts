/**
 * The backlog of timers: who should have been looked at by now and was not yet. Read from
 * the index of wake-ups as it stands, so it is about now and not about an earlier time. It
 * costs one step of the index per patient overdue.
 */
import { parseInstant } from '#calendar';
import { standingOf } from '../port/checkpoints.js';
import { QueryRefused } from '../models/errors.js';
import { wakeups } from '../models/wakeups.js';
import type { ReadModels } from '../port/read-models.js';

export interface TimersQuery {
  /** RFC 3339 instant: what is due by then. */
  readonly at: string;
}

export interface TimersAnswer {
  /** Last position of the log that the answer counts; null for an empty log. */
  readonly position: string | null;
  readonly at: string;
  /** Patients whose wake-up has come and who were not woken yet. */
  readonly overdue: number;
  /** How long the one that waits longest has been due, seconds; 0 when there is none. */
  readonly oldestSeconds: number;
  /** When the next one falls due, in UTC; null when none is planned. */
  readonly next: string | null;
}

/** @throws QueryRefused `at` is no instant; ReadModelsOutdated */
export function timers(models: ReadModels, { at }: TimersQuery): Promise<TimersAnswer> {
  const now = parseInstant(at);
  if (now === undefined) throw new QueryRefused('invalid-instant', `${at} is no instant.`, 'at');
  return models.read(async (view) => {
    const position = await standingOf(view, [wakeups]);
    const waiting = view.db.selectFrom('wakeups').where('wake', 'is not', null);
    const due = await waiting
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('wake').as('oldest')])
      .where('wake', '<=', now)
      .executeTakeFirstOrThrow();
    // Those that lie ahead are not counted: there is one for almost every patient of a region.
    const ahead = await waiting
      .select(({ fn }) => fn.min('wake').as('next'))
      .where('wake', '>', now)
      .executeTakeFirstOrThrow();
    return {
      position: position ?? null,
      at,
      overdue: due.count,
      oldestSeconds: due.oldest === null ? 0 : (now - due.oldest) / 1_000,
      next: ahead.next === null ? null : new Date(ahead.next).toISOString(),
    };
  });
}
