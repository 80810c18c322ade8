/** Which generation serves, and what becomes of the others, on a server. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { parsePostgresAddress, type PostgresAddress } from '#postgres';
import { describeOnPostgres, takenFrom } from '#postgres/testing';
import { StoreLocked } from '#event-store';
import { waitUntil } from '#event-store/testing';
import { CHECKPOINTS, readCheckpoints, saveCheckpoints } from '../port/checkpoints.js';
import { ReadModelsOutdated } from '../port/errors.js';
import type { ReadModels } from '../port/read-models.js';
import { PostgresGenerations } from './postgres-generations.js';

describeOnPostgres('Generations of read models on PostgreSQL', (database) => {
  let tests = 0;
  let address: PostgresAddress;
  let generations: PostgresGenerations;
  beforeEach(() => {
    address = parsePostgresAddress(`${database.url}?schema=g${(tests += 1)}`);
    generations = new PostgresGenerations(address);
  });
  afterEach(() => generations.close());

  /** One that holds a model of that name. */
  const build = async (generation: number, name: string): Promise<void> => {
    const models = await generations.open(generation, 'build');
    await models.write(async (transaction) => {
      await transaction.createTable(CHECKPOINTS);
      await saveCheckpoints(transaction, [{ name, version: 1 }], undefined);
    });
    await models.close();
  };
  const namesIn = async (models: ReadModels): Promise<readonly string[]> => [
    ...(await models.read(readCheckpoints)).keys(),
  ];
  const schemas = async (): Promise<readonly string[]> => {
    const models = await generations.open(0, 'write');
    const { rows } = await models.read(({ db }) =>
      sql<{ name: string }>`select nspname as name from pg_namespace
        where nspname like ${`${address.prefix}%`} order by nspname`.execute(db),
    );
    await models.close();
    return rows.map(({ name }) => name.slice(address.prefix.length + 1));
  };

  it('begin with the first, and another serves once it has taken over', async () => {
    expect(await generations.serving()).toBe(0);
    expect(await generations.isThere()).toBe(false);
    await expect(generations.openServing()).rejects.toThrow(ReadModelsOutdated);
    await build(0, 'none');
    const models = await generations.openServing();
    expect(await namesIn(models)).toEqual(['none']);
    await models.close();
    await build(1, 'one');
    await generations.takeOver(1);
    const again = new PostgresGenerations(address);
    expect(await again.serving()).toBe(1);
    expect(await again.isThere()).toBe(true);
    await again.close();
  });

  it('leave nothing behind but the one that serves, and what others are using', async () => {
    for (const generation of [0, 1, 2]) await build(generation, 'one');
    const building = await generations.open(3, 'build');
    await building.write((transaction) => transaction.createTable(CHECKPOINTS));
    const temporary = await generations.openTemporary();
    await temporary.write((transaction) => transaction.createTable(CHECKPOINTS));
    await generations.takeOver(0);
    await generations.removeOthers();
    expect(await schemas()).toEqual([
      'models_0',
      expect.stringMatching(/^models_\d{10}$/),
      'models_3',
      'work',
    ]);
    await temporary.close();
    await building.close();
    await generations.removeAll();
    expect(await generations.isThere()).toBe(false);
  });

  it('are noticed by a reader, whose reads under way end where they began', async () => {
    await build(0, 'old');
    await build(1, 'new');
    await generations.takeOver(0);
    const models = await generations.openServing();
    const both = models.read(async (view) => {
      const before = [...(await readCheckpoints(view)).keys()];
      await generations.takeOver(1);
      await generations.removeOthers();
      expect(await namesIn(models)).toEqual(['new']);
      return [...before, ...(await readCheckpoints(view)).keys()];
    });
    expect(await both).toEqual(['old', 'old']);
    expect(await namesIn(models)).toEqual(['new']);
    await models.close();
    await expect(namesIn(models)).rejects.toThrow('closed');
  });

  it('go once the last who read them have ended', async () => {
    await build(0, 'old');
    await build(1, 'new');
    await generations.takeOver(0);
    const models = await generations.openServing();
    await models.read(async (view) => {
      await readCheckpoints(view);
      await generations.takeOver(1);
      await generations.removeOthers();
    });
    await models.close();
    const old = async () => generations.open(0, 'read').then((found) => found.close());
    await waitUntil('the old generation to go', async () => {
      const found = await old().catch((error: unknown) => error);
      return found instanceof ReadModelsOutdated;
    });
  });

  it('are never torn apart while one takes over from another, however often', async () => {
    await build(0, '0');
    await generations.takeOver(0);
    const models = await generations.openServing();
    let isOver = false;
    const readers = [1, 2, 3].map(async () => {
      let last = 0;
      while (!isOver) {
        const [one, two] = await models.read(async (view) => [
          [...(await readCheckpoints(view)).keys()],
          [...(await readCheckpoints(view)).keys()],
        ]);
        expect(one).toEqual(two);
        expect(Number(one[0])).toBeGreaterThanOrEqual(last);
        last = Number(one[0]);
      }
      return last;
    });
    for (let next = 1; next <= 8; next += 1) {
      await build(next, String(next));
      await generations.takeOver(next);
      await generations.removeOthers();
    }
    await models.read(() => Promise.resolve());
    isOver = true;
    expect((await Promise.all(readers)).every((last) => last >= 1)).toBe(true);
    expect(await namesIn(models)).toEqual(['8']);
    await models.close();
  });

  it('say how far a build has come where something was not built yet', async () => {
    await build(0, 'one');
    await generations.takeOver(0);
    const models = await generations.openServing();
    const ask = () => models.read(() => Promise.reject(new ReadModelsOutdated(['journeys'])));
    await expect(ask()).rejects.toThrow('(journeys) have not been built by this version yet');
    generations.note({ share: 0.25, events: 10, secondsLeft: 30 }, 0);
    await waitUntil('the progress to be noted', () => generations.progress());
    await expect(ask()).rejects.toMatchObject({ secondsLeft: 30 });
    await generations.forgetProgress();
    await expect(ask()).rejects.toThrow('have not been built');
    await models.close();
  });

  it('are kept by one process, which the next one is told', async () => {
    const lock = await generations.lock('the first process');
    await expect(generations.lock('the second')).rejects.toThrow(StoreLocked);
    await expect(generations.lock('the second')).rejects.toThrow(/by the first process\./);
    await lock.release();
    await (await generations.lock('the second')).release();
  });

  it('are written no more by a process in whose place another keeps them', async () => {
    const lock = await generations.lock('the first');
    const models = await generations.open(await generations.serving(), 'write');
    const write = () => models.write(() => Promise.resolve('written'));
    expect(await write()).toBe('written');
    const others = new PostgresGenerations(address);
    const next = await takenFrom(database.url, 'the first', () => others.lock('the next'));
    await expect(write()).rejects.toMatchObject({ code: 'read-models-taken' });
    await models.close();
    await next.release();
    await others.close();
    await lock.release();
  });
});
