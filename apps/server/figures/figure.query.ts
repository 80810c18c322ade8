/** A figure for the query bus: which one, what is asked, and for whom. */
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { FigureName } from '../../composition/index.js';
import type { Exchange } from '../http/exchange.js';
import type { FigureInput } from './figure-calls.js';
import { FigureWorkerClient } from './figure-worker-client.js';

/** Its answer is JSON. */
export class FigureQuery<Name extends FigureName> extends Query<Uint8Array> {
  constructor(
    readonly name: Name,
    readonly input: FigureInput<Name>,
    /** Nothing is computed for a client that has left. */
    readonly exchange: Exchange,
  ) {
    super();
  }
}

@QueryHandler(FigureQuery)
export class FigureQueryHandler implements IQueryHandler<FigureQuery<FigureName>> {
  constructor(private readonly worker: FigureWorkerClient) {}

  execute({ name, input, exchange }: FigureQuery<FigureName>): Promise<Uint8Array> {
    return this.worker.ask(name, input, exchange);
  }
}
