/**
 * On which days each source reported to which pathway, and how much: what its rhythm is learned
 * from. Days are those of UTC, since a source may report to pathways of several zones; the first and
 * the last report of each tell the days of any zone.
 */
import type { Insert } from '../port/bulk-write.js';
import type { FeedsTable, Tables } from '../port/tables.js';
import type { Fold, Model } from './model.js';

const COUNT: Insert<Tables, 'feeds'> = {
  into: {
    name: 'feeds',
    columns: {
      source: 'text',
      day: 'integer',
      pathway: 'text',
      n: 'integer',
      first_at: 'integer',
      last_at: 'integer',
    },
    key: ['source', 'day', 'pathway'],
  },
  onConflict: { key: ['source', 'day', 'pathway'], add: ['n'], replace: ['last_at'] },
};

export const DAY_MS = 86_400_000;

export const feeds: Model = {
  name: 'feeds',
  version: 2,
  tables: [COUNT.into],
  begin: () => Promise.resolve(feedsFold()),
};

function feedsFold(): Fold {
  let rows = new Map<string, FeedsTable>();
  let last: FeedsTable | undefined;
  return {
    add({ fact }) {
      if (fact === undefined) return;
      const { source, pathway = '', recordedAt } = fact;
      const day = Math.floor(recordedAt / DAY_MS);
      // Events mostly come in runs of one source.
      if (last?.source !== source || last.pathway !== pathway || last.day !== day) {
        const of = `${source} ${day} ${pathway}`;
        last = rows.get(of);
        if (last === undefined) {
          last = { source, day, pathway, n: 0, first_at: recordedAt, last_at: recordedAt };
          rows.set(of, last);
        }
      }
      last.n += 1;
      last.last_at = recordedAt;
    },
    async write(transaction) {
      const written = [...rows.values()];
      rows = new Map();
      last = undefined;
      await transaction.insert(COUNT, written);
    },
  };
}
