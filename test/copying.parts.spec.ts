/**
 * A region's log copied from a file to PostgreSQL, from there to EventStoreDB, and back into a
 * file: by the command, killed on the way, with the same events and figures in the end.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describeOnPostgres } from '#postgres/testing';
import { waitUntil } from '#event-store/testing';
import {
  askStafett,
  finished,
  runStafett,
  SEPSIS_LOG,
  haveSepsisLog,
  startStafett,
  temporaryFolder,
} from './data-folder.js';
import { startStandIn } from './eventstoredb/stand-in.js';

interface Copied {
  readonly events: number;
  readonly copied: number;
  readonly digest: string;
  readonly figures: { readonly compared: number; readonly differing: readonly unknown[] };
}

describeOnPostgres('A log', (database) => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let standIn: Awaited<ReturnType<typeof startStandIn>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
    standIn = await startStandIn({ port: 0 });
    await runStafett('pathway', 'publish', 'deploy/pathways/fi-back-pain.yaml', ...by, ...data());
    await runStafett('import', SEPSIS_LOG, '--pathway', 'sepsis', ...data());
  });
  afterAll(async () => {
    await standIn.stop();
    await folder.remove();
  });

  const by = ['--author', 'a', '--reason', 'r'];
  const data = () => ['--data', folder.path];
  const copy = (from: string | undefined, to: string): Promise<Copied> =>
    askStafett('copy', ...(from === undefined ? [] : ['--from', from]), '--to', to, ...data());

  (haveSepsisLog ? it : it.skip)('is the same after it was in every store', async () => {
    const url = new URL(database.url);
    writeFileSync(join(folder.path, 'password'), url.password, { mode: 0o600 });
    url.password = '';
    const postgres = `${url.href}?password-file=${join(folder.path, 'password')}`;
    const first = await killedWhileCopying(postgres);
    expect(first.copied).toBeLessThan(first.events);
    const second = await copy(postgres, standIn.connectionString);
    const back = `sqlite:${join(folder.path, 'back')}`;
    const third = await copy(standIn.connectionString, back);
    for (const each of [first, second, third]) {
      expect(each).toMatchObject({ events: first.events, digest: first.digest });
      expect(each.figures).toMatchObject({ differing: [] });
      expect(each.figures.compared).toBeGreaterThan(10);
    }
    const whole = await askStafett('log', 'verify', '--event-store', back, ...data());
    expect(whole).toMatchObject({ whole: true, events: first.events });
  });

  /** When some of it is there; then once more, to the end. */
  async function killedWhileCopying(to: string): Promise<Copied> {
    const child = startStafett(['copy', '--to', to, ...data()]);
    const ended = finished(child);
    await untilSomeIsThere();
    child.kill('SIGKILL');
    await ended;
    const opened = await runStafett('log', '--event-store', to, ...data());
    expect(opened.stderr).toContain('that is not complete');
    return copy(undefined, to);
  }

  async function untilSomeIsThere(): Promise<void> {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const isThere = (): Promise<boolean> =>
      client.query('select from stafett_log.events limit 1').then(
        ({ rowCount }) => rowCount === 1,
        // Its tables are not made yet.
        () => false,
      );
    await waitUntil('a part of the copy', isThere, { everyMs: 2 });
    await client.end();
  }
});
