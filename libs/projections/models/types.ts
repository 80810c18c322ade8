/**
 * How often each type of care event was reported to which pathway, and the first and last
 * time: undeclared types stay visible, and misspelt ones are noticed.
 */
import type { Insert } from '../port/bulk-write.js';
import type { Tables, TypesTable } from '../port/tables.js';
import type { Fold, Model } from './model.js';

const COUNT: Insert<Tables, 'types'> = {
  into: {
    name: 'types',
    columns: {
      literal: 'text',
      pathway: 'text',
      n: 'integer',
      first_position: 'position',
      last_position: 'position',
    },
    key: ['literal', 'pathway'],
  },
  onConflict: { key: ['literal', 'pathway'], add: ['n'], replace: ['last_position'] },
};

export const types: Model = {
  name: 'types',
  version: 2,
  tables: [COUNT.into],
  begin: () => Promise.resolve(typesFold()),
};

function typesFold(): Fold {
  let byPathway = new Map<string, Map<string, TypesTable>>();
  return {
    add({ event: { type: literal, position }, fact }) {
      if (fact === undefined) return;
      const pathway = fact.pathway ?? '';
      let rows = byPathway.get(pathway);
      if (rows === undefined) byPathway.set(pathway, (rows = new Map<string, TypesTable>()));
      const row = rows.get(literal);
      if (row === undefined) {
        const positions = { first_position: position, last_position: position };
        rows.set(literal, { literal, pathway, n: 1, ...positions });
      } else {
        row.n++;
        row.last_position = position;
      }
    },
    async write(transaction) {
      const rows = [...byPathway.values()].flatMap((each) => [...each.values()]);
      byPathway = new Map();
      await transaction.insert(COUNT, rows);
    },
  };
}
