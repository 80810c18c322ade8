/** A PostgreSQL server: its version, what our user may do, how safely it commits, and its clock. */
import { openPool } from '#postgres';
import { addressOf } from '../stores/postgres.js';
import type { PostgresPlace } from '../stores/places.js';
import { failed, failedBy, milliseconds, ok, warning, type Finding } from './findings.js';

const STATEMENT_MS = 10_000;
const OLDEST = 150_000;
/** What one server process has open at most: three threads that read, write and follow. */
const CONNECTIONS_NEEDED = 40;
const CLOCK_APART_MS = 2_000;
const ANSWER_SLOW_MS = 20;

interface About {
  readonly version: string;
  readonly number: number;
  readonly user: string;
  readonly may_create: boolean;
  readonly standby: boolean;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
  readonly encoding: string;
  readonly max_connections: number;
  readonly used: number;
  readonly now_ms: number;
  readonly encrypted: boolean | null;
  readonly schemas: number;
}

const QUESTION = `select current_setting('server_version') as version,
  current_setting('server_version_num')::int as number, current_user as "user",
  has_database_privilege(current_database(), 'CREATE') as may_create, pg_is_in_recovery() as standby,
  current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('server_encoding') as encoding,
  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as max_connections,
  (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
  extract(epoch from clock_timestamp())::float8 * 1000 as now_ms,
  (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as encrypted,
  (select count(*)::int from pg_namespace where nspname in ($1, $2)) as schemas`;

/** @param clock of this machine */
export async function checkPostgres(
  place: PostgresPlace,
  clock: () => number,
): Promise<readonly Finding[]> {
  try {
    const address = addressOf(place);
    const pool = openPool(address, {
      ...{ purpose: 'config check', connections: 1, statementMs: STATEMENT_MS },
    });
    try {
      await pool.query('select 1');
      const began = performance.now();
      await pool.query('select 1');
      const answerMs = performance.now() - began;
      const { rows } = await pool.query<About>(QUESTION, [
        `${address.prefix}_log`,
        `${address.prefix}_work`,
      ]);
      const now = clock();
      const isLocal = address.tls === false;
      return [
        ...aboutServer(rows[0]!, isLocal),
        ...aboutCommits(rows[0]!),
        ...aboutTime(rows[0]!, answerMs, now),
      ];
    } finally {
      await pool.end();
    }
  } catch (error) {
    return [failedBy(error)];
  }
}

function aboutServer(about: About, isLocal: boolean): readonly Finding[] {
  const { version, number, user, may_create: mayCreate, standby, encoding, schemas } = about;
  const left = about.max_connections - about.used;
  const connections = `${left} of its ${about.max_connections} connections are free`;
  return [
    number < OLDEST
      ? failed(`It is PostgreSQL ${version}; 15 or newer is needed.`)
      : ok(`It is PostgreSQL ${version}.`),
    standby ? failed('It is a standby, which takes no writes.') : ok('It takes writes.'),
    mayCreate
      ? ok(`The user ${user} may make schemas.`)
      : schemas > 0
        ? warning(`The user ${user} may not make schemas: read models cannot be rebuilt.`)
        : failed(`The user ${user} may not make schemas: GRANT CREATE ON DATABASE … TO ${user}.`),
    encoding === 'UTF8'
      ? ok('Its encoding is UTF8.')
      : failed(`Its encoding is ${encoding}; UTF8 is needed.`),
    left < CONNECTIONS_NEEDED
      ? warning(`${connections}; a server uses up to ${CONNECTIONS_NEEDED}.`)
      : ok(`${connections}.`),
    about.encrypted === true || isLocal
      ? ok(about.encrypted === true ? 'The connection is encrypted.' : 'It is not encrypted.')
      : warning('The connection is not encrypted.'),
  ];
}

/** Settings under which what was acknowledged may be lost. */
function aboutCommits(about: About): readonly Finding[] {
  const unsafe = (['fsync', 'full_page_writes', 'synchronous_commit'] as const).filter(
    (name) => about[name] === 'off',
  );
  if (unsafe.length === 0) return [ok('What it has committed is on its disk.')];
  return [failed(`${unsafe.join(', ')} = off: what was acknowledged is lost in a power cut.`)];
}

function aboutTime(about: About, answerMs: number, now: number): readonly Finding[] {
  const apart = Math.abs(now - answerMs / 2 - about.now_ms);
  const clocks = `Its clock and that of this machine are ${milliseconds(apart)} apart`;
  const answers = `It answers after ${milliseconds(answerMs)}`;
  return [
    apart > CLOCK_APART_MS ? warning(`${clocks}: set both by a time server.`) : ok(`${clocks}.`),
    answerMs > ANSWER_SLOW_MS
      ? warning(`${answers}: each append waits for that.`)
      : ok(`${answers}.`),
  ];
}
