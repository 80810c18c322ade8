/** A server with a standby, which can take its place at the same address. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, chownSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type PostgresServer } from '#postgres/embedded';

export interface WithStandby {
  readonly primary: PostgresServer;
  readonly standby: PostgresServer;
  /** The primary dies, and the standby answers at its address, whatever it has by then. */
  failOver(): Promise<void>;
  stop(): Promise<void>;
}

/** @param folder which nobody else uses */
export async function startWithStandby(folder: string): Promise<WithStandby> {
  const [first, second] = [join(folder, 'primary'), join(folder, 'standby')];
  const primary = await startPostgres({ dataDir: first });
  const { port } = primary;
  const { username, password } = new URL(primary.url);
  // A copy of the files of a server that was stopped in order is a base backup.
  await primary.stop();
  execFileSync('cp', ['-a', first, second]);
  const [settings, signal] = ['postgresql.conf', 'standby.signal'].map((name) =>
    join(second, 'cluster', name),
  );
  const link = `host=127.0.0.1 port=${port} user=${username} password=${password}`;
  appendFileSync(settings!, `primary_conninfo = '${link}'\n`);
  appendFileSync(signal!, '');
  const { uid, gid } = statSync(settings!);
  chownSync(signal!, uid, gid);
  await primary.restart();
  let standby = await startPostgres({ dataDir: second });
  return {
    primary,
    get standby() {
      return standby;
    },
    async failOver() {
      await primary.kill();
      await standby.restart();
      const client = new pg.Client({ connectionString: standby.url });
      await client.connect();
      await client.query('select pg_promote()');
      await client.end();
      await standby.stop();
      standby = await startPostgres({ dataDir: second, port });
    },
    async stop() {
      await standby.stop();
      await primary.stop();
    },
  };
}
