/** The log on PostgreSQL: durable appends and reading back, each beside the bare statement. */
import { join } from 'node:path';
import { readWholeLog, type EventStore, type NewEvent } from '#event-store';
import { openPostgresEventStore } from '#event-store/postgres';
import { parsePostgresAddress } from '#postgres';
import { startPostgres } from '#postgres/embedded';
import { RawPostgres } from './raw-postgres.js';
import { percentile, perSecond, report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder, sampleEvent } from './samples.js';

const ROUNDS = 5;
const ONE_BY_ONE = 1_000;
const WRITERS = 64;
const PER_WRITER = 150;
const PER_BATCH = 100;
const BATCHES = 100;
const PAGE_EVENTS = 2_000;

type Rates = Record<'single' | 'many' | 'batches' | 'reading', number[]>;

/** In turns with its limit, round by round: what else the machine does then falls on both alike. */
await inTemporaryFolder(async (folder) => {
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  const raw = await RawPostgres.open(server.url);
  const address = parsePostgresAddress(server.url);
  const store = await openPostgresEventStore({ address, access: 'write', clock: Date.now });
  const ours: Rates = { single: [], many: [], batches: [], reading: [] };
  const bare: Rates = { single: [], many: [], batches: [], reading: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    say(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`);
    const single = sampleEvents(3 * round, ONE_BY_ONE);
    const crowd = sampleEvents(3 * round + 1, WRITERS * PER_WRITER);
    const large = sampleEvents(3 * round + 2, PER_BATCH * BATCHES);
    const rates = {
      single: [await oneByOne(store, single), await raw.inserted(single, 1, 3 * round)],
      many: [
        await together(store, round, crowd),
        await raw.inserted(crowd, WRITERS, 3 * round + 1),
      ],
      batches: [await inBatches(store, large), await raw.inserted(large, PER_BATCH, 3 * round + 2)],
      reading: [await readAll(store), await raw.read('stafett_log.events', PAGE_EVENTS)],
    } as const;
    if (round === 0) continue;
    for (const [what, [mine, its]] of Object.entries(rates)) {
      ours[what as keyof Rates].push(mine);
      bare[what as keyof Rates].push(its);
    }
  }
  await store.close();
  await raw.close();
  await server.stop();
  const row = (what: keyof Rates, work: string, least: number, beside: string): Row => {
    const share = percentile(
      ours[what].map((rate, i) => rate / bare[what][i]!),
      0.5,
    );
    return {
      ...{ work, figure: percentile(ours[what], 0.5), unit: 'events/s' },
      ...{ target: `≥ ${100 * least} % of ${beside}`, met: share >= least },
      beside: `${beside} ${thousands(percentile(bare[what], 0.5))}/s (${Math.round(100 * share)} %, median of ${ROUNDS} pairs)`,
    };
  };
  report([
    row('single', 'PostgreSQL: durable append, one writer, one event at a time', 0.6, 'raw INSERT'),
    row(
      'many',
      `PostgreSQL: durable append, ${WRITERS} writers, one event at a time each`,
      0.6,
      `raw INSERT of ${WRITERS} rows`,
    ),
    row(
      'batches',
      `PostgreSQL: durable append, one writer, ${PER_BATCH} events at a time`,
      0.6,
      `raw INSERT of ${PER_BATCH} rows`,
    ),
    row('reading', 'PostgreSQL: read the whole log, decoded', 0.5, 'raw SELECT and JSON.parse'),
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

async function inBatches(store: EventStore, events: readonly NewEvent[]): Promise<number> {
  const startedAt = performance.now();
  for (let from = 0; from < events.length; from += PER_BATCH) {
    const batch = events.slice(from, from + PER_BATCH);
    await store.append(`patient-${batch[0]!.id}`, 'none', batch);
  }
  return perSecond(events.length, startedAt);
}

async function together(
  store: EventStore,
  round: number,
  events: readonly NewEvent[],
): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const own = events.filter((_event, i) => i % WRITERS === writer);
      for (const [n, event] of own.entries())
        await store.append(`writer-${round}-${writer}`, n === 0 ? 'none' : n - 1, [event]);
    }),
  );
  return perSecond(events.length, startedAt);
}

async function readAll(store: EventStore): Promise<number> {
  let seen = 0;
  const startedAt = performance.now();
  for await (const page of readWholeLog(store, { pageEvents: PAGE_EVENTS })) seen += page.length;
  return perSecond(seen, startedAt);
}
