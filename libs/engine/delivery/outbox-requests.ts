/** The outbox feed on the buses: a service asks for a page, and acknowledges what has arrived. */
import {
  Command,
  CommandHandler,
  Query,
  QueryHandler,
  type ICommandHandler,
  type IQueryHandler,
} from '@nestjs/cqrs';
import type { Acknowledged, FeedPage } from '../delivery-port/delivery-port.js';
import { OutboxFeed } from './outbox-feed.js';

export class ReadOutbox extends Query<FeedPage> {
  constructor(
    readonly service: string,
    readonly page: { readonly after?: string; readonly limit: number },
  ) {
    super();
  }
}

@QueryHandler(ReadOutbox)
export class ReadOutboxHandler implements IQueryHandler<ReadOutbox> {
  constructor(private readonly feed: OutboxFeed) {}

  /** @throws UnknownCursor, CursorLost */
  execute({ service, page }: ReadOutbox): Promise<FeedPage> {
    return this.feed.page(service, page);
  }
}

export class AcknowledgeOutbox extends Command<Acknowledged> {
  constructor(
    readonly service: string,
    readonly cursor: string,
  ) {
    super();
  }
}

@CommandHandler(AcknowledgeOutbox)
export class AcknowledgeOutboxHandler implements ICommandHandler<AcknowledgeOutbox> {
  constructor(private readonly feed: OutboxFeed) {}

  /** @throws UnknownCursor, CursorLost */
  execute({ service, cursor }: AcknowledgeOutbox): Promise<Acknowledged> {
    return this.feed.acknowledge(service, cursor);
  }
}
