/**
 * Published pathway definitions and the migrations between them, in order, and whether all
 * patients have been reviewed after each.
 */
import type { Position, RecordedEvent } from '#event-store';
import {
  DEFINITION_STREAM,
  PATHWAY_MIGRATED,
  PATHWAY_PUBLISHED,
  pathwayReviewOf,
  type PathwayReview,
} from '#care-event';
import type { Insert, Update } from '../port/bulk-write.js';
import type { WriteTransaction } from '../port/read-models.js';
import type { TableDefinition } from '../port/table-definition.js';
import type { DefinitionsTable, MigrationsTable, Tables } from '../port/tables.js';
import type { Fold, Model } from './model.js';

const DEFINITIONS: TableDefinition<Tables, 'definitions'> = {
  name: 'definitions',
  columns: {
    position: 'position',
    id: 'text',
    version: 'integer',
    hash: 'text',
    yaml: 'text',
    recorded_at: 'integer',
    reviewed: 'integer',
  },
  key: ['position'],
};

const MIGRATIONS: TableDefinition<Tables, 'migrations'> = {
  name: 'migrations',
  columns: {
    position: 'position',
    id: 'text',
    version: 'integer',
    revision: 'integer',
    recorded_at: 'integer',
    reviewed: 'integer',
  },
  key: ['position'],
};

const ADD_DEFINITIONS: Insert<Tables, 'definitions'> = { into: DEFINITIONS };
const ADD_MIGRATIONS: Insert<Tables, 'migrations'> = { into: MIGRATIONS };
const REVIEW_DEFINITIONS: Update<Tables, 'definitions'> = {
  table: DEFINITIONS,
  key: ['id', 'version'],
  set: ['reviewed'],
};
const REVIEW_MIGRATIONS: Update<Tables, 'migrations'> = {
  table: MIGRATIONS,
  key: ['id', 'revision'],
  set: ['reviewed'],
};
/** As the first version of a review names the migration. */
const REVIEW_MIGRATIONS_AT: Update<Tables, 'migrations'> = {
  table: MIGRATIONS,
  key: ['position'],
  set: ['reviewed'],
};

export const definitions: Model = {
  name: 'definitions',
  version: 6,
  tables: [DEFINITIONS, MIGRATIONS],
  begin: () => Promise.resolve(new DefinitionsFold()),
};

class DefinitionsFold implements Fold {
  private published: DefinitionsTable[] = [];
  private migrated: MigrationsTable[] = [];
  /** By version: a version may be reviewed more than once. */
  private readonly reviewed = new Map<string, Partial<DefinitionsTable>>();
  private readonly reviewedMigrations = new Map<string, Partial<MigrationsTable>>();
  private readonly reviewedMigrationsAt = new Set<Position>();

  add(event: RecordedEvent): void {
    if (!event.stream.startsWith(DEFINITION_STREAM)) return;
    const review = pathwayReviewOf(event);
    if (review !== undefined) return this.review(review);
    const { id, version, hash, yaml } = event.data;
    if (typeof id !== 'string' || !isWholeNumber(version)) return;
    const { position, revision, knownAt: recorded_at } = event;
    const row = { position, id, version, recorded_at, reviewed: 0 };
    if (event.type === PATHWAY_MIGRATED) {
      this.migrated.push({ ...row, revision });
    } else if (event.type === PATHWAY_PUBLISHED && typeof yaml === 'string') {
      this.published.push({ ...row, hash: typeof hash === 'string' ? hash : '', yaml });
    }
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { published, migrated } = this;
    const reviewed = [...this.reviewed.values()];
    const reviewedMigrations = [...this.reviewedMigrations.values()];
    const reviewedMigrationsAt = [...this.reviewedMigrationsAt];
    this.published = [];
    this.migrated = [];
    this.reviewed.clear();
    this.reviewedMigrations.clear();
    this.reviewedMigrationsAt.clear();
    // What is reviewed may have been added in this very batch.
    await transaction.insert(ADD_DEFINITIONS, published);
    await transaction.insert(ADD_MIGRATIONS, migrated);
    await transaction.update(REVIEW_DEFINITIONS, reviewed);
    await transaction.update(REVIEW_MIGRATIONS, reviewedMigrations);
    await transaction.update(
      REVIEW_MIGRATIONS_AT,
      reviewedMigrationsAt.map((position) => ({ position, reviewed: 1 })),
    );
  }

  private review({ id, version, migration }: PathwayReview): void {
    if (migration === undefined) {
      this.reviewed.set(`${id} ${version}`, { id, version, reviewed: 1 });
    } else if ('position' in migration) {
      this.reviewedMigrationsAt.add(migration.position as Position);
    } else {
      const { revision } = migration;
      this.reviewedMigrations.set(`${id} ${revision}`, { id, revision, reviewed: 1 });
    }
  }
}

function isWholeNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
