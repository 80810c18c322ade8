/**
 * On which days each source reported to which pathway, and how much: what its rhythm is learned
 * from. Days are those of UTC, since a source may report to pathways of several zones; the first and
 * the last report of each tell the days of any zone.
 */
import type { Insert } from '../port/bulk-write.js';
import type { FeedsTable, Tables } from '../port/tables.js';
import type { PatientEvents } from '../batches/log-batch.js';
import type { Model } from './model.js';

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
  begin: () =>
    Promise.resolve({
      write: (transaction, events) => transaction.insert(COUNT, counted(events)),
    }),
};

function counted(events: PatientEvents): FeedsTable[] {
  const { source, pathway, knownAt } = events.columns;
  const rows = new Map<string, FeedsTable>();
  let last = { of: NaN, to: NaN, row: undefined as FeedsTable | undefined };
  for (let event = 0; event < source.length; event += 1) {
    if (!events.isFact(event)) continue;
    const [of, to, at] = [source[event]!, pathway[event]!, knownAt[event]!];
    const day = Math.floor(at / DAY_MS);
    // Events mostly come in runs of one source.
    if (last.of !== of || last.to !== to || last.row?.day !== day) {
      const key = `${of} ${day} ${to}`;
      const known = rows.get(key);
      const names = { source: events.word(of), pathway: events.word(to) };
      const row = known ?? { ...names, day, n: 0, first_at: at, last_at: at };
      if (known === undefined) rows.set(key, row);
      last = { of, to, row };
    }
    last.row!.n += 1;
    last.row!.last_at = at;
  }
  return [...rows.values()];
}
