/** Messages that were sent and have not been delivered: how many for which service, and which. */
import { modelsPosition } from '../port/checkpoints.js';
import { HANDOVER_STREAM } from '#care-event';
import { damaged, damagedStreams } from '../models/damaged.js';
import { outbox } from '../models/outbox.js';
import type { ReadModels, ReadView } from '../port/read-models.js';
import { omitted } from '../standing/each-patient.js';

export interface WaitingQuery {
  /** The instant up to which ages are measured, RFC 3339. */
  readonly asOf: string;
}

export interface WaitingService {
  readonly service: string;
  /** Sent and not delivered, including those given up. */
  readonly waiting: number;
  /** Given up: no longer pushed. */
  readonly givenUp: number;
  /** Age of the oldest. */
  readonly oldestSeconds: number;
}

/** Handovers missing from an answer; absent if there are none. */
export interface MissingHandovers {
  /** Handovers of which an event of the log is damaged: what is sent for them cannot be known for certain. */
  readonly unreadable?: number;
}

export interface WaitingAnswer extends MissingHandovers {
  readonly position: string | null;
  readonly asOf: string;
  readonly waiting: number;
  readonly givenUp: number;
  /** The service with most waiting messages first. */
  readonly services: readonly WaitingService[];
}

/** Undelivered messages by service. @throws ReadModelsOutdated */
export function waitingByService(
  models: ReadModels,
  { asOf }: WaitingQuery,
): Promise<WaitingAnswer> {
  return models.read(async (view) => {
    const position = (await modelsPosition(view, [outbox, damaged])) ?? null;
    const rows = await view.db
      .selectFrom('outbox')
      .select(({ fn }) => [
        'service',
        fn.countAll<number>().as('waiting'),
        fn.count<number>('given_up_position').as('givenUp'),
        fn.min('recorded_at').as('oldest'),
      ])
      .where('delivered_at', 'is', null)
      .groupBy('service')
      .execute();
    const services = rows
      .map(({ oldest, ...row }) => ({ ...row, oldestSeconds: ageSeconds(asOf, Number(oldest)) }))
      .sort((a, b) => b.waiting - a.waiting || (a.service < b.service ? -1 : 1));
    const sum = (of: (row: WaitingService) => number) =>
      services.reduce((total, row) => total + of(row), 0);
    return {
      position,
      ...(await missingHandovers(view)),
      asOf,
      waiting: sum((row) => row.waiting),
      givenUp: sum((row) => row.givenUp),
      services,
    };
  });
}

export interface WaitingMessagesQuery extends WaitingQuery {
  readonly service: string;
  readonly limit?: number;
}

export interface WaitingMessage {
  readonly position: string;
  readonly message: string;
  readonly handover: string;
  readonly kind: string;
  readonly patient: string;
  readonly pathway: string;
  /** When what it reports took effect. */
  readonly time: string;
  readonly waitingSeconds: number;
  readonly state: 'waiting' | 'retrying' | 'given-up';
  /** Failed pushes. */
  readonly attempts: number;
  /** Why the last push failed. */
  readonly reason: string | null;
  /** Not pushed again before then; null: not pushed yet, or given up. */
  readonly retryAt: string | null;
}

export interface WaitingMessagesAnswer extends MissingHandovers {
  readonly position: string | null;
  readonly asOf: string;
  readonly service: string;
  /** How many are waiting in all. */
  readonly total: number;
  /** The oldest first. */
  readonly messages: readonly WaitingMessage[];
}

/** Undelivered messages of one service. @throws ReadModelsOutdated */
export function waitingMessages(
  models: ReadModels,
  { service, asOf, limit }: WaitingMessagesQuery,
): Promise<WaitingMessagesAnswer> {
  return models.read(async (view) => {
    const position = (await modelsPosition(view, [outbox, damaged])) ?? null;
    const waiting = view.db
      .selectFrom('outbox')
      .where('service', '=', service)
      .where('delivered_at', 'is', null);
    const counted = await waiting.select(({ fn }) => fn.countAll<number>().as('n')).execute();
    const listed = waiting
      .select(['position', 'message', 'handover', 'kind', 'patient', 'pathway', 'time'])
      .select(['recorded_at', 'attempts', 'next_attempt', 'reason', 'given_up_position'])
      .orderBy('position');
    const rows = await (limit === undefined ? listed : listed.limit(limit)).execute();
    const messages = rows.map(({ recorded_at, next_attempt, given_up_position, ...row }) => ({
      ...row,
      waitingSeconds: ageSeconds(asOf, recorded_at),
      state: given_up_position !== null ? 'given-up' : row.attempts > 0 ? 'retrying' : 'waiting',
      retryAt:
        row.attempts > 0 && next_attempt !== null ? new Date(next_attempt).toISOString() : null,
    })) satisfies readonly WaitingMessage[];
    return {
      ...{ position, ...(await missingHandovers(view)), asOf, service },
      total: counted[0]?.n ?? 0,
      messages,
    };
  });
}

async function missingHandovers(view: ReadView): Promise<MissingHandovers> {
  return omitted(await damagedStreams(view, HANDOVER_STREAM));
}

function ageSeconds(asOf: string, since: number): number {
  return Math.max(0, (Date.parse(asOf) - since) / 1000);
}
