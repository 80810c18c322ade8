/** A question to the read models, for the query bus: which one, and what is asked. */
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ReadableAnswer, ReadableInput, ReadableName } from './read-model-calls.js';
import { ReadModelWorkerClient } from './read-model-worker-client.js';

export class ReadModelQuery<Name extends ReadableName> extends Query<ReadableAnswer<Name>> {
  constructor(
    readonly name: Name,
    readonly input: ReadableInput<Name>,
  ) {
    super();
  }
}

@QueryHandler(ReadModelQuery)
export class ReadModelQueryHandler implements IQueryHandler<ReadModelQuery<ReadableName>> {
  constructor(private readonly worker: ReadModelWorkerClient) {}

  execute({ name, input }: ReadModelQuery<ReadableName>): Promise<ReadableAnswer<ReadableName>> {
    return this.worker.ask(name, input);
  }
}
