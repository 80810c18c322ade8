/** The pathway definitions that were published, in their order, and which were reviewed. */
import { DEFINITION_STREAM, PATHWAY_PUBLISHED, PATHWAY_REVIEWED } from '#pathway';
import { standingOf } from '../checkpoints.js';
import type { Fold, Model, ReadModels, SqlValue, Write } from '../port.js';

export const definitions: Model = {
  name: 'definitions',
  version: 1,
  tables: ['definitions'],
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
  },
  begin: () => Promise.resolve(definitionsFold()),
};

const ADD: Write = (db) =>
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
const MARK_REVIEWED: Write = (db) =>
  db.updateTable('definitions').set({ reviewed: 1 }).where('id', '=', '').where('version', '=', 0);

function definitionsFold(): Fold {
  let published: SqlValue[][] = [];
  let reviewed: SqlValue[][] = [];
  return {
    add({ event, place }) {
      if (!event.stream.startsWith(DEFINITION_STREAM)) return;
      const { id, version, hash, yaml } = event.data;
      if (typeof id !== 'string' || typeof version !== 'number') return;
      if (event.type === PATHWAY_REVIEWED) {
        reviewed.push([1, id, version]);
      } else if (event.type === PATHWAY_PUBLISHED && typeof yaml === 'string') {
        const digest = typeof hash === 'string' ? hash : '';
        const { position, recordedAt } = event;
        published.push([place, id, version, digest, yaml, position, recordedAt, 0]);
      }
    },
    async write(transaction) {
      const [added, marked] = [published, reviewed];
      [published, reviewed] = [[], []];
      await transaction.run(ADD, added);
      await transaction.run(MARK_REVIEWED, marked);
    },
  };
}

export interface PendingReview {
  readonly id: string;
  readonly version: number;
}

/**
 * Published versions under which not all patients were looked at yet, oldest first:
 * deadlines are derived, so a new version reaches those already waiting.
 *
 * @throws ReadModelsOutdated
 */
export function pendingReviews(models: ReadModels): Promise<readonly PendingReview[]> {
  return models.read(async (view) => {
    await standingOf(view, [definitions]);
    return view.db
      .selectFrom('definitions')
      .select(['id', 'version'])
      .where('reviewed', '=', 0)
      .orderBy('place')
      .execute();
  });
}
