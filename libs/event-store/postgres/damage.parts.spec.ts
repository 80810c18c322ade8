/** Events that are no longer what was written: each is damaged in its place, and nothing else is. */
import { beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { randomUUID } from 'node:crypto';
import { parsePostgresAddress } from '#postgres';
import { describeOnPostgres } from '#postgres/testing';
import { event, numbers } from '../contract/harness.js';
import { readWholeStream } from '../reading.js';
import { openPostgresEventStore } from './open.js';

describeOnPostgres('One damaged event of a log on PostgreSQL', (database) => {
  let schema: string;
  const open = (access: 'read' | 'write') =>
    openPostgresEventStore({
      address: parsePostgresAddress(`${database.url}?schema=${schema}`),
      ...{ access, clock: () => 1_000 },
    });

  beforeEach(async () => {
    schema = `d_${randomUUID().slice(0, 8)}`;
    const store = await open('write');
    await store.append('patient-a', 'none', [event(1), event(2)]);
    await store.append('patient-b', 'none', [event(3, { type: 'OnceOnly.v1' })]);
    await store.append('patient-c', 'none', [event(4)]);
    await store.close();
  });

  async function damage(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(`SET search_path = ${schema}_log`);
    await client.query(statement);
    await client.end();
  }

  for (const [what, statement, expected] of [
    ['its data are no JSON', `UPDATE events SET data = '{' WHERE position = 2`, 'data'],
    [
      'its metadata are no object',
      `UPDATE events SET metadata = '1' WHERE position = 2`,
      'metadata',
    ],
    ['its data are others', `UPDATE events SET data = '{"n":7}' WHERE position = 2`, 'checksum'],
    ['its time is another', 'UPDATE events SET recorded_at = 999 WHERE position = 2', 'checksum'],
    ['its place is another', 'UPDATE events SET revision = 5 WHERE position = 2', 'checksum'],
    [
      'its id is another',
      'UPDATE events SET id = gen_random_uuid() WHERE position = 2',
      'checksum',
    ],
  ] as const) {
    it(`is damaged where ${what}`, async () => {
      await damage(statement);
      const store = await open('read');
      const { events } = await store.readLog({ limit: 10 });
      expect(events.map((each) => each.damage)).toEqual([
        undefined,
        expected,
        undefined,
        undefined,
      ]);
      await expect(readWholeStream(store, 'patient-a')).rejects.toMatchObject({
        ...{ code: 'log-damaged', damage: expected },
      });
      expect(numbers(await readWholeStream(store, 'patient-b'))).toEqual([3]);
      await store.close();
    });
  }

  it('has a stream whose name nobody can trust, or a type, and so passes every filter by type', async () => {
    await damage(`UPDATE streams SET name = 'patient-x' WHERE name = 'patient-c'`);
    await damage(`UPDATE types SET name = 'OnceMore.v1' WHERE name = 'OnceOnly.v1'`);
    const store = await open('read');
    const { events } = await store.readLog({ limit: 10 });
    const damages = events.map((each) => each.damage);
    expect(damages).toEqual([undefined, undefined, 'type', 'stream']);
    const filtered = await store.readLog({ limit: 10, filter: { types: ['ThingHappened.v1'] } });
    expect(filtered.events.map((each) => each.damage)).toEqual(damages);
    await store.close();
  });
});
