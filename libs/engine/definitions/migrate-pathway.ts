/**
 * Migrating a pathway: all episodes that are open now go on under another version. The
 * event says so and no more; which episodes it moved follows from what was known then.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { readWholeLog, timeOrderedId, type EventStore, type Position } from '#event-store';
import { didYouMean, factFromStored, PATHWAY_MIGRATED } from '#care-event';
import {
  DefinitionRegistry,
  type MigrationEvent,
  type PublishedHistory,
} from './definition-registry.js';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import { EVENT_STORE } from '../shared/tokens.js';

export type Migrated =
  | {
      /** `repeated`: that migration stands in the log already, and nobody can have come since. */
      readonly status: 'migrated' | 'repeated';
      readonly id: string;
      readonly version: number;
      readonly position: string;
    }
  | {
      readonly status: 'refused';
      readonly code: 'unknown-pathway' | 'unknown-version';
      readonly message: string;
    };

export class MigratePathway extends Command<Migrated> {
  constructor(
    readonly id: string,
    readonly version: number,
    readonly author: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(MigratePathway)
export class MigratePathwayHandler implements ICommandHandler<MigratePathway> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly registry: DefinitionRegistry,
  ) {}

  execute(command: MigratePathway): Promise<Migrated> {
    return retryOnConflict(() => this.migrate(command));
  }

  private async migrate({ id, version, author, reason }: MigratePathway): Promise<Migrated> {
    const history = await this.registry.history(id);
    const { versions, expected } = history;
    if (versions.length === 0) {
      const ids = this.registry.current().map((definition) => definition.id);
      const message = `No pathway ${id} is published here.${didYouMean(id, ids)}`;
      return { status: 'refused', code: 'unknown-pathway', message };
    }
    if (!versions.some((published) => published.version === version)) {
      const known = versions.map((published) => published.version).join(', ');
      const message = `Pathway ${id} has no version ${version}; published: ${known}.`;
      return { status: 'refused', code: 'unknown-version', message };
    }
    const standing = lastOf(history, version);
    if (standing !== undefined && !(await this.factsRecordedSince(standing.position)))
      return { status: 'repeated', id, version, position: standing.position };
    const { position } = await this.registry.append(id, expected, {
      id: timeOrderedId(0, PATHWAY_MIGRATED, id, String(version), String(expected)),
      type: PATHWAY_MIGRATED,
      data: { id, version, author, reason },
      metadata: {},
    });
    return { status: 'migrated', id, version, position };
  }

  /**
   * Whether a fact was recorded since: it may have opened an episode that is not moved yet. What
   * cannot be read may be one.
   */
  private async factsRecordedSince(after: Position): Promise<boolean> {
    for await (const page of readWholeLog(this.store, { after }))
      if (page.some((event) => event.damage !== undefined || factFromStored(event) !== undefined))
        return true;
    return false;
  }
}

/** The migration to that version, where nothing was published or migrated after it. */
function lastOf(
  { versions, migrations }: PublishedHistory,
  version: number,
): MigrationEvent | undefined {
  const last = migrations.at(-1);
  const newest = versions.at(-1);
  const isLast = last !== undefined && newest !== undefined && last.revision > newest.revision;
  return isLast && last.version === version ? last : undefined;
}
