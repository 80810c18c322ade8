/** The pathway definitions that were published, in their order. */
import type { Fold, LogEntry, Model, SqlValue, Write } from '../port.js';

/** Stored literal of a publication; the engine writes it to `definition-<id>` streams. */
export const PATHWAY_PUBLISHED = 'PathwayPublished.v1';
const DEFINITION_STREAM = 'definition-';

export const definitions: Model = {
  name: 'definitions',
  version: 1,
  tables: ['definitions'],
  async create(db) {
    await db.schema
      .createTable('definitions')
      .addColumn('place', 'integer', (c) => c.primaryKey())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('yaml', 'text', (c) => c.notNull())
      .addColumn('position', 'text', (c) => c.notNull())
      .addColumn('recorded_at', 'bigint', (c) => c.notNull())
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
  });

/** Whether this event publishes a pathway definition. */
export function isPublication({ event }: LogEntry): boolean {
  return event.type === PATHWAY_PUBLISHED && event.stream.startsWith(DEFINITION_STREAM);
}

function definitionsFold(): Fold {
  let rows: SqlValue[][] = [];
  return {
    add(entry) {
      if (!isPublication(entry)) return;
      const { event, place } = entry;
      const { id, version, hash, yaml } = event.data;
      if (typeof id !== 'string' || typeof version !== 'number' || typeof yaml !== 'string')
        throw new Error(`Event ${event.id} at ${event.position} publishes no readable definition.`);
      const text = typeof hash === 'string' ? hash : '';
      rows.push([place, id, version, text, yaml, event.position, event.recordedAt]);
    },
    async write(transaction) {
      const added = rows;
      rows = [];
      await transaction.run(ADD, added);
    },
  };
}
