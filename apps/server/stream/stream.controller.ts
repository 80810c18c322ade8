/** `GET /v1/stream`: server-sent events for whoever shows figures, so that nobody has to poll. */
import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DefinitionRegistry } from '#engine';
import { Parameters } from '../http/query-parameters.js';
import { ApiProblems } from '../openapi/documented.js';
import { ReadModelQuery } from '../read-models/read-model-query.js';
import { ChangeStream } from './change-stream.js';
import { StreamClient } from './stream-client.js';
import { StreamParameters } from './stream.dto.js';

const EXAMPLE = `retry: 2000

id: 17.uN3cB8kQ2hXwTz0aLr5YfVJm9sD1pG4e
event: begin
data: {"position":"17"}

id: 19.uN3cB8kQ2hXwTz0aLq1YfVJm9sD1pG4e
event: changed
data: {"position":"19","changes":[{"what":"patient","patient":"pgi55k2vntgozfqeue7fbuvhlq6","pathways":["baton"]}]}

: heartbeat
`;

@Controller('v1/stream')
export class StreamController {
  constructor(
    private readonly changes: ChangeStream,
    private readonly registry: DefinitionRegistry,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What changes, as it changes',
    description:
      'Server-sent events. `begin` says where the stream stands; `changed`, which patients, pathways or organisations look otherwise now, once every figure shows it; `reload`, that something was missed: load everything anew, and listen again. The id of a message is where to go on from.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last message that arrived: the stream goes on after it.',
    schema: { type: 'string' },
  })
  @ApiResponse({
    status: 200,
    description: 'It has no end.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  @ApiProblems(404, 503)
  async stream(
    @Parameters() { pathway, after }: StreamParameters,
    @Headers('last-event-id') lastEvent: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (pathway !== undefined) await this.requirePathway(pathway);
    this.changes.requireRoom();
    reply.hijack();
    const client = new StreamClient(reply.raw, pathway);
    if (request.method === 'HEAD') return client.end();
    void this.changes.join(client, lastEvent || after);
  }

  /** A name that nobody knows would be silence for ever. @throws QueryRefused */
  private async requirePathway(pathway: string): Promise<void> {
    if (this.registry.current().some(({ id }) => id === pathway)) return;
    await this.queries.execute(new ReadModelQuery('requirePathway', { pathway }));
  }
}
