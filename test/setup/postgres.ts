/**
 * Runs once before all spec files: starts the PostgreSQL of this run of tests, unless
 * `STAFETT_TEST_POSTGRES` names one. Each suite makes a database of its own on it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#postgres/embedded';

/** Tests crash the server's process and never the machine, so nothing needs to reach the disk. */
const SETTINGS = { fsync: 'off', max_connections: '300' };

let end: (() => Promise<void>) | undefined;

/** @public Jest calls it. */
export default async function startForTests(): Promise<void> {
  if (process.env['STAFETT_TEST_POSTGRES'] !== undefined) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'stafett-postgres-'));
  const remove = (): void => rmSync(dataDir, { recursive: true });
  try {
    const server = await startPostgres({ dataDir, settings: SETTINGS });
    process.env['STAFETT_TEST_POSTGRES'] = server.url;
    end = async () => {
      await server.stop();
      remove();
    };
  } catch (error) {
    process.stderr.write(`Tests on PostgreSQL are skipped. ${String(error)}\n`);
    remove();
  }
}

/** Ends what was started; the file beside this one calls it after all spec files. */
export const endForTests = async (): Promise<void> => end?.();
