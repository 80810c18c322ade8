/** A server of one's own: what is committed is there after a crash, and nobody else gets in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from './start-postgres.js';
import type { PostgresServer } from './start-postgres.js';

const dataDir = mkdtempSync(join(tmpdir(), 'stafett-postgres-'));
let server: PostgresServer;

async function ask(url: string, question: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(question)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  server = await startPostgres({ dataDir, settings: { max_connections: '10' } });
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

describe('A PostgreSQL of one’s own', () => {
  it('has what was committed after it was killed and started again at the same address', async () => {
    await ask(server.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    await server.kill();
    await expect(ask(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.restart();
    expect(await ask(server.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
    expect(await ask(server.url, 'SHOW max_connections')).toEqual([{ max_connections: '10' }]);
  });

  it('is started again by another process in the same folder, with the same password', async () => {
    await server.stop();
    await server.stop();
    server = await startPostgres({ dataDir });
    expect(await ask(server.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  });

  it('asks for its password', async () => {
    const url = new URL(server.url);
    url.password = 'another';
    await expect(ask(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });
});
