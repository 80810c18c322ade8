/** The outbox feed over HTTP: a service reads what was sent to it and acknowledges what has arrived. */
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AcknowledgeOutbox, DefinitionRegistry, ReadOutbox } from '#engine';
import { handoverCloudEvent, type HandoverCloudEvent } from '#exchange';
import { didYouMean, isReceiver, receiverParts } from '#care-event';
import { AcknowledgementBody, OUTBOX_PAGE_DEFAULT, OutboxQuery } from './outbox.dto.js';
import { Documented } from '../openapi/documented.js';
import { Problem } from '../http/problem.js';
import { Parameters } from '../http/query-parameters.js';

export interface OutboxAnswer {
  readonly service: string;
  readonly events: readonly HandoverCloudEvent[];
  /** Where to go on; null while nothing was ever sent to the service. */
  readonly cursor: string | null;
  readonly more: boolean;
  /** Up to where the service has acknowledged everything; null if it never did. */
  readonly acknowledged: string | null;
  /** Where nothing was ever sent, and no published pathway names the service. */
  readonly hint?: string;
}

export interface AcknowledgementAnswer {
  readonly service: string;
  readonly acknowledged: string;
  /** Messages that count as delivered only now. */
  readonly delivered: number;
}

/** Acknowledgements on their way into the log at once. */
const MAX_IN_FLIGHT = 32;

@Controller('v1/outbox/:service')
export class OutboxController {
  private inFlight = 0;

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly registry: DefinitionRegistry,
  ) {}

  /** A service that nothing was ever sent to has an empty feed: it may begin to listen before. */
  @Get()
  @Documented({
    summary: 'What was sent to a service',
    answer: 'Outbox',
    when: { 200: 'A page of messages; none where nothing was ever sent.' },
    problems: [404, 410, 422, 503],
  })
  async outboxPage(
    @Param('service') service: string,
    @Parameters() { after, limit }: OutboxQuery,
  ): Promise<OutboxAnswer> {
    const query = new ReadOutbox(serviceId(service), {
      limit: limit ?? OUTBOX_PAGE_DEFAULT,
      ...(after === undefined ? {} : { after }),
    });
    const page = await this.queries.execute(query);
    return {
      service,
      events: page.messages.map(handoverCloudEvent),
      cursor: page.cursor ?? null,
      more: page.more,
      acknowledged: page.acknowledged ?? null,
      ...(page.cursor === undefined && this.hint(service)),
    };
  }

  /** A misspelt service would wait for ever for its first message. */
  private hint(receiver: string): Pick<OutboxAnswer, 'hint'> {
    const { service } = receiverParts(receiver);
    const named = this.registry.published().flatMap(({ services }) => [...services.keys()]);
    if (named.includes(service)) return {};
    return {
      hint: `No published pathway has a service ${service}, and nothing was ever sent to it.${didYouMean(service, new Set(named))}`,
    };
  }

  /** 200 whether it is acknowledged for the first time or again. */
  @Post('acknowledgements')
  @HttpCode(200)
  @Documented({
    summary: 'Acknowledge everything up to a cursor',
    answer: 'Acknowledgement',
    when: { 200: 'It is recorded, or was before.' },
    problems: [404, 410, 413, 415, 422, 503, 507],
  })
  async acknowledge(
    @Param('service') service: string,
    @Body() { cursor }: AcknowledgementBody,
  ): Promise<AcknowledgementAnswer> {
    if (this.inFlight >= MAX_IN_FLIGHT) {
      const detail = `${MAX_IN_FLIGHT} acknowledgements are being recorded; send this one again.`;
      throw new Problem(503, 'busy', 'Too many at once', detail);
    }
    this.inFlight += 1;
    try {
      return await this.commands.execute(new AcknowledgeOutbox(serviceId(service), cursor));
    } finally {
      this.inFlight -= 1;
    }
  }
}

/** What no definition can name is no service. */
function serviceId(text: string): string {
  if (isReceiver(text)) return text;
  const detail =
    'The id of a service has lower-case letters, digits and dashes, at most 64, as pathway definitions name it; where the organisation is known, @ and its id follow.';
  throw new Problem(404, 'unknown-service', 'Not found', detail);
}
