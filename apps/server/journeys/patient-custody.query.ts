/** Who holds one patient, for the query bus. It is read from the log itself, not from a read model. */
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DefinitionRegistry } from '#engine';
import { patientCustody, type PatientCustody, type PatientCustodyQuery } from '#projections';
import { WritableFolder } from '../../composition/index.js';

export class AskPatientCustody extends Query<PatientCustody> {
  constructor(
    /** Pseudonym. */
    readonly patient: string,
    readonly query: PatientCustodyQuery,
  ) {
    super();
  }
}

@QueryHandler(AskPatientCustody)
export class AskPatientCustodyHandler implements IQueryHandler<AskPatientCustody> {
  constructor(
    private readonly folder: WritableFolder,
    private readonly registry: DefinitionRegistry,
  ) {}

  /** @throws JourneyRefused */
  execute({ patient, query }: AskPatientCustody): Promise<PatientCustody> {
    return patientCustody(this.folder.store, this.registry, patient, query);
  }
}
