/**
 * Migrating a pathway: all episodes that are open now go on under another version. The
 * event says so and no more; which episodes it moved follows from what was known then.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { timeOrderedId, type EventStore } from '#event-store';
import { PATHWAY_MIGRATED } from '#pathway';
import { DefinitionRegistry, definitionStream } from './definition-registry.js';
import { optimistically } from './optimistic.js';
import { EVENT_STORE } from './tokens.js';

export type Migrated =
  | {
      readonly status: 'migrated';
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
    @Inject(DefinitionRegistry) private readonly registry: DefinitionRegistry,
  ) {}

  execute(command: MigratePathway): Promise<Migrated> {
    return optimistically(() => this.migrate(command));
  }

  private async migrate({ id, version, author, reason }: MigratePathway): Promise<Migrated> {
    const { versions, expected } = await this.registry.history(id);
    if (versions.length === 0) {
      const message = `No pathway ${id} is published here.`;
      return { status: 'refused', code: 'unknown-pathway', message };
    }
    if (!versions.some((published) => published.version === version)) {
      const known = versions.map((published) => published.version).join(', ');
      const message = `Pathway ${id} has no version ${version}; published: ${known}.`;
      return { status: 'refused', code: 'unknown-version', message };
    }
    const { position } = await this.store.append(definitionStream(id), expected, [
      {
        id: timeOrderedId(0, PATHWAY_MIGRATED, id, String(version), String(expected)),
        type: PATHWAY_MIGRATED,
        data: { id, version, author, reason },
        metadata: {},
      },
    ]);
    await this.registry.refresh(id);
    return { status: 'migrated', id, version, position };
  }
}
