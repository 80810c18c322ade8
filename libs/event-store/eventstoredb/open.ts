/** Opening the event store on an EventStoreDB server. */
import { jsonCodec } from '../json-codec.js';
import { APPEND_LIMITS } from '../port.js';
import type { AppendLimits, EventStore, PayloadCodec, Upcasters } from '../port.js';
import { Subscriptions } from '../subscriptions.js';
import type { Encoding } from '../validation.js';
import { Appender } from './appender.js';
import type { AppendWay } from './client.js';
import { refuseUnfinished } from './copy-mark.js';
import { InvalidConnectionString, readConnectionString } from './connection-string.js';
import type { ConnectionTarget, Credentials } from './connection-string.js';
import { EventFormat } from './event-format.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';
import { makeIdentity, readIdentity } from './identity.js';
import type { LogIdentity } from './identity.js';
import { KnownInstants } from './known-instants.js';
import { Acknowledged } from './lateness.js';
import { lendClient } from './lent-clients.js';
import type { LentClient } from './lent-clients.js';
import { LiveFeed, WATCH_MS } from './live-feed.js';
import { LogEnd } from './log-end.js';
import { LogReader } from './log-reader.js';
import { StreamNames } from './names.js';

export interface EventStoreDbOptions {
  /**
   * `esdb://…` or `esdb+discover://…`, as the client takes it, and `prefix=`: what the names of
   * this log's streams begin with on the server (default `stafett`), so that several logs lie
   * beside each other.
   */
  readonly connectionString: string;
  /** Instead of those in the connection string. */
  readonly credentials?: Credentials;
  /** Any number of processes may write; only one should. */
  readonly access: 'write' | 'read';
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly clock: () => number;
  /** Default: JSON text. What it makes as text must be JSON. */
  readonly codec?: PayloadCodec;
  /** Default: what every store takes. More only where the server was set up to take it. */
  readonly limits?: Partial<AppendLimits>;
  readonly upcasters?: Upcasters;
  /** Default `batch`. */
  readonly appends?: AppendWay;
  /** How often subscriptions look for events without a hint of the server, ms. Default 2,000. */
  readonly watchMs?: number;
  /** How long the server may be behind what was read, after a change of leader, ms. Default 10,000. */
  readonly lagMs?: number;
  /** For a copy, which need not be complete: since when each event that is appended counts as known, by id. */
  readonly copied?: (id: string) => number;
}

/** What a server takes in one append unless it was set up otherwise: data and metadata of all events, bytes. */
const SERVER_BYTES = 1_048_576;
const LAG_MS = 10_000;

/**
 * @throws InvalidConnectionString, InsecureCredentials
 * @throws StoreMissing opened for reading, and there is no log yet; CopyUnfinished
 * @throws Unavailable after a while; AccessDenied
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStore> {
  const target = readConnectionString(options.connectionString, options.credentials);
  const way = options.access === 'write' ? (options.appends ?? 'batch') : undefined;
  const reading = understood(() => lendClient(target.connectionString));
  const appending = way && lendClient(target.connectionString, way);
  try {
    return await open(options, target, reading, appending);
  } catch (error) {
    await appending?.giveBack();
    await reading.giveBack();
    throw error;
  }
}

/** What the client says of a connection string repeats it, password and all. @throws InvalidConnectionString */
function understood<T>(connect: () => T): T {
  try {
    return connect();
  } catch (error) {
    const { message } = error as Error;
    const isOfFile = /certificate|userCertFile/.test(message);
    throw new InvalidConnectionString(isOfFile ? message : 'a part of it cannot be read');
  }
}

async function open(
  options: EventStoreDbOptions,
  { prefix, redacted }: ConnectionTarget,
  reading: LentClient,
  appending: LentClient | undefined,
): Promise<EventStore> {
  const names = new StreamNames(prefix);
  const { client } = reading;
  const { identity, birth }: LogIdentity =
    appending === undefined
      ? await readIdentity(client, names, redacted)
      : await makeIdentity({ reading: client, appending: appending.client }, names);
  if (options.copied === undefined) await refuseUnfinished(client, names, redacted);
  const encoding = encodingOf(options);
  const format = new EventFormat(encoding.codec, options.upcasters);
  const known = new KnownInstants();
  const { lagMs = LAG_MS, clock, watchMs = WATCH_MS } = options;
  const acknowledged = new Acknowledged();
  const end = new LogEnd({ client, names, birth, acknowledged, lagMs });
  const reader = new LogReader({ client, names, format, known, end, acknowledged, lagMs });
  const knownSince = { clock, ...(options.copied && { copied: options.copied }) };
  const shared = { names, format, known, reader, acknowledged, ...knownSince };
  let appender: Appender | undefined;
  if (appending !== undefined) {
    acknowledged.raise((await end.look()).end);
    const serverBytes = Math.max(SERVER_BYTES, encoding.limits.batchBytes);
    appender = new Appender({ ...shared, client: appending.client, serverBytes });
  }
  const feed = new LiveFeed({
    ...{ client, names, end, watchMs },
    lastRead: () => reader.lastRead,
  });
  const subscriptions = new Subscriptions(reader, { watch: (wake) => feed.start(wake) });
  return new EventStoreDbEventStore({
    ...{ encoding, identity, reader, end, subscriptions },
    ...(appender && { appender }),
    release: async () => {
      feed.stop();
      await appending?.giveBack();
      await reading.giveBack();
    },
  });
}

function encodingOf({ codec = jsonCodec, limits }: EventStoreDbOptions): Encoding {
  return { codec, limits: { ...APPEND_LIMITS, ...limits }, uniqueKeys: false };
}
