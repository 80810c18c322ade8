/**
 * For the specs that say how the server behaves: they run against the stand-in, and against the
 * server that `EVENTSTOREDB_URL` names, to which they only add.
 */
import {
  EventStoreDBClient,
  type EventData,
  jsonEvent,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { startStandIn } from './stand-in.js';

/** Whoever the URL names, or somebody: without TLS the client keeps it to itself. */
const [, username = 'admin', password = 'changeit'] = (
  /\/\/([^:@/]+):([^@/]+)@/.exec(process.env['EVENTSTOREDB_URL'] ?? '') ?? []
).map(decodeURIComponent);

/** The two ways to append: the client takes the older one for calls with credentials. */
export const WAYS = [
  ['by batch', {}],
  ['by a call of its own', { credentials: { username, password } }],
] as const;

export interface TestServer {
  readonly client: EventStoreDBClient;
  stop(): Promise<void>;
}

export async function testServer(): Promise<TestServer> {
  const url = process.env['EVENTSTOREDB_URL'];
  const standIn = url === undefined ? await startStandIn() : undefined;
  const client = connect(standIn?.connectionString ?? url ?? '');
  const stop = async () => {
    await client.dispose();
    await standIn?.stop();
  };
  return { client, stop };
}

export function connect(url: string): EventStoreDBClient {
  return EventStoreDBClient.connectionString(url);
}

export function newStream(prefix = 'spec'): string {
  return `${prefix}-${randomUUID()}`;
}

export function event(data: object = { a: 1 }, id: string = randomUUID()): EventData {
  return jsonEvent({ id, type: 'told', data: { ...data } });
}

export function events(count: number): EventData[] {
  return Array.from({ length: count }, () => event());
}

export async function collect(read: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent[]> {
  const all: ResolvedEvent[] = [];
  for await (const resolved of read) all.push(resolved);
  return all;
}

/** What an append or a read is refused with; fails where it is not. */
export async function refusalOf(
  act: Promise<unknown>,
): Promise<{ type: string; actualVersion?: bigint | 'no_stream' }> {
  return act.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: { type: string }) => error,
  );
}
