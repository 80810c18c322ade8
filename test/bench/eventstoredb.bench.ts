/**
 * The log on the EventStoreDB that EVENTSTOREDB_URL names: durable appends and reading back, each
 * beside the bare client. Without one there is nothing to measure.
 */
import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, NO_STREAM, type Position } from '@eventstore/db-client';
import { readWholeLog, type EventStore, type NewEvent } from '#event-store';
import { openEventStoreDb } from '#event-store/eventstoredb';
import { percentile, perSecond, report, say, thousands, type Row } from './row.js';
import { sampleEvent } from './samples.js';

const ROUNDS = 5;
const ONE_BY_ONE = 300;
const WRITERS = 64;
const PER_WRITER = 40;
const PER_BATCH = 100;
const BATCHES = 30;
const PAGE_EVENTS = 2_000;

const WORK = [
  ['single', 1, ONE_BY_ONE, 1],
  ['many', WRITERS, PER_WRITER, 1],
  ['batches', 1, BATCHES, PER_BATCH],
] as const;

type Append = (stream: string, events: readonly NewEvent[]) => Promise<unknown>;
type Rates = Record<'single' | 'many' | 'batches' | 'reading', number[]>;

const url = process.env['EVENTSTOREDB_URL'];
if (url === undefined) {
  say('EVENTSTOREDB_URL names no server');
  report([]);
} else await measure(url);

async function measure(server: string): Promise<void> {
  const bare = EventStoreDBClient.connectionString(server);
  const prefix = `bench${Date.now().toString(36)}`;
  const connectionString = `${server}${server.includes('?') ? '&' : '?'}prefix=${prefix}`;
  const store = await openEventStoreDb({ connectionString, access: 'write', clock: Date.now });
  const ways: readonly Append[] = [
    (stream, events) => store.append(stream, 'none', events),
    (stream, events) =>
      bare.appendToStream(`${prefix}-${stream}`, events.map(jsonEventOf), {
        expectedRevision: NO_STREAM,
      }),
  ];
  const rates = [newRates(), newRates()];
  for (let round = 0; round <= ROUNDS; round += 1) {
    say(round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`);
    for (const [what, writers, appends, perAppend] of WORK)
      // In turns who is first: what the server does afterwards falls on both alike.
      for (const way of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const rate = await together(ways[way]!, writers, appends, perAppend);
        if (round > 0) rates[way]![what].push(rate);
      }
  }
  await store.close();
  await measureReading(server, bare, rates);
  await bare.dispose();
  const row = (what: keyof Rates, work: string, least: number): Row =>
    rowOf(rates.map((each) => each[what]) as [number[], number[]], work, least);
  report([
    row('single', 'EventStoreDB: durable append, one writer, one event at a time', 0.8),
    row('many', `EventStoreDB: durable append, ${WRITERS} writers, one event at a time each`, 0.8),
    row('batches', `EventStoreDB: durable append, one writer, ${PER_BATCH} events at a time`, 0.8),
    row('reading', 'EventStoreDB: read the whole log, decoded', 0.7),
  ]);
}

function rowOf([ours, bare]: readonly [number[], number[]], work: string, least: number): Row {
  const shares = ours.map((rate, i) => rate / bare[i]!);
  const share = percentile(shares, 0.5);
  const its = thousands(percentile(bare, 0.5));
  return {
    ...{ work, figure: percentile(ours, 0.5), unit: 'events/s' },
    ...{ target: `≥ ${100 * least} % of the bare client`, met: share >= least },
    beside: `the bare client ${its}/s (${Math.round(100 * share)} %, median of ${ROUNDS} pairs)`,
  };
}

function newRates(): Rates {
  return { single: [], many: [], batches: [], reading: [] };
}

function jsonEventOf({ id, type, data, metadata }: NewEvent) {
  return jsonEvent({ id, type, data: { ...data }, metadata: { ...metadata } });
}

/** Each append to a stream of its own. */
async function together(
  append: Append,
  writers: number,
  appends: number,
  perAppend: number,
): Promise<number> {
  const work = Array.from({ length: writers * appends }, () => ({
    stream: randomUUID(),
    events: Array.from({ length: perAppend }, () => ({ ...sampleEvent(0, 0), id: randomUUID() })),
  }));
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      for (let next = work.pop(); next !== undefined; next = work.pop())
        await append(next.stream, next.events);
    }),
  );
  return perSecond(writers * appends * perAppend, startedAt);
}

/** A log of its own, so that both read the same records: it is the last thing on the server. */
async function measureReading(
  server: string,
  bare: EventStoreDBClient,
  [ours, its]: readonly Rates[],
): Promise<void> {
  const store = await openEventStoreDb({
    connectionString: `${server}${server.includes('?') ? '&' : '?'}prefix=read${Date.now().toString(36)}`,
    ...{ access: 'write', clock: Date.now },
  });
  await together((stream, events) => store.append(stream, 'none', events), 8, BATCHES, PER_BATCH);
  const [first] = (await store.readLog({ limit: 1 })).events;
  const commit = BigInt(first!.position);
  for (let round = 0; round <= ROUNDS; round += 1) {
    say(`reading ${round} of ${ROUNDS}`);
    const rates = [
      await readOurs(store),
      await readBare(bare, { commit, prepare: commit }),
    ] as const;
    if (round === 0) continue;
    ours!.reading.push(rates[0]);
    its!.reading.push(rates[1]);
  }
  await store.close();
}

async function readOurs(store: EventStore): Promise<number> {
  let seen = 0;
  const startedAt = performance.now();
  for await (const page of readWholeLog(store, { pageEvents: PAGE_EVENTS })) seen += page.length;
  return perSecond(seen, startedAt);
}

async function readBare(bare: EventStoreDBClient, fromPosition: Position): Promise<number> {
  let seen = 0;
  const startedAt = performance.now();
  for await (const { event } of bare.readAll({ fromPosition })) if (event !== undefined) seen += 1;
  return perSecond(seen, startedAt);
}
