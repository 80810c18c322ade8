/**
 * The race that logs on PostgreSQL are known to lose: a writer that has its position and commits
 * late, while others commit and readers go on. Nobody may pass a position before it is there.
 */
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { parsePostgresAddress } from '#postgres';
import { describeOnPostgres } from '#postgres/testing';
import { event, range } from '../contract/harness.js';
import { APPEND_LIMITS } from '../port.js';
import type { EventStore, LogEvent, Position } from '../port.js';
import { jsonCodec } from '../json-codec.js';
import { readWholeLog } from '../reading.js';
import { encodeBatch } from '../validation.js';
import { openPostgresEventStore } from './open.js';
import type { PostgresEventStore } from './postgres-event-store.js';
import { appendStatement, appendValues } from './append-call.js';

const WRITERS = 64;
const EACH = 12;
const SCHEMA = 'stafett_log';

describeOnPostgres(
  'Writers on PostgreSQL that stall between their insert and their commit',
  (database) => {
    it(`are passed by no reader: of ${WRITERS} writers nothing is skipped and nothing inverted`, async () => {
      const address = parsePostgresAddress(database.url);
      const store = await openPostgresEventStore({ address, access: 'write', clock: Date.now });
      let isWriting = true;
      try {
        const readers = Promise.all([
          follow(store, () => isWriting),
          subscribed(store, () => isWriting),
        ]);
        readers.catch(() => undefined);
        await Promise.all(range(WRITERS).map((n) => stallingWriter(database.url, store, n)));
        isWriting = false;
        // The last one tells the readers that nothing more comes.
        await store.append('end', 'none', [event(-1)]);
        const log: LogEvent[] = [];
        for await (const page of readWholeLog(store)) log.push(...page);
        expect(log).toHaveLength(WRITERS * EACH + 1);
        const positions = log.map(({ position }) => position);
        for (const seen of await readers) expect(seen).toEqual(positions);
      } finally {
        await store.close();
      }
    });
  },
);

/** Appends over a connection of its own, in a transaction that stays open for a while. */
async function stallingWriter(url: string, store: PostgresEventStore, n: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { writer } = store.shareWriter();
  const order = await client.query<{ order: string }>(
    `SELECT hashtextextended('${SCHEMA}', 0) AS order`,
  );
  const call = { order: order.rows[0]!.order, channel: SCHEMA, writer, nowMs: Date.now() };
  const encoding = { codec: jsonCodec, limits: APPEND_LIMITS, uniqueKeys: true };
  for (const revision of range(EACH)) {
    const expected = revision === 0 ? 'none' : revision - 1;
    const batch = encodeBatch(encoding, `writer-${n}`, expected, [event(revision)]);
    await client.query('BEGIN');
    await client.query(appendStatement(SCHEMA), appendValues(call, [batch]));
    // Most commit at once, a few take their time.
    if ((n + revision) % 8 === 0) await client.query('SELECT pg_sleep(0.03)');
    await client.query('COMMIT');
  }
  await client.end();
}

/** Reads page after page from where it is, as fast as it can. */
async function follow(store: EventStore, isWriting: () => boolean): Promise<Position[]> {
  const seen: Position[] = [];
  for (let more = true; more;) {
    more = isWriting();
    const from = seen.at(-1);
    const page = await store.readLog({ ...(from !== undefined && { from }), limit: 100 });
    seen.push(...page.events.map(({ position }) => position));
    more ||= !page.end || page.events.at(-1)?.stream !== 'end';
  }
  return seen;
}

async function subscribed(store: EventStore, isWriting: () => boolean): Promise<Position[]> {
  const seen: Position[] = [];
  for await (const message of store.subscribe()) {
    if (message.kind === 'caught-up') continue;
    seen.push(...message.events.map(({ position }) => position));
    if (!isWriting() && message.events.at(-1)?.stream === 'end') break;
  }
  return seen;
}
