/** A newer version of the program on a database that an older one made: tables are added, and figures stay. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { tokenOf } from '#event-store';
import { describeOnPostgres } from '#postgres/testing';
import { openReports, openWriter } from '../index.js';
import { parsePlace } from '../stores/parse-place.js';
import type { Installation, PostgresPlace } from '../stores/places.js';
import { readProcessorCheckpoints } from '../stores/work.js';
import { verifyReadModels } from './verify-read-models.js';

const AT = Date.parse('2026-06-01T00:00:00Z');
const PATIENTS = 12;

describeOnPostgres('A database of an older version', (database) => {
  let data: string;
  let place: PostgresPlace;
  let installation: Installation;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'stafett-upgrade-'));
    const context = { folder: data, data, seenByOthers: false };
    place = parsePlace(database.url, context) as PostgresPlace;
    installation = { data, places: { log: place, readModels: place, work: place } };
  });
  afterEach(() => rmSync(data, { recursive: true }));

  const run = async (sql: string): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(sql);
    await client.end();
    return rows;
  };
  const record = async (from: number): Promise<void> => {
    const writer = await openWriter(installation, { clock: () => AT });
    for (let n = from; n < from + PATIENTS; n += 1)
      await writer.engine.recordFacts(`p${n}`, [
        {
          ...{ id: `e${n}`, source: 'urn:test', type: 'VisitCompleted', version: 1, data: {} },
          occurredAt: '2026-05-01T08:00:00Z',
        },
      ]);
    await writer.close();
  };
  /** The digests of all tables of the read models, which are as a new fold of the log makes them. */
  const verified = async () => {
    await (await openReports(installation)).close();
    const { same, position, tables } = await verifyReadModels(installation);
    expect(same).toBe(true);
    return { position, tables: tables.map(({ table, digest }) => [table, digest]) };
  };

  const firstToken = async (): Promise<string> => {
    const reports = await openReports(installation);
    const { store } = reports;
    const { events } = await store.readLog({ limit: 1 });
    const token = tokenOf(await store.identity(), events[0]!);
    await reports.close();
    return token;
  };

  it('keeps its figures and checkpoints, and goes on', async () => {
    await record(0);
    const before = await verified();
    const token = await firstToken();
    await run(`insert into stafett_work.processor_checkpoints values ('handovers', '${token}')`);

    // As the first version of each part left it.
    await run(`drop table stafett_work.fact_keys; drop table stafett_work.read_models_keeper;
      update stafett_work.versions set version = 1`);
    await (await openWriter(installation, { clock: () => AT })).close();
    expect(await verified()).toEqual(before);
    const checkpoints = await readProcessorCheckpoints({ work: place });
    expect(checkpoints.get('handovers')).toBe(token);
    expect(await run('select part, version from stafett_work.versions order by part')).toEqual([
      { part: 'engine', version: 2 },
      { part: 'read models', version: 2 },
    ]);
    await record(PATIENTS);
    expect((await verified()).position).not.toBe(before.position);
  });
});
