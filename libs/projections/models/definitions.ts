/**
 * The pathway definitions that were published and the migrations between them, in their
 * order, and after which of them all patients were looked at by what each is pinned to.
 */
import {
  DEFINITION_STREAM,
  PATHWAY_MIGRATED,
  PATHWAY_PUBLISHED,
  PATHWAY_REVIEWED,
} from '#care-event';
import { standingOf } from '../port/checkpoints.js';
import type { Fold, LogEntry, Model } from './model.js';
import type { ReadModels, SqlValue, Write } from '../port/read-models.js';

export const definitions: Model = {
  name: 'definitions',
  version: 4,
  tables: ['definitions', 'migrations'],
  async create({ db }) {
    await db.schema
      .createTable('definitions')
      .addColumn('place', 'integer', (c) => c.primaryKey())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('yaml', 'text', (c) => c.notNull())
      .addColumn('position', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('reviewed', 'integer', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('migrations')
      .addColumn('place', 'integer', (c) => c.primaryKey())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('position', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
      .addColumn('reviewed', 'integer', (c) => c.notNull())
      .execute();
  },
  begin: () => Promise.resolve(new DefinitionsFold()),
};

const ADD_PUBLISHED: Write = (db) =>
  db.insertInto('definitions').values({
    place: 0,
    id: '',
    version: 0,
    hash: '',
    yaml: '',
    position: '',
    recorded_at: 0,
    reviewed: 0,
  });
const ADD_MIGRATED: Write = (db) =>
  db
    .insertInto('migrations')
    .values({ place: 0, id: '', version: 0, position: '', recorded_at: 0, reviewed: 0 });
const PUBLISHED_REVIEWED: Write = (db) =>
  db.updateTable('definitions').set({ reviewed: 1 }).where('id', '=', '').where('version', '=', 0);
const MIGRATED_REVIEWED: Write = (db) =>
  db.updateTable('migrations').set({ reviewed: 1 }).where('position', '=', '');

class DefinitionsFold implements Fold {
  #rows = new Map<Write, SqlValue[][]>();

  add({ event, place }: LogEntry): void {
    if (!event.stream.startsWith(DEFINITION_STREAM)) return;
    const { id, version, hash, yaml, migration, pinned, handovers } = event.data;
    if (typeof id !== 'string' || typeof version !== 'number') return;
    const { position, recordedAt } = event;
    if (event.type === PATHWAY_REVIEWED) {
      // From when every version reached everybody, or nothing was decided on handovers: not
      // everything that has to be decided was decided then.
      if (pinned !== true || handovers !== true) return;
      if (typeof migration === 'string') this.#later(MIGRATED_REVIEWED, [1, migration]);
      else this.#later(PUBLISHED_REVIEWED, [1, id, version]);
    } else if (event.type === PATHWAY_MIGRATED) {
      this.#later(ADD_MIGRATED, [place, id, version, position, recordedAt, 0]);
    } else if (event.type === PATHWAY_PUBLISHED && typeof yaml === 'string') {
      const digest = typeof hash === 'string' ? hash : '';
      this.#later(ADD_PUBLISHED, [place, id, version, digest, yaml, position, recordedAt, 0]);
    }
  }

  async write(transaction: Parameters<Fold['write']>[0]): Promise<void> {
    const rows = this.#rows;
    this.#rows = new Map();
    // What is marked has been added before, maybe in this very batch.
    for (const write of [ADD_PUBLISHED, ADD_MIGRATED, PUBLISHED_REVIEWED, MIGRATED_REVIEWED])
      await transaction.run(write, rows.get(write) ?? []);
  }

  #later(write: Write, row: SqlValue[]): void {
    const rows = this.#rows.get(write);
    if (rows === undefined) this.#rows.set(write, [row]);
    else rows.push(row);
  }
}

export interface PendingReview {
  readonly id: string;
  readonly version: number;
  /** Position of the migration to be reviewed; absent for a publication. */
  readonly migration?: string;
}

/**
 * Publications and migrations after which not all patients were looked at yet, oldest
 * first. A pathway's first version opens journeys for what was recorded before it, a
 * later one may have met facts on their way into the log; a migration moves deadlines.
 *
 * @throws ReadModelsOutdated
 */
export function pendingReviews(models: ReadModels): Promise<readonly PendingReview[]> {
  return models.read(async (view) => {
    await standingOf(view, [definitions]);
    const published = await view.db
      .selectFrom('definitions')
      .select(['place', 'id', 'version'])
      .where('reviewed', '=', 0)
      .execute();
    const migrated = await view.db
      .selectFrom('migrations')
      .select(['place', 'id', 'version', 'position'])
      .where('reviewed', '=', 0)
      .execute();
    const waiting = [
      ...published.map(({ place, ...review }) => ({ place, review })),
      ...migrated.map(({ place, id, version, position }) => ({
        place,
        review: { id, version, migration: position },
      })),
    ];
    return waiting.sort((a, b) => a.place - b.place).map(({ review }) => review);
  });
}
