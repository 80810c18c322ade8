/** Connection strings as users write them: the client's own, and which log of that server is meant. */
import { EventStoreError } from '../errors.js';

/** The connection string is none, or has a part that nobody knows. It may hold a password, so it is not repeated. */
export class InvalidConnectionString extends EventStoreError {
  readonly code = 'invalid-connection-string';
  readonly retryable = false;
  constructor(readonly reason: string) {
    super(
      `The connection string of EventStoreDB cannot be used: ${reason}. ` +
        'It looks like esdb://host:2113?tls=true, or esdb+discover://name for a cluster.',
    );
  }
}

/** A password would go over a connection that is not encrypted; the client then leaves it out silently. */
export class InsecureCredentials extends EventStoreError {
  readonly code = 'insecure-credentials';
  readonly retryable = false;
  constructor() {
    super(
      'A user or a certificate is given for a connection without TLS (tls=false), over which they are not sent. ' +
        'Use TLS, or leave them out for a server that asks for none.',
    );
  }
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface ConnectionTarget {
  /** For the client. Has the password, if there is one: never shown. */
  readonly connectionString: string;
  /** What the names of the log's streams begin with on the server, before a dot. */
  readonly prefix: string;
  /** Without a password, for messages. */
  readonly redacted: string;
}

const PARTS = /^(esdb(?:\+discover)?):\/\/(?:([^@]*)@)?([^@/?]+)\/?(?:\?(.*))?$/;
const PREFIX = /^[A-Za-z0-9_]{1,40}$/;
const PREFIX_DEFAULT = 'stafett';
/** How the server names these connections to whoever looks after it. */
const CONNECTION_NAME = 'stafett';

/** What the client knows; of others it only prints that it takes no notice of them. */
const OPTIONS = new Set([
  ...['usercertfile', 'userkeyfile', 'maxdiscoverattempts', 'connectionname', 'defaultdeadline'],
  ...['discoveryinterval', 'gossiptimeout', 'nodepreference', 'tls', 'tlscafile'],
  ...['keepaliveinterval', 'keepalivetimeout'],
]);

/**
 * @param credentials instead of those in the string
 * @throws InvalidConnectionString, InsecureCredentials
 */
export function readConnectionString(text: string, credentials?: Credentials): ConnectionTarget {
  const [, scheme, user, hosts, query = ''] = PARTS.exec(text.trim()) ?? [];
  if (scheme === undefined || hosts === undefined)
    throw new InvalidConnectionString(
      'it does not begin with esdb:// or esdb+discover:// and a host',
    );
  const options = readOptions(query);
  const prefix = options.get('prefix') ?? PREFIX_DEFAULT;
  if (!PREFIX.test(prefix))
    throw new InvalidConnectionString('its prefix is not 1 to 40 letters, digits and underscores');
  const authority = credentials === undefined ? user : authorityOf(credentials);
  if (authority !== undefined && !/^[^:]+:./.test(authority))
    throw new InvalidConnectionString('it names a user and no password');
  const isSecret = authority !== undefined || options.has('usercertfile');
  if (options.get('tls') === 'false' && isSecret) throw new InsecureCredentials();
  options.delete('prefix');
  if (!options.has('connectionname')) options.set('connectionname', CONNECTION_NAME);
  const rest = [...options].map(([name, value]) => `${name}=${value}`).join('&');
  const end = rest === '' ? '' : `?${rest}`;
  const connectionString = `${scheme}://${authority === undefined ? '' : `${authority}@`}${hosts}${end}`;
  return { connectionString, prefix, redacted: `${scheme}://${hosts}` };
}

function readOptions(query: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const pair of query === '' ? [] : query.split('&')) {
    const [name = ''] = pair.split('=', 1);
    const value = pair.slice(name.length + 1).trim();
    const key = name.trim().toLowerCase().replaceAll(/[_-]/g, '');
    if (value === '') throw new InvalidConnectionString(`its option ${name} has no value`);
    if (key !== 'prefix' && !OPTIONS.has(key))
      throw new InvalidConnectionString(`it has an option ${name} that this program does not know`);
    options.set(key, value);
  }
  return options;
}

function authorityOf({ username, password }: Credentials): string {
  return `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
}
