/** The index of the outbox feed, asked of the read models. */
import { Injectable } from '@nestjs/common';
import type { OutboxIndex } from '#engine';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';

@Injectable()
export class ReadModelOutboxIndex implements OutboxIndex {
  constructor(private readonly readModels: ReadModelWorkerClient) {}

  page: OutboxIndex['page'] = (service, { inherited, after }, limit) => {
    const from = after === undefined ? {} : { after };
    return this.readModels.ask('outboxPage', { service, inherited, limit, ...from });
  };

  holds: OutboxIndex['holds'] = (services, position) =>
    this.readModels.ask('isInOutbox', { services, position });

  undelivered: OutboxIndex['undelivered'] = (services, { after, upTo }, limit) => {
    const from = after === undefined ? {} : { after };
    return this.readModels.ask('undeliveredUpTo', { services, upTo, limit, ...from });
  };
}
