/** Opening and closing the file of the read models: damage, and what is under way. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ReadModelsDamaged, ReadModelsOutdated } from '../port/errors.js';
import { CHECKPOINTS, readCheckpoints, saveCheckpoints } from '../port/checkpoints.js';
import { openReadModels } from './open-read-models.js';

describe('Opening the read models', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'read-models-'));
    file = path.join(folder, 'models.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('explains what to do about a file that is not a database', async () => {
    writeFileSync(file, 'not a database, but long enough to look like a file of one '.repeat(50));
    await expect(openReadModels({ file, access: 'write' })).rejects.toThrow(ReadModelsDamaged);
    await expect(openReadModels({ file, access: 'read' })).rejects.toThrow(/Delete it/);
  });

  it('builds what others can open once it is closed', async () => {
    const building = await openReadModels({ file, access: 'build' });
    await building.write((transaction) => transaction.createTable(CHECKPOINTS));
    await building.write((transaction) =>
      saveCheckpoints(transaction, [{ name: 'a', version: 1 }], undefined),
    );
    await building.close();
    const models = await openReadModels({ file, access: 'write' });
    expect([...(await models.read(readCheckpoints)).keys()]).toEqual(['a']);
    await models.close();
  });

  it('cannot read what was never built', async () => {
    await expect(openReadModels({ file, access: 'read' })).rejects.toThrow(ReadModelsOutdated);
    expect(existsSync(file)).toBe(false);
  });

  it('refuses work after it was closed, and finishes what was under way', async () => {
    const models = await openReadModels({ file, access: 'write' });
    let finished = false;
    const slow = models.read(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      finished = true;
    });
    await models.close();
    expect(finished).toBe(true);
    await slow;
    await expect(models.read(() => Promise.resolve())).rejects.toThrow('closed');
  });
});
