/**
 * A process that appends, reads and subscribes while somebody disturbs the server, and then says
 * what became of it: `node load.fixture.js <connection string> <ms> <writers> <bytes an event>`.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  comparePositions,
  readWholeStream,
  retrying,
  type Appended,
  type EventStore,
  type Position,
} from '#event-store';
import { openEventStoreDb } from '#event-store/eventstoredb';

export interface LoadResult {
  readonly acknowledged: number;
  readonly lost: number;
  readonly twice: number;
  readonly wrongAnswers: number;
  readonly givenUp: number;
  readonly missedBySubscriber: number;
  readonly outOfOrder: number;
  readonly longestSilenceMs: number;
  readonly uncaught: readonly string[];
}

/** How long the last events may take to reach the subscriber, ms. */
const ARRIVAL_MS = 30_000;

const [connectionString = '', durationText, writersText, bytesText] = process.argv.slice(2);
const uncaught: string[] = [];
for (const name of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(name, (error: unknown) => uncaught.push(String(error)));

const store = retrying(
  await openEventStoreDb({ connectionString, access: 'write', clock: Date.now }),
);
const acknowledged = new Map<string, { stream: string; revision: number; position: Position }>();
const tried = new Set<string>();
let givenUp = 0;
let lastAnswer = performance.now();
let longestSilenceMs = 0;

const over = performance.now() + Number(durationText);
const text = 'x'.repeat(Number(bytesText));

async function write(stream: string): Promise<void> {
  for (let revision = -1; performance.now() < over;) {
    const event = { id: randomUUID(), type: 'ThingHappened.v1', data: { text }, metadata: {} };
    tried.add(event.id);
    let answer: Appended;
    try {
      answer = await store.append(stream, revision < 0 ? 'none' : revision, [event]);
    } catch (error) {
      givenUp += 1;
      console.error(String(error));
      return;
    }
    const now = performance.now();
    longestSilenceMs = Math.max(longestSilenceMs, now - lastAnswer);
    lastAnswer = now;
    revision = answer.lastRevision;
    acknowledged.set(event.id, { stream, revision, position: answer.position });
  }
}

async function readBack(streams: readonly string[]): Promise<void> {
  for (let n = 0; performance.now() < over; n += 1) {
    await readWholeStream(store, streams[n % streams.length]!).catch(() => undefined);
    await pause(20);
  }
}

const seen = new Map<string, number>();
let outOfOrder = 0;
const stopped = new AbortController();

/** Goes on from the last position whenever it ends. */
async function subscribe(): Promise<void> {
  let after: Position | undefined;
  while (!stopped.signal.aborted) {
    try {
      const options = { signal: stopped.signal, ...(after && { after }) };
      for await (const message of store.subscribe(options)) {
        if (message.kind !== 'events') continue;
        for (const { id, position } of message.events) {
          if (after !== undefined && comparePositions(position, after) <= 0) outOfOrder += 1;
          after = position;
          seen.set(id, (seen.get(id) ?? 0) + 1);
        }
      }
    } catch (error) {
      console.error(String(error));
      await pause(200);
    }
  }
}

async function judge(streams: readonly string[], reader: EventStore): Promise<LoadResult> {
  const found = new Map<string, { count: number; revision: number; position: Position }>();
  for (const stream of streams)
    for (const { id, revision, position } of await readWholeStream(reader, stream))
      found.set(id, { count: (found.get(id)?.count ?? 0) + 1, revision, position });
  const arrival = performance.now() + ARRIVAL_MS;
  const missing = () => [...found.keys()].filter((id) => !seen.has(id)).length;
  while (missing() > 0 && performance.now() < arrival) await pause(200);
  const wrong = [...acknowledged].filter(([id, { revision, position }]) => {
    const event = found.get(id);
    return event !== undefined && (event.revision !== revision || event.position !== position);
  });
  return {
    acknowledged: acknowledged.size,
    lost: [...acknowledged.keys()].filter((id) => !found.has(id)).length,
    twice: [...found.values(), ...seen.values()].filter((one) =>
      typeof one === 'number' ? one > 1 : one.count > 1,
    ).length,
    wrongAnswers: wrong.length,
    givenUp,
    missedBySubscriber: missing(),
    outOfOrder,
    longestSilenceMs: Math.round(longestSilenceMs),
    uncaught,
  };
}

const streams = Array.from({ length: Number(writersText) }, (_, n) => `writer-${n}`);
const following = subscribe();
await Promise.all([...streams.map(write), readBack(streams), readBack(streams)]);
const result = await judge(streams, store);
stopped.abort();
await following;
await store.close();
console.log(JSON.stringify(result));
