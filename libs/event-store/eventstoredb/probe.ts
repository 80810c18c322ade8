/** What a server can be asked about itself, and how fast it answers. */
import { readConnectionString } from './connection-string.js';
import type { Credentials } from './connection-string.js';
import { lendClient } from './lent-clients.js';

export interface ServerProbe {
  /** As the server says it; undefined where it does not. */
  readonly version: string | undefined;
  /** How long a question takes, ms. */
  readonly answerMs: number;
  /** Events read in the time below; none on an empty server. */
  readonly events: number;
  readonly readMs: number;
}

/** Enough to tell a server that compresses its answers, tens of times slower to read, from others. */
const EVENTS = 2_000;

/** Reads a part of the server's log as any reader does. @throws what the client throws; InvalidConnectionString */
export async function probeEventStoreDb(
  connectionString: string,
  credentials?: Credentials,
): Promise<ServerProbe> {
  const target = readConnectionString(connectionString, credentials);
  const lent = lendClient(target.connectionString);
  const { client } = lent;
  try {
    await readSome(client, 1);
    const asked = performance.now();
    await readSome(client, 1);
    const answerMs = performance.now() - asked;
    const version = await client.serverVersion();
    const began = performance.now();
    const events = await readSome(client, EVENTS);
    return { version, answerMs, events, readMs: performance.now() - began };
  } finally {
    await lent.giveBack();
  }
}

async function readSome(
  client: ReturnType<typeof lendClient>['client'],
  count: number,
): Promise<number> {
  let events = 0;
  for await (const { event } of client.readAll({ backwards: true, count }))
    if (event !== undefined) events += 1;
  return events;
}
