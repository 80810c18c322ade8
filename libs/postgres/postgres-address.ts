/**
 * The address of a database: `postgres://user@host:5432/database?schema=stafett`. The password
 * comes apart from it, or in it; whatever is shown to people has none.
 */
import { readFileSync } from 'node:fs';

/** TLS as the driver takes it; false: none. */
export type Tls = false | { readonly rejectUnauthorized: boolean; readonly ca?: string };

export interface PostgresAddress {
  /** Without the password: for messages and logs. */
  readonly text: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly tls: Tls;
  /** What the names of all our schemas begin with: `stafett`, unless `schema` says otherwise. */
  readonly prefix: string;
  /** Not enumerable, so that no log of an object shows it. */
  readonly password?: string;
}

export class PostgresAddressInvalid extends Error {
  override readonly name = 'PostgresAddressInvalid';
  readonly code = 'postgres-address-invalid';
  constructor(what: string, options?: ErrorOptions) {
    super(
      `The address of the PostgreSQL database is not valid: ${what}. ` +
        'It should look like postgres://user@host:5432/database.',
      options,
    );
  }
}

const PARAMETERS = ['schema', 'sslmode', 'sslrootcert', 'host'];
const TLS_MODES = ['disable', 'require', 'verify-full'] as const;
type TlsMode = (typeof TLS_MODES)[number];

/** PostgreSQL cuts longer names off at 63 bytes, and ours go on after it: `_models_1234567`. */
const PREFIX = /^[a-z_][a-z0-9_]{0,39}$/;

/** @param password wins over the one in the address @throws PostgresAddressInvalid */
export function parsePostgresAddress(address: string, password?: string): PostgresAddress {
  const url = urlOf(address);
  for (const name of url.searchParams.keys())
    if (!PARAMETERS.includes(name))
      throw new PostgresAddressInvalid(
        `it has the parameter “${name}”; there are ${PARAMETERS.join(', ')}`,
      );
  const prefix = url.searchParams.get('schema') ?? 'stafett';
  if (!PREFIX.test(prefix))
    throw new PostgresAddressInvalid(
      'schema takes up to 40 lower-case letters, digits and underscores',
    );
  const host = url.searchParams.get('host') ?? decoded(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  const database = decoded(url.pathname.slice(1));
  if (host === '') throw new PostgresAddressInvalid('it names no host');
  if (database === '') throw new PostgresAddressInvalid('it names no database');
  const user = decoded(url.username);
  if (user === '') throw new PostgresAddressInvalid('it names no user');
  const secret = password ?? (url.password === '' ? undefined : decoded(url.password));
  url.password = '';
  const parsed = {
    ...{ text: url.href, host, port: Number(url.port === '' ? 5432 : url.port), database, user },
    ...{ tls: tlsOf(url, host), prefix },
  };
  return secret === undefined
    ? parsed
    : Object.defineProperty(parsed, 'password', { value: secret, enumerable: false });
}

/** Which of them takes writes the driver cannot find out. */
const SEVERAL_HOSTS = /^\w+:\/\/(?:[^@/?#]*@)?[^/?#]*,/;

function urlOf(address: string): URL {
  if (SEVERAL_HOSTS.test(address))
    throw new PostgresAddressInvalid(
      'it names several hosts; name one that leads to the primary, also after a failover',
    );
  // What the parser says of a fault may hold the address, and with it the password.
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol))
    throw new PostgresAddressInvalid('it is no address that begins with postgres://');
  return url;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new PostgresAddressInvalid('a per cent sign in it has to be written as %25', { cause });
  }
}

/** Patient data crosses a network only encrypted, and only to a server that shows who it is, unless the address says otherwise. */
function tlsOf({ searchParams }: URL, host: string): Tls {
  const asked = searchParams.get('sslmode') ?? (isLocal(host) ? 'disable' : 'verify-full');
  if (!TLS_MODES.includes(asked as TlsMode))
    throw new PostgresAddressInvalid(`sslmode takes ${TLS_MODES.join(', ')}`);
  if (asked === 'disable') return false;
  const file = searchParams.get('sslrootcert');
  const ca = file === null ? {} : { ca: certificate(file) };
  return { rejectUnauthorized: asked === 'verify-full', ...ca };
}

function certificate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PostgresAddressInvalid(`its sslrootcert, ${file}, cannot be read`, { cause });
  }
}

/** On this machine: a Unix socket or the loopback interface. */
function isLocal(host: string): boolean {
  return host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host);
}
