/** Log and work on PostgreSQL: one connection holds the locks of both, so that neither is lost alone. */
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { retrying } from '#event-store';
import { waitUntil } from '#event-store/testing';
import { createDatabase, describeOnPostgres, dropDatabase, TEST_SERVER } from '#postgres/testing';
import { takenFrom, terminate } from '#postgres/testing';
import { openLogForWriting, type LogWriterOptions } from './log.js';
import { parsePlace } from './parse-place.js';
import type { Places } from './places.js';
import { openProcessorCheckpoints } from './work.js';

const HOLDER = 'the server';
const EVENT = { id: crypto.randomUUID(), type: 'Happened.v1', data: {}, metadata: {} };

const placeAt = (url: string) =>
  parsePlace(url, { folder: '.', data: '.', seenByOthers: false }) as Places['work'];

const openFor = (places: Pick<Places, 'log' | 'work'>, more: Partial<LogWriterOptions> = {}) =>
  openLogForWriting(places, { clock: Date.now, holder: HOLDER, ...more });

/** How many locks of ours each connection of the holder to this database has. */
async function locksByConnection(url: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ locks: number }>(
    `select count(*)::int as locks from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and datname = current_database()
        and application_name = 'stafett ${HOLDER}' group by pid`,
  );
  await client.end();
  return rows.map(({ locks }) => locks);
}

describeOnPostgres('A log and the work on one PostgreSQL server', (database) => {
  it('are held by one connection, which is made again when it broke, and others are refused', async () => {
    const place = placeAt(database.url);
    const log = await openFor({ log: place, work: place });
    const checkpoints = await openProcessorCheckpoints({ work: place }, log.shareWriter());
    expect(await locksByConnection(database.url)).toEqual([2]);
    await terminate(database.url, HOLDER);
    const { position } = await retrying(log.store).append('a', 'none', [EVENT]);
    await checkpoints.save('handovers', `${position}.${'a'.repeat(32)}` as never);
    await waitUntil(
      'both locks to be held again',
      async () => (await locksByConnection(database.url))[0] === 2,
    );
    await expect(openFor({ log: place, work: place })).rejects.toMatchObject({
      ...{ code: 'store-locked', message: expect.stringContaining(HOLDER) as unknown },
    });
    await checkpoints.close();
    await log.close();
  });

  it('are lost together when another process was faster', async () => {
    const place = placeAt(`${database.url}?schema=faster`);
    const failures: Error[] = [];
    const log = await openFor(
      { log: place, work: place },
      { onFailure: (fault) => failures.push(fault) },
    );
    const checkpoints = await openProcessorCheckpoints({ work: place }, log.shareWriter());
    const next = await takenFrom(database.url, HOLDER, () =>
      openFor({ log: place, work: place }, { holder: 'the next' }),
    );
    await expect(
      checkpoints.save('handovers', `1.${'a'.repeat(32)}` as never),
    ).rejects.toMatchObject({ code: 'work-lock-lost' });
    await waitUntil('the process to hear of it', () => failures[0]);
    await expect(log.store.append('a', 'none', [EVENT])).rejects.toMatchObject({
      code: 'store-failed',
    });
    await next.store.append('a', 'none', [EVENT]);
    await checkpoints.close();
    await log.close();
    await next.close();
  });
});

describeOnPostgres('A log and the work in two databases', (database) => {
  it.each(['work', 'log'] as const)(
    'are held both, and losing the lock of the %s ends the process',
    async (what) => {
      const other = await createDatabase(TEST_SERVER!);
      const urls = { log: `${database.url}?schema=${what}`, work: other };
      const places = { log: placeAt(urls.log), work: placeAt(urls.work) };
      const failures: Error[] = [];
      const log = await openFor(places, { onFailure: (fault) => failures.push(fault) });
      expect(await locksByConnection(urls.log)).toEqual([1]);
      expect(await locksByConnection(urls.work)).toEqual([1]);
      // Who has the rest elsewhere is kept away by this lock alone.
      const elsewhere = `${other}?schema=${what}_elsewhere`;
      const taken = {
        log: { log: places.log, work: placeAt(elsewhere) },
        work: { log: placeAt(elsewhere), work: places.work },
      }[what];
      const next = await takenFrom(urls[what], HOLDER, () => openFor(taken, { holder: 'next' }));
      await waitUntil('the process to hear of it', () => failures[0]);
      await next.close();
      await log.close();
      await dropDatabase(TEST_SERVER!, other);
    },
  );
});
