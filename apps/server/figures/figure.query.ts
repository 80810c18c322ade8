/** A figure for the query bus: which one, what is asked, and for whom. */
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Exchange } from '../http/exchange.js';
import type { FigureReply, FigureRequest } from './figure-calls.js';
import { FigureWorkerClient } from './figure-worker-client.js';

export class FigureQuery extends Query<FigureReply> {
  constructor(
    readonly request: FigureRequest,
    /** Nothing is computed for a client that has left. */
    readonly exchange: Exchange,
  ) {
    super();
  }
}

@QueryHandler(FigureQuery)
export class FigureQueryHandler implements IQueryHandler<FigureQuery> {
  constructor(private readonly worker: FigureWorkerClient) {}

  execute({ request, exchange }: FigureQuery): Promise<FigureReply> {
    return this.worker.answer(request, exchange);
  }
}
