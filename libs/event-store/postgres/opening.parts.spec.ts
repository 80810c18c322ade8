/** Opening a log on PostgreSQL: who may, what is refused, and over TLS. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { parsePostgresAddress } from '#postgres';
import { startPostgres } from '#postgres/embedded';
import { describeOnPostgres } from '#postgres/testing';
import { event, Listener, numbers, wholeLog } from '../contract/harness.js';
import { openPostgresEventStore } from './open.js';
import { FORMAT } from './tables.js';

const open = (url: string, access: 'read' | 'write') =>
  openPostgresEventStore({ address: parsePostgresAddress(url), access, clock: Date.now });

async function run(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

describeOnPostgres('A log on PostgreSQL', (database) => {
  it('is not there before it is opened for writing', async () => {
    await expect(open(database.url, 'read')).rejects.toMatchObject({ code: 'store-missing' });
  });

  it('is read beside its writer, by a user who may only read, and heard of without a look', async () => {
    const store = await open(database.url, 'write');
    await run(
      database.url,
      `CREATE ROLE reader_${process.pid} LOGIN PASSWORD 'secret'`,
      `GRANT USAGE ON SCHEMA stafett_log TO reader_${process.pid}`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA stafett_log TO reader_${process.pid}`,
    );
    const url = new URL(database.url);
    url.username = `reader_${process.pid}`;
    url.password = 'secret';
    const beside = await openPostgresEventStore({
      ...{ address: parsePostgresAddress(url.href), access: 'read', clock: Date.now },
      // Only the server's notice comes in time.
      pollMs: 3_600_000,
    });
    const listener = new Listener(beside);
    await listener.until('caught-up');
    await store.append('a', 'none', [event(1)]);
    await listener.untilEvents(1);
    await expect(beside.append('a', 0, [event(2)])).rejects.toMatchObject({
      code: 'store-read-only',
    });
    await listener.stop();
    await beside.close();
    await store.close();
    await expect(open(url.href, 'write')).rejects.toMatchObject({ code: 'store-unavailable' });
    await run(
      database.url,
      `DROP OWNED BY reader_${process.pid}`,
      `DROP ROLE reader_${process.pid}`,
    );
  });

  it('has one process that writes; the second is told which', async () => {
    const address = parsePostgresAddress(database.url);
    const options = { address, access: 'write', clock: Date.now } as const;
    const store = await openPostgresEventStore({ ...options, holder: 'the first one' });
    await expect(openPostgresEventStore(options)).rejects.toMatchObject({
      ...{ code: 'store-locked', holder: 'the first one' },
      message: expect.not.stringContaining(address.password!) as unknown,
    });
    await store.close();
    await (await openPostgresEventStore(options)).close();
  });

  it('is one of several in a database, each with a name of its own', async () => {
    const stores = await Promise.all(
      ['north', 'south'].map((name) => open(`${database.url}?schema=${name}`, 'write')),
    );
    for (const [n, store] of stores.entries()) await store.append('a', 'none', [event(n)]);
    for (const [n, store] of stores.entries()) expect(numbers(await wholeLog(store))).toEqual([n]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('is made once when two want to make it at the same moment', async () => {
    const url = `${database.url}?schema=at_once`;
    const opened = await Promise.allSettled([open(url, 'write'), open(url, 'write')]);
    const stores = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(stores).toHaveLength(1);
    expect(opened.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'store-locked' },
    });
    await stores[0]!.close();
  });

  it('of an older version is brought up to date by its writer, and not read before', async () => {
    const url = `${database.url}?schema=older`;
    const before = await open(url, 'write');
    await before.append('a', 'none', [event(1)]);
    await before.close();
    await run(
      database.url,
      `CREATE OR REPLACE FUNCTION older_log.mixed(seed bigint, number bigint) RETURNS bigint
         LANGUAGE sql IMMUTABLE RETURN 0`,
      'UPDATE older_log.versions SET version = 1',
    );
    await expect(open(url, 'read')).rejects.toMatchObject({ code: 'store-missing' });
    const store = await open(url, 'write');
    await store.append('a', 0, [event(2)]);
    expect(numbers(await wholeLog(store))).toEqual([1, 2]);
    await store.close();
  });

  it('of a newer version is refused, for writing and for reading', async () => {
    const url = `${database.url}?schema=newer`;
    await (await open(url, 'write')).close();
    await run(database.url, `UPDATE newer_log.versions SET version = ${FORMAT + 1}`);
    for (const access of ['read', 'write'] as const)
      await expect(open(url, access)).rejects.toMatchObject({
        ...{ code: 'format-too-new', found: FORMAT + 1, supported: FORMAT },
      });
  });

  it('is not made on a server that takes no writes', async () => {
    const { pathname } = new URL(database.url);
    const name = pathname.slice(1);
    await run(database.url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    const url = `${database.url}?schema=standby`;
    await expect(open(url, 'write')).rejects.toMatchObject({ code: 'store-read-only' });
    await run(
      database.url,
      'SET default_transaction_read_only = off',
      `ALTER DATABASE ${name} RESET default_transaction_read_only`,
    );
  });

  it('is not opened with a wrong password, which no message shows', async () => {
    const url = new URL(database.url);
    url.password = 'not-the-password';
    const fault: unknown = await open(url.href, 'write').catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'store-unavailable' });
    const all = JSON.stringify(fault, Object.getOwnPropertyNames(fault));
    expect(all).toContain('password authentication failed');
    expect(all).not.toContain('not-the-password');
  });
});

/** A certificate of the server's own for `localhost`; undefined where none can be made. */
function selfSigned(folder: string): { cert: string; key: string } | undefined {
  const [cert, key] = [join(folder, 'server.crt'), join(folder, 'server.key')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  try {
    execFileSync(
      'openssl',
      [...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'], ...subject].concat(
        ...[
          ['-keyout', key],
          ['-out', cert],
        ],
      ),
      { stdio: 'ignore' },
    );
    return { cert, key };
  } catch {
    return undefined;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'stafett-tls-'));
const certificate = selfSigned(folder);
if (certificate === undefined) rmSync(folder, { recursive: true });

(certificate === undefined ? describe.skip : describe)(
  'A log on PostgreSQL over TLS (skipped without openssl)',
  () => {
    it('is opened where the server shows the certificate that is expected, and nowhere else', async () => {
      const { cert, key } = certificate!;
      const plain = await startPostgres({ dataDir: join(folder, 'data') });
      await plain.stop();
      const { uid, gid } = statSync(join(folder, 'data', 'cluster'));
      chownSync(key, uid, gid);
      expect(readFileSync(cert, 'utf8')).toContain('BEGIN CERTIFICATE');
      const settings = { ssl: 'on', ssl_cert_file: cert, ssl_key_file: key };
      const server = await startPostgres({ dataDir: join(folder, 'data'), settings });
      const at = (host: string, parameters: string): string =>
        `${server.url.replace('127.0.0.1', host)}?${parameters}`;
      const trusted = `sslmode=verify-full&sslrootcert=${cert}`;
      try {
        const store = await open(at('localhost', trusted), 'write');
        await store.append('a', 'none', [event(1)]);
        await store.close();
        await (await open(at('127.0.0.1', 'sslmode=require'), 'read')).close();
        for (const wrong of [at('localhost', 'sslmode=verify-full'), at('127.0.0.1', trusted)])
          await expect(open(wrong, 'read')).rejects.toMatchObject({ code: 'store-unavailable' });
        await expect(plainText(at('127.0.0.1', 'sslmode=disable'))).resolves.toBe(false);
        await expect(encrypted(at('127.0.0.1', 'sslmode=require'))).resolves.toBe(true);
      } finally {
        await server.stop();
        rmSync(folder, { recursive: true });
      }
    });
  },
);

const plainText = (url: string) => usesTls(url, false);
const encrypted = (url: string) => usesTls(url, { rejectUnauthorized: false });

/** Whether the server says that a connection made so is encrypted. */
async function usesTls(url: string, ssl: pg.ClientConfig['ssl']): Promise<boolean> {
  const { host, port, database, user, password } = parsePostgresAddress(url);
  const client = new pg.Client({
    ...{ host, port, database, user, ...(ssl === undefined ? {} : { ssl }) },
    ...(password === undefined ? {} : { password }),
  });
  await client.connect();
  const { rows } = await client.query<{ ssl: boolean }>(
    'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
  );
  await client.end();
  return rows[0]!.ssl;
}
