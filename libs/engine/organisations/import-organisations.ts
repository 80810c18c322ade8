/**
 * Importing organisations: versions that the directory does not know yet become events. All of
 * them are checked before the first is recorded, and stating the same again records nothing.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  storedOrganisation,
  type JsonObject,
  type OrganisationChange,
  type StatedBy,
} from '#care-event';
import {
  splitBatches,
  timeOrderedId,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
} from '#event-store';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import { EVENT_STORE } from '../shared/tokens.js';
import {
  checkOrganisations,
  ORGANISATION_IMPORT_LIMITS,
  type ImportRefusal,
} from './check-organisations.js';
import { OrganisationRegistry } from './organisation-registry.js';

export type OrganisationsImported =
  | {
      /** `unchanged`: the directory says all of it already. */
      readonly status: 'imported' | 'unchanged';
      readonly changes: readonly OrganisationChange[];
      /** How many versions were known already. */
      readonly unchanged: number;
      /** Of the last event of the directory; null where it has none. */
      readonly position: string | null;
    }
  | ImportRefusal;

export class ImportOrganisations extends Command<OrganisationsImported> {
  constructor(
    readonly stated: readonly JsonObject[],
    readonly by: StatedBy,
  ) {
    super();
  }
}

@CommandHandler(ImportOrganisations)
export class ImportOrganisationsHandler implements ICommandHandler<ImportOrganisations> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly registry: OrganisationRegistry,
  ) {}

  execute(command: ImportOrganisations): Promise<OrganisationsImported> {
    return retryOnConflict(() => this.attempt(command));
  }

  private async attempt({ stated, by }: ImportOrganisations): Promise<OrganisationsImported> {
    const tooLong = textTooLong(by);
    if (tooLong !== undefined) return tooLong;
    const { registry } = this;
    await registry.refresh();
    registry.requireReadable();
    // Taken at one moment: what is recorded is expected to follow what it was checked against.
    const { expected } = registry;
    const known = registry.all().map(({ organisation }) => organisation);
    const checked = await checkOrganisations(stated, known);
    if (checked.status === 'refused') return checked;
    const { changes, unchanged } = checked;
    await this.record(changes, by, expected);
    const status = changes.length > 0 ? 'imported' : 'unchanged';
    return { status, changes, unchanged, position: registry.all().at(-1)?.position ?? null };
  }

  private async record(
    changes: readonly OrganisationChange[],
    by: StatedBy,
    after: ExpectedRevision,
  ): Promise<void> {
    const { registry, store } = this;
    let expected = after;
    const first = expected === 'none' ? 0 : expected + 1;
    const events = changes.map((change, index): NewEvent => {
      const { type, data } = storedOrganisation(change, by);
      const id = timeOrderedId(0, type, change.organisation.id, String(first + index));
      return { id, type, data, metadata: {} };
    });
    for (const batch of splitBatches(events, store.limits)) {
      const appended = await registry.append(expected, batch);
      expected = appended.lastRevision;
    }
    await registry.refresh();
  }
}

function textTooLong({ author, reason }: StatedBy): ImportRefusal | undefined {
  const { authorCharacters, reasonCharacters } = ORGANISATION_IMPORT_LIMITS;
  if (author.length <= authorCharacters && reason.length <= reasonCharacters) return undefined;
  const message = `The author has at most ${authorCharacters} characters, the reason ${reasonCharacters}.`;
  return { status: 'refused', code: 'invalid', message, problems: [] };
}
