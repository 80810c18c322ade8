/** The directory of organisations: which there are on a day, and the history of one. */
import { Controller, Get, Param } from '@nestjs/common';
import {
  dayOfInstant,
  DefinitionRegistry,
  listOrganisations,
  showOrganisation,
  type OrganisationList,
  type OrganisationRecord,
} from '#engine';
import { WritableFolder } from '../../composition/index.js';
import { Parameters } from '../http/query-parameters.js';
import { MAX_LISTED } from '../http/validators.js';
import { Documented } from '../openapi/documented.js';
import { OrganisationParameters, OrganisationsParameters } from './organisations.dto.js';

interface Head {
  /** Last position of the log. */
  readonly position: string | null;
}

@Controller('v1/organisations')
export class OrganisationsController {
  constructor(
    private readonly registry: DefinitionRegistry,
    private readonly folder: WritableFolder,
  ) {}

  @Get()
  @Documented({
    summary: 'The organisations of a day',
    answer: 'Organisations',
    when: { 200: 'Sorted by id.' },
    problems: [404],
  })
  async organisations(
    @Parameters() { at, knownAt, limit = MAX_LISTED, ...filters }: OrganisationsParameters,
  ): Promise<OrganisationList & Head> {
    const list = listOrganisations(this.registry.organisations, {
      ...filters,
      limit,
      at: at ?? this.today(),
      ...(knownAt === undefined ? {} : { knownAt: Date.parse(knownAt) }),
    });
    return { ...list, ...(await this.head()) };
  }

  /** @param reference an id, or an identifier as `system|value` */
  @Get(':id')
  @Documented({
    summary: 'One organisation and its history',
    answer: 'Organisation',
    when: { 200: 'As it is on the day, and everything that was ever said of it.' },
    problems: [404, 422],
  })
  async organisation(
    @Param('id') reference: string,
    @Parameters() { at }: OrganisationParameters,
  ): Promise<OrganisationRecord & Head> {
    const query = { reference, at: at ?? this.today() };
    const record = showOrganisation(this.registry.organisations, query);
    return { ...record, ...(await this.head()) };
  }

  private today(): string {
    return dayOfInstant(this.folder.clock());
  }

  private async head(): Promise<Head> {
    return { position: (await this.folder.store.head()) ?? null };
  }
}
