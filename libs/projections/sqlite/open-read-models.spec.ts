/** Opening and closing the file of the read models: lock, damage, and what is under way. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ReadModelsDamaged, ReadModelsOutdated } from '../port/errors.js';
import { openReadModels } from './open-read-models.js';

describe('Opening the read models', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'read-models-'));
    file = path.join(folder, 'models.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes the lock before it touches the file, and releases it when closed', async () => {
    const steps: string[] = [];
    const models = await openReadModels({
      file,
      access: 'write',
      lock: () => {
        steps.push(existsSync(file) ? 'too late' : 'locked');
        return { release: () => steps.push('released') };
      },
    });
    expect(steps).toEqual(['locked']);
    await models.close();
    await models.close();
    expect(steps).toEqual(['locked', 'released']);
  });

  it('leaves the file alone when somebody else holds the lock', async () => {
    const refused = openReadModels({
      file,
      access: 'write',
      lock: () => {
        throw new Error('held by the server');
      },
    });
    await expect(refused).rejects.toThrow('held by the server');
    expect(existsSync(file)).toBe(false);
  });

  it('explains what to do about a file that is not a database, and releases the lock', async () => {
    writeFileSync(file, 'not a database, but long enough to look like a file of one '.repeat(50));
    let held = 0;
    const lock = () => {
      held++;
      return { release: () => held-- };
    };
    await expect(openReadModels({ file, access: 'write', lock })).rejects.toThrow(
      ReadModelsDamaged,
    );
    expect(held).toBe(0);
    await expect(openReadModels({ file, access: 'read' })).rejects.toThrow(/Delete it/);
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
