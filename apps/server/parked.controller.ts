/** What is parked, and the two ways to let it go: the running server holds the folder, so it takes both. */
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { EventStore } from '#event-store';
import { ParkedSequences, StafettEngine } from '#engine';
import { readPatient } from '#exchange';
import {
  parkedList,
  parkedOf,
  releaseParked,
  type ParkedAnswer,
  type ParkedList,
  type ParkedReleaseAnswer,
} from '../composition/index.js';
import { ParkedQuery, ReleaseParkedBody } from './queries.dto.js';
import { SECRET, STORE } from './tokens.js';

@Controller('parked')
export class ParkedController {
  constructor(
    @Inject(STORE) private readonly store: EventStore,
    @Inject(ParkedSequences) private readonly lot: ParkedSequences,
    @Inject(StafettEngine) private readonly engine: StafettEngine,
    @Inject(SECRET) private readonly secret: Uint8Array,
  ) {}

  @Get()
  parked(@Query() { processor, limit }: ParkedQuery): ParkedList {
    return parkedList(this.lot, {
      ...(processor === undefined ? {} : { processor }),
      ...(limit === undefined ? {} : { limit }),
    });
  }

  /** What the events say that could not be worked on is in the patient's journey. */
  @Get(':patient')
  parkedOf(@Param('patient') patient: string): Promise<ParkedAnswer> {
    return parkedOf({ store: this.store, lot: this.lot }, readPatient(patient, this.secret));
  }

  @Post(':patient/retry')
  @HttpCode(200)
  retryParked(
    @Param('patient') patient: string,
    @Body() body: ReleaseParkedBody,
  ): Promise<ParkedReleaseAnswer> {
    return this.release('retry', patient, body);
  }

  @Post(':patient/discard')
  @HttpCode(200)
  discardParked(
    @Param('patient') patient: string,
    @Body() body: ReleaseParkedBody,
  ): Promise<ParkedReleaseAnswer> {
    return this.release('discard', patient, body);
  }

  private release(
    kind: 'retry' | 'discard',
    patient: string,
    { processor, author, reason }: ReleaseParkedBody,
  ): Promise<ParkedReleaseAnswer> {
    const pseudonym = readPatient(patient, this.secret);
    return releaseParked(this.engine, { kind, processor, patient: pseudonym, author, reason });
  }
}
