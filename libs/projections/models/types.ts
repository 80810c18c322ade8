/**
 * How often each type of care event was reported, to which pathway, first and last:
 * so that a type nobody declared stays visible, and a misspelt one is noticed.
 */
import type { Fold, Model } from './model.js';
import type { SqlValue, Write } from '../port/read-models.js';

export const types: Model = {
  name: 'types',
  version: 1,
  tables: ['types'],
  async create({ db, clustered }) {
    await db.schema
      .createTable('types')
      .addColumn('literal', 'text', (c) => c.notNull())
      .addColumn('pathway', 'text', (c) => c.notNull())
      .addColumn('n', 'integer', (c) => c.notNull())
      .addColumn('first_position', 'text', (c) => c.notNull())
      .addColumn('last_position', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('types_key', ['literal', 'pathway'])
      .modifyEnd(clustered)
      .execute();
  },
  begin: () => Promise.resolve(typesFold()),
};

const COUNT: Write = (db) =>
  db
    .insertInto('types')
    .values({ literal: '', pathway: '', n: 0, first_position: '', last_position: '' })
    .onConflict((conflict) =>
      conflict.columns(['literal', 'pathway']).doUpdateSet((row) => ({
        n: row('types.n', '+', row.ref('excluded.n')),
        last_position: row.ref('excluded.last_position'),
      })),
    );

interface Count {
  n: number;
  readonly first: string;
  last: string;
}

function typesFold(): Fold {
  let byPathway = new Map<string, Map<string, Count>>();
  return {
    add({ event, fact }) {
      if (fact === undefined) return;
      const pathway = fact.pathway ?? '';
      let counts = byPathway.get(pathway);
      if (counts === undefined) byPathway.set(pathway, (counts = new Map<string, Count>()));
      const count = counts.get(event.type);
      if (count === undefined) {
        counts.set(event.type, { n: 1, first: event.position, last: event.position });
      } else {
        count.n++;
        count.last = event.position;
      }
    },
    async write(transaction) {
      const rows: SqlValue[][] = [];
      for (const [pathway, counts] of byPathway)
        for (const [literal, { n, first, last }] of counts)
          rows.push([literal, pathway, n, first, last]);
      byPathway = new Map();
      await transaction.run(COUNT, rows);
    },
  };
}
