/** What is parked, and the two ways to release it: the running server holds the folder, so it takes both. */
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  ListParked,
  ParkedRefused,
  ShowParked,
  StafettEngine,
  type ParkedList,
  type ParkedRecord,
  type ParkedReleased,
  type ReleasedParked,
} from '#engine';
import { readPatient } from '#exchange';
import { Documented } from '../openapi/documented.js';
import { WritableFolder } from '../../composition/index.js';
import { MAX_LISTED } from '../http/validators.js';
import { ParkedParameters, ReleaseParkedBody } from './parked.dto.js';
import { Parameters } from '../http/query-parameters.js';

@Controller('v1/parked')
export class ParkedController {
  constructor(
    private readonly engine: StafettEngine,
    private readonly queries: QueryBus,
    private readonly folder: WritableFolder,
  ) {}

  @Get()
  @Documented({
    summary: 'What is parked now',
    answer: 'ParkedList',
    when: { 200: 'The longest parked first.' },
  })
  parked(@Parameters() { processor, limit = MAX_LISTED }: ParkedParameters): Promise<ParkedList> {
    const query = new ListParked({ limit, ...(processor === undefined ? {} : { processor }) });
    return this.queries.execute(query);
  }

  /** The content of the events that could not be handled is in the patient's journey. */
  @Get(':patient')
  @Documented({
    summary: 'All that was ever parked of one patient',
    answer: 'ParkedRecord',
    when: { 200: 'The record, with who released what and why.' },
    problems: [404, 422, 503],
  })
  parkedOf(@Param('patient') patient: string): Promise<ParkedRecord> {
    return this.queries.execute(new ShowParked(this.pseudonymOf(patient)));
  }

  @Post(':patient/retry')
  @HttpCode(200)
  @Documented({
    summary: 'Have a parked sequence tried again',
    answer: 'ParkedRelease',
    when: { 200: 'It is tried again, or that was requested before.' },
    problems: [404, 413, 415, 422, 503, 507],
  })
  async retryParked(
    @Param('patient') patient: string,
    @Body() { processor, author, reason }: ReleaseParkedBody,
  ): Promise<ReleasedParked> {
    const by = { author, reason };
    return released(await this.engine.retryParked(processor, this.pseudonymOf(patient), by));
  }

  @Post(':patient/discard')
  @HttpCode(200)
  @Documented({
    summary: 'Give up a parked event and continue after it',
    answer: 'ParkedRelease',
    when: { 200: 'It is given up, or was given up before.' },
    problems: [404, 413, 415, 422, 503, 507],
  })
  async discardParked(
    @Param('patient') patient: string,
    @Body() { processor, author, reason }: ReleaseParkedBody,
  ): Promise<ReleasedParked> {
    const by = { author, reason };
    return released(await this.engine.discardParked(processor, this.pseudonymOf(patient), by));
  }

  private pseudonymOf(patient: string): string {
    return readPatient(patient, this.folder.secret);
  }
}

function released(outcome: ParkedReleased): ReleasedParked {
  if (outcome.status !== 'refused') return outcome;
  throw new ParkedRefused(outcome.code, outcome.message);
}
