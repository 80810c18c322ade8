/** The figures by GET: the same answers as the command line's, from the same functions. */
import { Controller, Get, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { parseCause } from '#projections';
import { Documented } from '../openapi/documented.js';
import { WritableFolder, type FigureName } from '../../composition/index.js';
import { exchangeOf } from '../http/exchange.js';
import { MAX_LISTED } from '../http/validators.js';
import type { FigureInput } from './figure-calls.js';
import { FigureQuery } from './figure.query.js';
import {
  CensusParameters,
  CustodyParameters,
  FlowParameters,
  OutcomesParameters,
  StallsParameters,
  WaitsParameters,
} from './parameters.dto.js';
import { Parameters } from '../http/query-parameters.js';

/** What every figure answers, and what keeps it from answering. */
const FIGURE = {
  when: { 200: 'The figure, with the log position that it is based on.' },
  problems: [404, 422, 503],
} as const;

@Controller('v1/pathways/:pathway')
export class FiguresController {
  constructor(
    private readonly queries: QueryBus,
    private readonly folder: WritableFolder,
  ) {}

  @Get('waits')
  @Documented({
    summary: 'Waits from one event to another',
    answer: 'Waits',
    ...FIGURE,
  })
  waits(
    @Param('pathway') pathway: string,
    @Parameters() asked: WaitsParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Uint8Array> {
    return this.answer('waits', { pathway, ...present(asked) }, reply);
  }

  @Get('census')
  @Documented({
    summary: 'How many are where, and for how long',
    answer: 'Census',
    ...FIGURE,
  })
  census(
    @Param('pathway') pathway: string,
    @Parameters() asked: CensusParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Uint8Array> {
    const query = { pathway, asOf: this.now(), ...present(asked) };
    return this.answer('census', query, reply);
  }

  @Get('outcomes')
  @Documented({
    summary: 'What comes first, and when',
    answer: 'Outcomes',
    ...FIGURE,
  })
  outcomes(
    @Param('pathway') pathway: string,
    @Parameters() { cause, ...asked }: OutcomesParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Uint8Array> {
    const causes = cause.map((text) => {
      const read = parseCause(text);
      if (read === undefined) throw new Error('A cause went past its validation.');
      return read;
    });
    const query = { pathway, causes, ...present(asked) };
    return this.answer('outcomes', query, reply);
  }

  @Get('flow')
  @Documented({
    summary: 'Which step follows which',
    answer: 'Flow',
    ...FIGURE,
  })
  flow(
    @Param('pathway') pathway: string,
    @Parameters() asked: FlowParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Uint8Array> {
    return this.answer('flow', { pathway, limit: MAX_LISTED, ...present(asked) }, reply);
  }

  @Get('stalls')
  @Documented({
    summary: 'Who waits beyond what was agreed, and for whom',
    answer: 'Stalls',
    ...FIGURE,
  })
  stalls(
    @Param('pathway') pathway: string,
    @Parameters() asked: StallsParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Uint8Array> {
    const query = { pathway, asOf: this.now(), limit: MAX_LISTED, ...present(asked) };
    return this.answer('stalls', query, reply);
  }

  @Get('custody')
  @Documented({
    summary: 'Who was accountable when, and which offers are open',
    answer: 'Custody',
    ...FIGURE,
  })
  custody(
    @Param('pathway') pathway: string,
    @Parameters() asked: CustodyParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Uint8Array> {
    const query = { pathway, asOf: this.now(), limit: MAX_LISTED, ...present(asked) };
    return this.answer('custody', query, reply);
  }

  /** The thread of the figures writes the JSON, so that a large answer costs the doors nothing. */
  private answer<Name extends FigureName>(
    name: Name,
    input: FigureInput<Name>,
    reply: FastifyReply,
  ): Promise<Uint8Array> {
    void reply.header('content-type', 'application/json; charset=utf-8');
    return this.queries.execute(new FigureQuery(name, input, exchangeOf(reply.raw)));
  }

  private now(): string {
    return new Date(this.folder.clock()).toISOString();
  }
}

/** Without the properties that were not asked for: a DTO has them all, as undefined. */
function present<T extends object>(query: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
