/**
 * On which days and in which hours each source reported to which pathway, and how much: what its
 * rhythm is learned from. They are those of UTC, since a source may report to pathways of several
 * zones; the first and the last report of a day tell the days of any zone.
 */
import type { Insert } from '../port/bulk-write.js';
import type { PatientEvents } from '../batches/log-batch.js';
import type { WriteTransaction } from '../port/read-models.js';
import type { FeedHoursTable, FeedsTable, Tables } from '../port/tables.js';
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

const HOUR: Insert<Tables, 'feed_hours'> = {
  into: {
    name: 'feed_hours',
    columns: { source: 'text', hour: 'integer', pathway: 'text' },
    key: ['source', 'hour', 'pathway'],
  },
  onConflict: { key: ['source', 'hour', 'pathway'] },
};

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export const feeds: Model = {
  name: 'feeds',
  version: 3,
  tables: [COUNT.into, HOUR.into],
  begin: () => Promise.resolve({ write: writeCounted }),
};

async function writeCounted(transaction: WriteTransaction, events: PatientEvents): Promise<void> {
  const { source: sources, pathway: pathways, knownAt } = events.columns;
  const days = new Map<string, FeedsTable>();
  const hours = new Map<string, FeedHoursTable>();
  let last: FeedsTable | undefined;
  let lastRun: readonly number[] = [];
  for (let event = 0; event < sources.length; event += 1) {
    if (!events.isFact(event)) continue;
    const [from, to, at] = [sources[event]!, pathways[event]!, knownAt[event]!];
    const hour = Math.floor(at / HOUR_MS);
    // Events mostly come in runs of one source.
    if (last === undefined || from !== lastRun[0] || to !== lastRun[1] || hour !== lastRun[2]) {
      const [source, pathway, day] = [events.word(from), events.word(to), Math.floor(at / DAY_MS)];
      const of = `${from} ${day} ${to}`;
      last = days.get(of) ?? { source, day, pathway, n: 0, first_at: at, last_at: at };
      days.set(of, last);
      hours.set(`${from} ${hour} ${to}`, { source, hour, pathway });
      lastRun = [from, to, hour];
    }
    last.n += 1;
    last.last_at = at;
  }
  await transaction.insert(COUNT, [...days.values()]);
  await transaction.insert(HOUR, [...hours.values()]);
}
