/** One patient's journey, for the query bus. It is read from the log itself, not from a read model. */
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DefinitionRegistry } from '#engine';
import { replayJourney, type JourneyAnswer, type JourneyQuery } from '#projections';
import { WritableFolder } from '../../composition/index.js';

export class ReplayJourney extends Query<JourneyAnswer> {
  constructor(
    /** Pseudonym. */
    readonly patient: string,
    readonly query: JourneyQuery,
  ) {
    super();
  }
}

@QueryHandler(ReplayJourney)
export class ReplayJourneyHandler implements IQueryHandler<ReplayJourney> {
  constructor(
    private readonly folder: WritableFolder,
    private readonly registry: DefinitionRegistry,
  ) {}

  /** @throws JourneyRefused */
  execute({ patient, query }: ReplayJourney): Promise<JourneyAnswer> {
    return replayJourney(this.folder.store, this.registry, patient, query);
  }
}
