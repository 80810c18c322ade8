/** Which generation of the read models serves, and what becomes of the others. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHECKPOINTS, readCheckpoints, saveCheckpoints } from '../port/checkpoints.js';
import { ReadModelsOutdated } from '../port/errors.js';
import type { ReadModels } from '../port/read-models.js';
import { Generations } from './generations.js';
import { openReadModels } from './open-read-models.js';
import { openServingReadModels } from './serving-read-models.js';

describe('Generations of read models', () => {
  let folder: string;
  let generations: Generations;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'generations-'));
    generations = new Generations(join(folder, 'models.db'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** One that holds a model of that name. */
  const build = async (generation: number, name: string): Promise<void> => {
    const models = await openReadModels({ file: generations.file(generation), access: 'build' });
    await models.write(async (transaction) => {
      await transaction.createTable(CHECKPOINTS);
      await saveCheckpoints(transaction, [{ name, version: 1 }], undefined);
    });
    await models.close();
  };
  const namesIn = async (models: ReadModels): Promise<readonly string[]> => [
    ...(await models.read(readCheckpoints)).keys(),
  ];

  it('begin with the first, and another serves once it has taken over', () => {
    expect(generations.serving).toBe(0);
    expect(generations.file(0)).toBe(join(folder, 'models.db'));
    generations.takeOver(1);
    expect(generations.serving).toBe(1);
    generations.takeOver(2);
    expect(new Generations(join(folder, 'models.db')).serving).toBe(2);
  });

  it.each(['', 'garbage', 'NaN', '-1', '1e3', '1 2', '\u0000'])(
    'are found again where the pointer says %j',
    async (pointer) => {
      for (const generation of [3, 4]) await build(generation, `generation ${generation}`);
      writeFileSync(join(folder, 'models.serving'), pointer);
      const models = await openServingReadModels(generations);
      expect(await namesIn(models)).toEqual(['generation 4']);
      await models.close();
      expect(generations.serving).toBe(4);
    },
  );

  it('leave nothing behind but the one that serves, and what others are using', async () => {
    for (const generation of [0, 1, 2]) await build(generation, 'one');
    writeFileSync(`${generations.file(2)}-wal`, '');
    writeFileSync(generations.temporary, '');
    writeFileSync(join(folder, 'models-verify-999999999.db'), '');
    writeFileSync(join(folder, 'models.lock'), '');
    generations.takeOver(1);
    generations.removeOthers();
    expect(readdirSync(folder).sort()).toEqual([
      'models-1.db',
      `models-verify-${process.pid}.db`,
      'models.lock',
      'models.serving',
    ]);
    generations.removeAll();
    expect(readdirSync(folder)).toEqual(['models.lock']);
    expect(generations.serving).toBe(0);
  });

  it('are noticed by a reader, whose reads under way end where they began', async () => {
    await build(0, 'old');
    await build(1, 'new');
    const models = await openServingReadModels(generations);
    const both = models.read(async (view) => {
      const before = [...(await readCheckpoints(view)).keys()];
      new Generations(join(folder, 'models.db')).takeOver(1);
      generations.removeOthers();
      expect(await namesIn(models)).toEqual(['new']);
      return [...before, ...(await readCheckpoints(view)).keys()];
    });
    expect(await both).toEqual(['old', 'old']);
    expect(await namesIn(models)).toEqual(['new']);
    await models.close();
    await expect(namesIn(models)).rejects.toThrow('closed');
  });

  it('say how far a build has come where something was not built yet', async () => {
    await build(0, 'one');
    const models = await openServingReadModels(generations);
    const ask = () => models.read(() => Promise.reject(new ReadModelsOutdated(['journeys'])));
    await expect(ask()).rejects.toThrow('(journeys) have not been built by this version yet');
    generations.note({ share: 0.25, events: 10, secondsLeft: 30 }, 0);
    await expect(ask()).rejects.toMatchObject({
      message:
        'The read models (journeys) are being built by this version: 25 % done, about 30 s left. Ask again then.',
      secondsLeft: 30,
    });
    generations.forgetProgress();
    await expect(ask()).rejects.toThrow('have not been built');
    await models.close();
  });
});
