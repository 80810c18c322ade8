/** The outbox feed's index, asked of the reading thread. */
import type { OutboxIndex } from '#engine';
import { QueryRefused, type OutboxPage } from '#projections';
import type { Readings } from './readings.js';

type Undelivered = Awaited<ReturnType<OutboxIndex['undelivered']>>;

export function outboxIndex(readings: Readings): OutboxIndex {
  return {
    page: (service, after, limit) =>
      unlessUnknown(async () => {
        const query = { service, limit, ...(after === undefined ? {} : { after }) };
        return (await readings.ask('outboxPage', query)) as OutboxPage;
      }),
    undelivered: (service, { after, upTo }, limit) =>
      unlessUnknown(async () => {
        const query = { service, upTo, limit, ...(after === undefined ? {} : { after }) };
        return (await readings.ask('undeliveredUpTo', query)) as Undelivered;
      }),
  };
}

async function unlessUnknown<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof QueryRefused && error.code === 'unknown-cursor') return undefined;
    throw error;
  }
}
