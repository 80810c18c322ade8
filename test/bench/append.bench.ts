/** Durable appends: one writer one event at a time, then 64 writers at once. */
import { join } from 'node:path';
import type { EventStore, NewEvent } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { rawSqlitePerSecond, rawSyncsPerSecond } from './limits.js';
import { percentile, perSecond, report, say, thousands } from './row.js';
import { inTemporaryFolder, sampleEvent } from './samples.js';

const ROUNDS = 5;
const ONE_BY_ONE = 5_000;
const WRITERS = 64;
const PER_WRITER = 1_500;

/** In turns with its limit, round by round: what else the machine does then falls on both alike. */
await inTemporaryFolder(async (folder) => {
  const store = await openSqliteEventStore({
    file: join(folder, 'log.db'),
    access: 'write',
    clock: Date.now,
  });
  const single: number[] = [];
  const rawSingle: number[] = [];
  const many: number[] = [];
  const rawGrouped: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    say(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`);
    const events = sampleEvents(round, ONE_BY_ONE);
    const crowd = sampleEvents(round + 100, WRITERS * PER_WRITER);
    const rates = [
      await oneByOne(store, events),
      rawSqlitePerSecond(join(folder, `raw-single-${round}.db`), events, 1),
      await together(store, round, crowd),
      rawSqlitePerSecond(join(folder, `raw-grouped-${round}.db`), crowd, WRITERS),
    ] as const;
    if (round === 0) continue;
    [single, rawSingle, many, rawGrouped].forEach((all, i) => all.push(rates[i] ?? NaN));
  }
  await store.close();
  const syncs = rawSyncsPerSecond(folder, 300, 10_000);
  const share = median(single.map((rate, i) => rate / (rawSingle[i] ?? NaN)));
  const shareOfMany = median(many.map((rate, i) => rate / (rawGrouped[i] ?? NaN)));
  report([
    {
      work: 'durable append, one writer, one event at a time',
      figure: median(single),
      unit: 'events/s',
      target: '≥ 75 % of raw SQLite FULL',
      met: share >= 0.75,
      beside: `raw SQLite FULL ${thousands(median(rawSingle))}/s (${Math.round(100 * share)} %, median of ${ROUNDS} pairs); fdatasync ${thousands(syncs)}/s`,
    },
    {
      work: `durable append, ${WRITERS} concurrent writers, one event at a time each`,
      figure: median(many),
      unit: 'events/s',
      target: '≥ 45 % of raw SQLite FULL',
      met: shareOfMany >= 0.45,
      beside: `raw SQLite FULL, ${WRITERS} rows a commit ${thousands(median(rawGrouped))}/s (${Math.round(100 * shareOfMany)} %, median of ${ROUNDS} pairs)`,
    },
  ]);
});

/** Made beforehand: what is measured is the store, not the making of ids. */
function sampleEvents(round: number, count: number): readonly NewEvent[] {
  return Array.from({ length: count }, (_, i) => sampleEvent(round * 1_000_000 + i, 0));
}

async function oneByOne(store: EventStore, events: readonly NewEvent[]): Promise<number> {
  const startedAt = performance.now();
  for (const event of events) await store.append(`patient-${event.id}`, 'none', [event]);
  return perSecond(events.length, startedAt);
}

async function together(
  store: EventStore,
  round: number,
  events: readonly NewEvent[],
): Promise<number> {
  // Ids begin with their time: those that come together are neighbours, as they are in life.
  const byWriter = Array.from({ length: WRITERS }, (_, writer) =>
    events.filter((_event, i) => i % WRITERS === writer),
  );
  const startedAt = performance.now();
  await Promise.all(
    byWriter.map(async (own, writer) => {
      const stream = `writer-${round}-${writer}`;
      for (const [n, event] of own.entries()) {
        await store.append(stream, n === 0 ? 'none' : n - 1, [event]);
      }
    }),
  );
  return perSecond(events.length, startedAt);
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
