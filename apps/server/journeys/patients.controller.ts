/** One patient's journey, as it stood at an instant and as it was known at another. */
import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { readPatient } from '#exchange';
import type { JourneyAnswer } from '#projections';
import { Documented } from '../openapi/documented.js';
import { WritableFolder } from '../../composition/index.js';
import { JourneyParameters } from '../figures/parameters.dto.js';
import { ReplayJourney } from './replay-journey.query.js';
import { Parameters } from '../http/query-parameters.js';

@Controller('patients')
export class PatientsController {
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
    @Parameters() { asOf, knownAt, pathway }: JourneyParameters,
  ): Promise<JourneyAnswer> {
    const { secret, clock } = this.folder;
    const query = new ReplayJourney(readPatient(id, secret), {
      asOf: asOf === undefined ? clock() : Date.parse(asOf),
      ...(knownAt === undefined ? {} : { knownAt: Date.parse(knownAt) }),
      ...(pathway === undefined ? {} : { pathway }),
    });
    return this.queries.execute(query);
  }
}
