/** A server that dies while the log is followed: nothing is folded twice, nothing is left out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { parsePostgresAddress } from '#postgres';
import { startPostgres, type PostgresServer } from '#postgres/embedded';
import { waitUntil } from '#event-store/testing';
import { ReadModelsUnavailable } from '../port/errors.js';
import { ProjectionRunner } from '../runner/projection-runner.js';
import { openReadModels as openSqliteModels } from '../sqlite/open-read-models.js';
import { digestOf } from '../testing/digest.spec.support.js';
import { openTestLog, recordMixed } from '../testing/log.spec.support.js';
import { positionOfModels } from '../testing/position.spec.support.js';
import { PostgresGenerations } from './postgres-generations.js';

const KILLS = 5;

describe('A PostgreSQL that is killed while its read models are written', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'stafett-killed-'));
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ dataDir });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true });
  });

  it('has what a whole one has, once it is back', async () => {
    const log = await openTestLog({
      openStore: openSqliteEventStore,
      openModels: openSqliteModels,
    });
    const generations = new PostgresGenerations(parsePostgresAddress(server.url));
    const models = await generations.open(0, 'write');
    await recordMixed(log, 20);
    const stop = new AbortController();
    const faults: Error[] = [];
    const following = new ProjectionRunner({ store: log.store, models }).follow({
      signal: stop.signal,
      retryMs: 50,
      onFault: (fault) => faults.push(fault),
    });
    for (let kill = 0; kill < KILLS; kill += 1) {
      const recording = recordSlowly(async () => recordMixed(log, 7));
      await pause(60 + 40 * kill);
      await server.kill();
      await recording;
      await server.restart();
    }
    await recordMixed(log, 7);
    const head = await log.store.head();
    await waitUntil('the read models to come as far as the log', async () => {
      const position = await positionOfModels(models).catch(() => undefined);
      return position === head;
    });
    stop.abort();
    await following;
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) expect(fault).toBeInstanceOf(ReadModelsUnavailable);
    await log.runner.catchUp();
    expect(await digestOf(models)).toBe(await digestOf(log.models));
    await models.close();
    await generations.close();
    await log.close();
  });
});

/** Some at a time, so that each is a transaction of its own. */
async function recordSlowly(record: () => Promise<void>): Promise<void> {
  for (let n = 0; n < 15; n += 1) {
    await record();
    await pause(15);
  }
}
