/** The figures by GET: the same answers as the command line's, from the same functions. */
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  parseCause,
  type CensusAnswer,
  type CustodyAnswer,
  type FlowAnswer,
  type OutcomesAnswer,
  type StallsAnswer,
  type WaitsAnswer,
} from '#projections';
import { Documented } from '../openapi/documented.js';
import { WritableFolder } from '../../composition/index.js';
import { ReadModelQuery } from '../read-models/read-model-query.js';
import {
  CensusParameters,
  CustodyParameters,
  FlowParameters,
  OutcomesParameters,
  StallsParameters,
  WaitsParameters,
} from './parameters.dto.js';

/** What every figure answers, and what keeps it from answering. */
const FIGURE = {
  when: { 200: 'The figure, with the log position that it is based on.' },
  problems: [404, 422, 503],
} as const;

@Controller('pathways/:pathway')
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
  waits(@Param('pathway') pathway: string, @Query() asked: WaitsParameters): Promise<WaitsAnswer> {
    return this.queries.execute(new ReadModelQuery('waits', { pathway, ...present(asked) }));
  }

  @Get('census')
  @Documented({
    summary: 'How many are where, and for how long',
    answer: 'Census',
    ...FIGURE,
  })
  census(
    @Param('pathway') pathway: string,
    @Query() asked: CensusParameters,
  ): Promise<CensusAnswer> {
    const query = { pathway, asOf: this.now(), ...present(asked) };
    return this.queries.execute(new ReadModelQuery('census', query));
  }

  @Get('outcomes')
  @Documented({
    summary: 'What comes first, and when',
    answer: 'Outcomes',
    ...FIGURE,
  })
  outcomes(
    @Param('pathway') pathway: string,
    @Query() { cause, ...asked }: OutcomesParameters,
  ): Promise<OutcomesAnswer> {
    const causes = cause.map((text) => {
      const read = parseCause(text);
      if (read === undefined) throw new Error('A cause went past its validation.');
      return read;
    });
    const query = { pathway, causes, ...present(asked) };
    return this.queries.execute(new ReadModelQuery('outcomes', query));
  }

  @Get('flow')
  @Documented({
    summary: 'Which step follows which',
    answer: 'Flow',
    ...FIGURE,
  })
  flow(@Param('pathway') pathway: string, @Query() asked: FlowParameters): Promise<FlowAnswer> {
    return this.queries.execute(new ReadModelQuery('flow', { pathway, ...present(asked) }));
  }

  @Get('stalls')
  @Documented({
    summary: 'Who waits beyond what was agreed, and for whom',
    answer: 'Stalls',
    ...FIGURE,
  })
  stalls(
    @Param('pathway') pathway: string,
    @Query() asked: StallsParameters,
  ): Promise<StallsAnswer> {
    const query = { pathway, asOf: this.now(), ...present(asked) };
    return this.queries.execute(new ReadModelQuery('stalls', query));
  }

  @Get('custody')
  @Documented({
    summary: 'Who was accountable when, and which offers are open',
    answer: 'Custody',
    ...FIGURE,
  })
  custody(
    @Param('pathway') pathway: string,
    @Query() asked: CustodyParameters,
  ): Promise<CustodyAnswer> {
    const query = { pathway, asOf: this.now(), ...present(asked) };
    return this.queries.execute(new ReadModelQuery('custody', query));
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
