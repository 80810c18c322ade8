/** The figures by GET: the same answers as the command line's, from the same functions. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { Clock } from '#engine';
import { parseCause } from '#projections';
import {
  CensusQuery,
  CustodyQuery,
  FlowQuery,
  OutcomesQuery,
  StallsQuery,
  WaitsQuery,
} from './queries.dto.js';
import type { Readings } from './readings.js';
import { READINGS, SERVER_CLOCK } from './tokens.js';

@Controller('pathways/:pathway')
export class FiguresController {
  constructor(
    @Inject(READINGS) private readonly readings: Readings,
    @Inject(SERVER_CLOCK) private readonly clock: Clock,
  ) {}

  @Get('waits')
  waits(@Param('pathway') pathway: string, @Query() query: WaitsQuery): Promise<unknown> {
    return this.readings.ask('waits', { pathway, ...present(query) });
  }

  @Get('census')
  census(@Param('pathway') pathway: string, @Query() query: CensusQuery): Promise<unknown> {
    return this.readings.ask('census', { pathway, asOf: this.now(), ...present(query) });
  }

  @Get('outcomes')
  outcomes(
    @Param('pathway') pathway: string,
    @Query() { cause, ...query }: OutcomesQuery,
  ): Promise<unknown> {
    const causes = cause.map((text) => {
      const read = parseCause(text);
      if (read === undefined) throw new Error('A cause went past its validation.');
      return read;
    });
    return this.readings.ask('outcomes', { pathway, causes, ...present(query) });
  }

  @Get('flow')
  flow(@Param('pathway') pathway: string, @Query() query: FlowQuery): Promise<unknown> {
    return this.readings.ask('flow', { pathway, ...present(query) });
  }

  @Get('stalls')
  stalls(@Param('pathway') pathway: string, @Query() query: StallsQuery): Promise<unknown> {
    return this.readings.ask('stalls', { pathway, asOf: this.now(), ...present(query) });
  }

  @Get('custody')
  custody(@Param('pathway') pathway: string, @Query() query: CustodyQuery): Promise<unknown> {
    return this.readings.ask('custody', { pathway, asOf: this.now(), ...present(query) });
  }

  private now(): string {
    return new Date(this.clock()).toISOString();
  }
}

/** Without the properties that were not asked for: a DTO has them all, as undefined. */
function present<T extends object>(query: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
