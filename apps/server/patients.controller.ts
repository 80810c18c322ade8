/** One patient's journey, as it stood at an instant and as it was known at another. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { EventStore } from '#event-store';
import { DefinitionRegistry, type Clock } from '#engine';
import { readPatient } from '#exchange';
import { replayJourney, type JourneyAnswer } from '#projections';
import { JourneyQueryDto } from './queries.dto.js';
import { SECRET, SERVER_CLOCK, STORE } from './tokens.js';

@Controller('patients')
export class PatientsController {
  constructor(
    @Inject(STORE) private readonly store: EventStore,
    @Inject(DefinitionRegistry) private readonly registry: DefinitionRegistry,
    @Inject(SECRET) private readonly secret: Uint8Array,
    @Inject(SERVER_CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':id/journey')
  journey(@Param('id') id: string, @Query() query: JourneyQueryDto): Promise<JourneyAnswer> {
    return replayJourney(this.store, this.registry, readPatient(id, this.secret), {
      asOf: query.asOf === undefined ? this.clock() : Date.parse(query.asOf),
      ...(query.knownAt === undefined ? {} : { knownAt: Date.parse(query.knownAt) }),
      ...(query.pathway === undefined ? {} : { pathway: query.pathway }),
    });
  }
}
