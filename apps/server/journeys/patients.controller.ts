/** One patient's journey, and who holds the patient, as it stood at an instant and was known at another. */
import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { DefinitionRegistry } from '#engine';
import { readPatient } from '#exchange';
import { inLanguage, languageOf } from '#pathway';
import { whenOf, type JourneyAnswer, type PatientCustody } from '#projections';
import { Documented } from '../openapi/documented.js';
import { WritableFolder } from '../../composition/index.js';
import { FigureQueue, type FigureQueueLimits } from '../figures/figure-queue.js';
import { JourneyParameters, TwoTimesParameters } from './parameters.dto.js';
import { exchangeOf } from '../http/exchange.js';
import { answerIn, InLanguages, languagesWanted } from '../http/languages.js';
import { AskPatientCustody } from './patient-custody.query.js';
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

@Controller('v1/patients')
export class PatientsController {
  private readonly queue = new FigureQueue(LIMITS);

  constructor(
    private readonly queries: QueryBus,
    private readonly folder: WritableFolder,
    private readonly registry: DefinitionRegistry,
  ) {}

  @Get(':id/journey')
  @InLanguages()
  @Documented({
    summary: 'One patient’s journey, as it stood at an instant',
    answer: 'Journey',
    when: { 200: 'Where the patient stands, and why.' },
    problems: [404, 422, 503],
  })
  async journey(
    @Param('id') id: string,
    @Parameters() { asOf, knownAt, pathway, key }: JourneyParameters,
    @Headers('accept-language') wanted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JourneyAnswer> {
    const { secret, clock } = this.folder;
    const languages = languagesWanted(wanted);
    const query = new ReplayJourney(readPatient(id, secret), {
      languages,
      asOf: asOf === undefined ? clock() : whenOf(asOf),
      ...(knownAt === undefined ? {} : { knownAt: whenOf(knownAt) }),
      ...(pathway === undefined ? {} : { pathway }),
      ...(key === undefined ? {} : { key }),
    });
    const answer = await this.queue.ask(() => this.queries.execute(query), exchangeOf(reply.raw));
    // The words of a deviation name the title of the rule.
    const definition = this.registry.current().find((each) => each.id === answer.definition?.id);
    answerIn(definition ? [languageOf(inLanguage(definition, languages))] : [], reply);
    return answer;
  }

  @Get(':id/custody')
  @Documented({
    summary: 'Who holds what of one patient, across all pathways',
    answer: 'PatientCustody',
    when: { 200: 'Who holds the patient and each scope, since when, and what is offered.' },
    problems: [404, 422, 503],
  })
  custody(
    @Param('id') id: string,
    @Parameters() { asOf, knownAt }: TwoTimesParameters,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PatientCustody> {
    const { secret, clock } = this.folder;
    const query = new AskPatientCustody(readPatient(id, secret), {
      asOf: asOf === undefined ? clock() : whenOf(asOf),
      ...(knownAt === undefined ? {} : { knownAt: whenOf(knownAt) }),
    });
    return this.queue.ask(() => this.queries.execute(query), exchangeOf(reply.raw));
  }
}
