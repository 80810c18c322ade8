/**
 * The backlog of timers: patients whose wake-up is overdue, and reviews of all patients that are
 * not done. It is read from the index of wake-ups, so it describes the present and not an earlier
 * time, at the cost of one index entry per overdue patient.
 */
import { parseInstant } from '#calendar';
import { modelsPosition } from '../port/checkpoints.js';
import { damaged, damagedPatients } from '../models/damaged.js';
import { definitions } from '../models/definitions.js';
import { QueryRefused } from '../models/errors.js';
import { organisations } from '../models/organisations.js';
import { reviewsIn } from '../models/pending-reviews.js';
import { wakeups } from '../models/wakeups.js';
import type { ReadModels } from '../port/read-models.js';
import { omitted, type Omissions } from '../standing/each-patient.js';

export interface TimersQuery {
  /** RFC 3339 instant by which a wake-up is due. */
  readonly at: string;
}

export interface TimersAnswer extends Omissions {
  /** Position of the last event taken into account; null for an empty log. */
  readonly position: string | null;
  readonly at: string;
  /** Patients whose wake-up is due and who have not been woken yet. */
  readonly overdue: number;
  /** How long the oldest of them has been due, seconds; 0 if there is none. */
  readonly oldestSeconds: number;
  /** When the next one is due, in UTC; null if none is planned. */
  readonly next: string | null;
  /** Reviews of all patients, after a definition or the directory changed, that are not done. */
  readonly reviews: number;
}

/** @throws QueryRefused `at` is not an instant; ReadModelsOutdated */
export function timers(models: ReadModels, { at }: TimersQuery): Promise<TimersAnswer> {
  const now = parseInstant(at);
  if (now === undefined)
    throw new QueryRefused('invalid-instant', `${at} is not an instant.`, 'at');
  return models.read(async (view) => {
    const position = await modelsPosition(view, [wakeups, damaged, definitions, organisations]);
    const missing = await damagedPatients(view);
    const waiting = view.db
      .selectFrom('wakeups')
      .where('wake', 'is not', null)
      .where('patient', 'not in', view.db.selectFrom('damaged').select('patient'));
    const due = await waiting
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('wake').as('oldest')])
      .where('wake', '<=', now)
      .executeTakeFirstOrThrow();
    // Future ones are not counted: almost every patient of a region has one.
    const ahead = await waiting
      .select(({ fn }) => fn.min('wake').as('next'))
      .where('wake', '>', now)
      .executeTakeFirstOrThrow();
    return {
      position: position ?? null,
      ...omitted(missing.size),
      at,
      overdue: due.count,
      oldestSeconds: due.oldest === null ? 0 : (now - due.oldest) / 1_000,
      next: ahead.next === null ? null : new Date(ahead.next).toISOString(),
      reviews: (await reviewsIn(view)).length,
    };
  });
}
