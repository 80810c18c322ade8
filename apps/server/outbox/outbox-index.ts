/** The index of the outbox feed, asked of the read models. */
import { Injectable } from '@nestjs/common';
import type { OutboxIndex } from '#engine';
import { QueryRefused } from '#projections';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';

@Injectable()
export class ReadModelOutboxIndex implements OutboxIndex {
  constructor(private readonly readModels: ReadModelWorkerClient) {}

  page: OutboxIndex['page'] = (service, after, limit) => {
    const query = { service, limit, ...(after === undefined ? {} : { after }) };
    return unlessUnknown(this.readModels.ask('outboxPage', query));
  };

  undelivered: OutboxIndex['undelivered'] = (service, { after, upTo }, limit) => {
    const query = { service, upTo, limit, ...(after === undefined ? {} : { after }) };
    return unlessUnknown(this.readModels.ask('undeliveredUpTo', query));
  };
}

async function unlessUnknown<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof QueryRefused && error.code === 'unknown-cursor') return undefined;
    throw error;
  }
}
