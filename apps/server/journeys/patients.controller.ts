/** One patient's journey, as it stood at an instant and as it was known at another. */
import { Controller, Get, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { readPatient } from '#exchange';
import type { JourneyAnswer } from '#projections';
import { Documented } from '../openapi/documented.js';
import { WritableFolder } from '../../composition/index.js';
import { FigureQueue, type FigureQueueLimits } from '../figures/figure-queue.js';
import { JourneyParameters } from '../figures/parameters.dto.js';
import { exchangeOf } from '../http/exchange.js';
import { ReplayJourney } from './replay-journey.query.js';
import { Parameters } from '../http/query-parameters.js';

/** Read and assessed on the doors' thread, each with as much memory as one patient's history may take. */
const LIMITS: FigureQueueLimits = {
  waitingMax: 200,
  underWayMax: 32,
  computedMax: 2,
  computingMs: 60_000,
  sendingMs: 60_000,
};

@Controller('patients')
export class PatientsController {
  private readonly queue = new FigureQueue(LIMITS);

  constructor(
    private readonly queries: QueryBus,
    private readonly folder: WritableFolder,
  ) {}

  @Get(':id/journey')
  @Documented({
    summary: 'One patient’s journey, as it stood at an instant',
    answer: 'Journey',
    when: { 200: 'Where the patient stands, and why.' },
    problems: [404, 422, 503],
  })
  journey(
    @Param('id') id: string,
    @Parameters() { asOf, knownAt, pathway, key }: JourneyParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JourneyAnswer> {
    const { secret, clock } = this.folder;
    const query = new ReplayJourney(readPatient(id, secret), {
      asOf: asOf === undefined ? clock() : Date.parse(asOf),
      ...(knownAt === undefined ? {} : { knownAt: Date.parse(knownAt) }),
      ...(pathway === undefined ? {} : { pathway }),
      ...(key === undefined ? {} : { key }),
    });
    return this.queue.ask(() => this.queries.execute(query), exchangeOf(reply.raw));
  }
}
