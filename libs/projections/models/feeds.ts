/**
 * On which days and in which hours each source reported to which pathway, and how much: what its
 * rhythm is learned from. They are those of UTC, since a source may report to pathways of several
 * zones; the first and the last report of a day tell the days of any zone.
 */
import type { Insert } from '../port/bulk-write.js';
import type { FeedHoursTable, FeedsTable, Tables } from '../port/tables.js';
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
  begin: () => Promise.resolve(feedsFold()),
};

function feedsFold(): Fold {
  let rows = new Map<string, FeedsTable>();
  let hours = new Map<string, FeedHoursTable>();
  let last: FeedsTable | undefined;
  let lastHour: number | undefined;
  return {
    add({ fact }) {
      if (fact === undefined) return;
      const { source, pathway = '', recordedAt } = fact;
      const hour = Math.floor(recordedAt / HOUR_MS);
      // Events mostly come in runs of one source.
      if (last?.source !== source || last.pathway !== pathway || lastHour !== hour) {
        const day = Math.floor(recordedAt / DAY_MS);
        const of = `${source} ${day} ${pathway}`;
        last = rows.get(of);
        if (last === undefined) {
          last = { source, day, pathway, n: 0, first_at: recordedAt, last_at: recordedAt };
          rows.set(of, last);
        }
        hours.set(`${source} ${hour} ${pathway}`, { source, hour, pathway });
        lastHour = hour;
      }
      last.n += 1;
      last.last_at = recordedAt;
    },
    async write(transaction) {
      const written = [...rows.values()];
      const inHours = [...hours.values()];
      rows = new Map();
      hours = new Map();
      last = undefined;
      await transaction.insert(COUNT, written);
      await transaction.insert(HOUR, inHours);
    },
  };
}
