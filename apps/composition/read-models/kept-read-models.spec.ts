/** The read models of a folder through their generations, followed and built anew at the same time. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '#event-store/testing';
import { openWriter, type Writer } from '../open-writer.js';
import { buildGeneration } from './build-generation.js';
import { KeptReadModels, type Build } from './kept-read-models.js';
import { listReadModels } from './list-read-models.js';
import { openServingModels } from '../stores/read-models.js';
import { verifyReadModels } from './verify-read-models.js';

const NOW = Date.UTC(2026, 5, 1);

describe('The read models of a folder', () => {
  let path: string;
  let writer: Writer;
  let kept: KeptReadModels;
  let recorded = 0;
  const stop = { following: new AbortController() };

  const record = async (events: number): Promise<void> => {
    for (let n = 0; n < events; n += 1) {
      recorded += 1;
      const id = `e${recorded}`;
      const fact = { id, source: 'urn:test', type: 'VisitCompleted', version: 1, data: {} };
      const occurredAt = '2026-05-01T08:00:00Z';
      await writer.engine.recordFacts(`p${recorded % 7}`, [{ ...fact, occurredAt }]);
    }
  };
  const build: Build = (options) => buildGeneration(writer.folder, options);
  const follow = (): Promise<void> =>
    kept.follow({ signal: stop.following.signal, onProgress: () => undefined });
  const reaching = (position: string | undefined) =>
    waitUntil(`the read models to come to ${position}`, async () => {
      const { models } = await listReadModels(path, NOW);
      return models.every((model) => model.position === position);
    });
  const files = (): readonly string[] =>
    readdirSync(path).filter(
      (name) => /^read-models(?!.*lock)/.test(name) && !/-(wal|shm)$/.test(name),
    );

  beforeEach(async () => {
    path = mkdtempSync(join(tmpdir(), 'kept-'));
    writer = await openWriter(path, { clock: () => NOW });
    stop.following = new AbortController();
    recorded = 0;
    await record(20);
    const taken = await KeptReadModels.take(writer.folder, writer.store);
    if (taken === undefined) throw new Error('somebody else keeps the read models of a new folder');
    kept = taken;
    await kept.bringUpToDate({ build });
  });
  afterEach(async () => {
    await kept.close();
    await writer.close();
    rmSync(path, { recursive: true });
  });

  it('are followed through a rebuild, and lose nothing that was recorded meanwhile', async () => {
    const shared = await openServingModels(writer.folder);
    const following = follow();
    const rebuilt = kept.rebuild({
      build: async (options) => {
        const built = await build(options);
        await record(5);
        await expect(kept.rebuild({ build })).rejects.toMatchObject({ code: 'rebuild-under-way' });
        return built;
      },
    });
    expect(await rebuilt).toMatchObject({ generation: 1, events: 21 });
    await record(5);
    await reaching(await writer.store.head());
    expect(await verifyReadModels(path)).toMatchObject({ same: true, position: '31' });
    const journeys = await shared.read(({ db }) => db.selectFrom('wakeups').selectAll().execute());
    expect(journeys).toHaveLength(7);
    stop.following.abort();
    await following;
    await shared.close();
    expect(files()).toEqual(['read-models-1.db', 'read-models.serving']);
  });

  it('stay as they are when a rebuild is stopped, and can be built anew afterwards', async () => {
    const stopped = AbortSignal.abort(new Error('stopped'));
    await expect(kept.rebuild({ build, signal: stopped })).rejects.toThrow('stopped');
    expect(files()).toEqual(['read-models.db']);
    expect((await listReadModels(path, NOW)).rebuild).toBeNull();
    await kept.rebuild({ build });
    expect(await verifyReadModels(path)).toMatchObject({ same: true, position: '21' });
  });

  it('of another version are built beside those that are still right, which go on serving', async () => {
    const models = await kept.models();
    await models.write(({ db }) =>
      db.updateTable('checkpoints').set({ version: 0 }).where('model', '=', 'types').execute(),
    );
    expect(await kept.outdated()).toEqual(['types']);
    await kept.keepCurrent({});
    const following = follow();
    await record(3);
    await reachingAllBut('types');
    await kept.rebuild({ build });
    expect(await kept.outdated()).toEqual([]);
    stop.following.abort();
    await following;
    expect(await verifyReadModels(path)).toMatchObject({ same: true, position: '24' });
  });

  const reachingAllBut = (outdated: string) =>
    waitUntil('all the others to come as far as the log', async () => {
      const { position, models } = await listReadModels(path, NOW);
      const others = models.filter(({ name }) => name !== outdated);
      expect(models.find(({ name }) => name === outdated)).toMatchObject({ position: '21' });
      return others.every((model) => model.position === position);
    });
});
