/**
 * Importing organisations: versions that the directory does not know yet become events. All of
 * them are checked before the first is recorded, and stating the same again records nothing.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  changesBy,
  ORGANISATIONS_STREAM,
  readOrganisation,
  storedOrganisation,
  type JsonObject,
  type Organisation,
  type OrganisationChange,
  type StatedBy,
} from '#care-event';
import { splitBatches, timeOrderedId, type EventStore, type NewEvent } from '#event-store';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import { EVENT_STORE } from '../shared/tokens.js';
import { OrganisationRegistry } from './organisation-registry.js';

export const IMPORT_LIMITS = {
  /** Versions in one import. */
  versions: 5_000,
  /** Versions that a directory has in all. */
  versionsInAll: 50_000,
  /** Problems that are named; more would only bury the first. */
  problems: 1_000,
} as const;

/** One of the versions that cannot be recorded, and why. */
export interface VersionProblem {
  /** Of the version among those stated, from 0. */
  readonly index: number;
  /** JSON pointer into it, such as `/identifiers/0/value`. */
  readonly path: string;
  readonly message: string;
}

/** What became of a version that was not known as it is. */
export interface RecordedChange {
  readonly change: OrganisationChange['change'];
  readonly id: string;
  readonly name: string;
  readonly validFrom: string | null;
}

export type OrganisationsImported =
  | {
      /** `unchanged`: the directory says all of it already. `checked`: it was a dry run. */
      readonly status: 'imported' | 'unchanged' | 'checked';
      readonly changes: readonly RecordedChange[];
      /** How many versions were known already. */
      readonly unchanged: number;
      /** Of the last event of the directory; null where it has none. */
      readonly position: string | null;
    }
  | {
      readonly status: 'refused';
      readonly code: 'invalid' | 'too-many';
      readonly message: string;
      readonly problems: readonly VersionProblem[];
    };

export class ImportOrganisations extends Command<OrganisationsImported> {
  constructor(
    readonly stated: readonly JsonObject[],
    readonly by: StatedBy,
    readonly dryRun: boolean,
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

  private async attempt({
    stated,
    by,
    dryRun,
  }: ImportOrganisations): Promise<OrganisationsImported> {
    if (stated.length > IMPORT_LIMITS.versions) {
      const message = `${stated.length} organisations are more than one import takes, ${IMPORT_LIMITS.versions}.`;
      return { status: 'refused', code: 'too-many', message, problems: [] };
    }
    const { organisations, problems } = readAll(stated);
    if (problems.length > 0) return invalid(problems);
    const { registry } = this;
    await registry.refresh();
    registry.requireReadable();
    const known = registry.all().map(({ organisation }) => organisation);
    const found = changesBy(organisations, known);
    if (found.problems.length > 0) {
      return invalid(found.problems.map(({ field, ...rest }) => ({ ...rest, path: `/${field}` })));
    }
    if (known.length + found.changes.length > IMPORT_LIMITS.versionsInAll) {
      const message = `A directory has at most ${IMPORT_LIMITS.versionsInAll} versions of organisations, and has ${known.length}.`;
      return { status: 'refused', code: 'too-many', message, problems: [] };
    }
    const { changes, unchanged } = found;
    if (!dryRun) await this.record(changes, by);
    const status = dryRun ? 'checked' : changes.length > 0 ? 'imported' : 'unchanged';
    const position = registry.all().at(-1)?.position ?? null;
    return { status, changes: changes.map(recordedChange), unchanged, position };
  }

  private async record(changes: readonly OrganisationChange[], by: StatedBy): Promise<void> {
    const { registry, store } = this;
    let { expected } = registry;
    const first = expected === 'none' ? 0 : expected + 1;
    const events = changes.map((change, index): NewEvent => {
      const { type, data } = storedOrganisation(change, by);
      const id = timeOrderedId(0, type, change.organisation.id, String(first + index));
      return { id, type, data, metadata: {} };
    });
    for (const batch of splitBatches(events, store.limits)) {
      const appended = await store.append(ORGANISATIONS_STREAM, expected, batch);
      expected = appended.lastRevision;
    }
    await registry.refresh();
  }
}

function readAll(stated: readonly JsonObject[]) {
  const organisations: Organisation[] = [];
  const problems: VersionProblem[] = [];
  for (const [index, version] of stated.entries()) {
    const read = readOrganisation(version);
    if ('organisation' in read) organisations.push(read.organisation);
    else problems.push(...read.faults.map((fault) => ({ index, ...fault })));
  }
  return { organisations, problems };
}

function invalid(all: readonly VersionProblem[]): OrganisationsImported {
  const problems = all.slice(0, IMPORT_LIMITS.problems);
  const message = 'Nothing was recorded: some of the organisations cannot be as they are stated.';
  return { status: 'refused', code: 'invalid', message, problems };
}

function recordedChange({ change, organisation }: OrganisationChange): RecordedChange {
  const { id, name, validFrom = null } = organisation;
  return { change, id, name, validFrom };
}
