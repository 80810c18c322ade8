/** The projection runner: the same models however it was stopped, batched or restarted, and never those of another log. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Position } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { digestOf } from '../testing/digest.spec.support.js';
import { ReadModelsOutdated } from '../port/errors.js';
import { waits } from '../figures/waits.js';
import { fact, openTestLog, recordMixed, type TestLog } from '../testing/log.spec.support.js';
import { ALL_MODELS } from '../models/all-models.js';
import { journeys } from '../models/journeys.js';
import { patientsAfter } from '../models/wakeups.js';
import type { Model } from '../models/model.js';
import type { ReadModels } from '../port/read-models.js';
import { ProjectionRunner } from './projection-runner.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { positionOfModels } from '../testing/position.spec.support.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('The projection runner', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
  });
  afterEach(() => log.close());

  const recordSome = (events: number) => recordMixed(log, events);

  async function freshModels<T>(use: (models: ReadModels) => Promise<T>): Promise<T> {
    const models = await openReadModels({ file: ':memory:', access: 'write' });
    try {
      return await use(models);
    } finally {
      await models.close();
    }
  }

  async function undisturbed(): Promise<string> {
    return freshModels(async (models) => {
      await new ProjectionRunner({ store: log.store, models }).catchUp();
      return digestOf(models);
    });
  }

  it('gives the same models whatever the batches', async () => {
    await recordSome(60);
    const expected = await undisturbed();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 70 }), (batchEvents) =>
        freshModels(async (models) => {
          await new ProjectionRunner({ store: log.store, models, batchEvents }).catchUp();
          expect(await digestOf(models)).toBe(expected);
        }),
      ),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 6) },
    );
  });

  it('gives the same models when it folds as events come in as when it rebuilds', async () => {
    for (let i = 0; i < 12; i++) {
      await recordSome(3);
      await log.runner.catchUp();
    }
    const live = await digestOf(log.models);
    expect(await undisturbed()).toBe(live);
  });

  it('goes on after an abort as if nothing had happened', async () => {
    await recordSome(50);
    const expected = await undisturbed();
    const runner = new ProjectionRunner({ store: log.store, models: log.models, batchEvents: 10 });
    for (const folded of [10, 20]) {
      const stop = new AbortController();
      const onProgress = (): void => stop.abort(new Error('stopped'));
      const run = runner.catchUp({ signal: stop.signal, onProgress });
      await expect(run).rejects.toThrow('stopped');
      const last = (await log.store.readLog({ limit: folded })).events.at(-1);
      expect(await positionOfModels(log.models)).toBe(last?.position);
    }
    await runner.catchUp();
    expect(await digestOf(log.models)).toBe(expected);
  });

  it('writes rows and checkpoint together or not at all', async () => {
    await recordSome(30);
    const expected = await undisturbed();
    const before = await freshStandingDigest();
    let broken = true;
    const failing: Model = {
      ...journeys,
      async begin(db) {
        const fold = await journeys.begin(db);
        return {
          ...fold,
          async write(...of) {
            await fold.write(...of);
            if (broken) throw new Error('the disk is full');
          },
        };
      },
    };
    const definitions = ALL_MODELS.map((model) => (model === journeys ? failing : model));
    const runner = new ProjectionRunner({ store: log.store, models: log.models, definitions });
    await expect(runner.catchUp()).rejects.toThrow('the disk is full');
    expect(await digestOf(log.models)).toBe(before);
    broken = false;
    await runner.catchUp();
    expect(await digestOf(log.models)).toBe(expected);
  });

  /** The digest of models that were made and have folded nothing. */
  async function freshStandingDigest(): Promise<string> {
    const empty = await openTestLog(ADAPTERS);
    await empty.runner.catchUp();
    const digest = await digestOf(empty.models);
    await empty.close();
    return digest;
  }

  it('rebuilds a model of another version, and that one only', async () => {
    await recordSome(20);
    await log.runner.catchUp();
    const newer = ALL_MODELS.map((m) =>
      m === journeys ? { ...journeys, version: journeys.version + 1 } : m,
    );
    const runner = new ProjectionRunner({
      store: log.store,
      models: log.models,
      definitions: newer,
    });
    const marked = {
      ...{ patient: 'marked', wake: null, position: '1' as Position },
      ...{ revision: 0, recorded_at: 0 },
    };
    await log.models.write(({ db }) => db.insertInto('wakeups').values(marked).execute());
    await recordSome(5);
    await runner.catchUp();
    expect(await patientsAfter(log.models, 'm', 1)).toEqual(['marked']);
    await expect(positionOfModels(log.models)).rejects.toThrow(ReadModelsOutdated);
    await log.models.write(({ db }) =>
      db.deleteFrom('wakeups').where('patient', '=', 'marked').execute(),
    );
    await log.runner.catchUp();
    expect(await digestOf(log.models)).toBe(await undisturbed());
  });

  it('refuses a figure from models of another version', async () => {
    const question = { pathway: 'test', from: ['@start'], to: ['Step1'] };
    await log.models.write(() => Promise.resolve());
    await recordSome(3);
    const older = ALL_MODELS.map((m) => (m === journeys ? { ...journeys, version: 99 } : m));
    await new ProjectionRunner({
      store: log.store,
      models: log.models,
      definitions: older,
    }).catchUp();
    await expect(waits(log.models, question)).rejects.toThrow(/journeys/);
  });

  it('reports its progress', async () => {
    await recordSome(25);
    const seen = new Set<number>();
    const written = new Set<string | undefined>();
    const runner = new ProjectionRunner({ store: log.store, models: log.models, batchEvents: 10 });
    const end = await runner.catchUp({
      onProgress: (progress) => {
        expect(progress.head).toBeDefined();
        seen.add(progress.events);
        written.add(progress.written);
      },
    });
    expect([...seen].at(-1)).toBe(26);
    expect(written.size).toBeGreaterThanOrEqual(3);
    expect([...written].at(-1)).toBe(await log.store.head());
    expect(end).toEqual({ events: 26, position: await log.store.head() });
  });

  it('stands at nothing for an empty log', async () => {
    expect(await log.runner.catchUp()).toEqual({ position: undefined, events: 0 });
  });

  it('runs once at a time', async () => {
    await recordSome(3);
    const run = log.runner.catchUp();
    await expect(log.runner.catchUp()).rejects.toThrow('already running');
    await run;
    expect(await digestOf(log.models)).toBe(await undisturbed());
  });
});

describe('Read models in a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'read-models-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('answer a figure from one state while the runner writes', async () => {
    const log = await openTestLog(ADAPTERS, path.join(folder, 'models.db'));
    await log.record('p1', [fact('A', '2026-01-01T00:00:00Z')]);
    await log.runner.catchUp();
    await log.models.read(async (view) => {
      const count = () => view.db.selectFrom('journeys').select('patient').execute();
      expect(await count()).toHaveLength(1);
      await log.record('p2', [fact('A', '2026-01-01T00:00:00Z')]);
      await log.runner.catchUp();
      expect(await count()).toHaveLength(1);
    });
    expect(await positionOfModels(log.models)).toBe(await log.store.head());
    await log.close();
  });

  it('are read by another process beside the one that writes', async () => {
    const file = path.join(folder, 'models.db');
    const log = await openTestLog(ADAPTERS, file);
    await log.record('p1', [fact('A', '2026-01-01T00:00:00Z')]);
    await log.runner.catchUp();
    const beside = await openReadModels({ file, access: 'read' });
    expect(await positionOfModels(beside)).toBe(await log.store.head());
    await log.record('p1', [fact('B', '2026-01-01T00:00:00Z')]);
    await log.runner.catchUp();
    expect(await positionOfModels(beside)).toBe(await log.store.head());
    await expect(beside.write(() => Promise.resolve())).rejects.toThrow('reading only');
    await beside.close();
    await log.close();
  });
});
