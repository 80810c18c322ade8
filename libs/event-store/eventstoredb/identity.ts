/**
 * What tells this log from any other: an event in a stream of its own, appended before any other.
 * Several who open a new log at once settle by that which of theirs holds.
 */
import { randomUUID } from 'node:crypto';
import { AccessDenied, StoreMissing, Unavailable } from '../errors.js';
import { Pauses } from '../pauses.js';
import type { Position } from '../port.js';
import { positionFrom, serverFault } from './client.js';
import type { Client, ServerEvent } from './client.js';
import type { StreamNames } from './names.js';
import { eachRecord } from './server-read.js';

/** STORED. */
const TYPE = 'LogIdentified.v1';
const DEADLINE_MS = 5_000;
/** How long a server that is just being started is waited for, ms. */
const OPENING_MS = 15_000;

export interface LogIdentity {
  readonly identity: string;
  /** Nothing of the log is before it. */
  readonly birth: Position;
}

/** @throws StoreMissing there is no log yet; Unavailable, AccessDenied */
export async function readIdentity(
  client: Client,
  names: StreamNames,
  redacted: string,
): Promise<LogIdentity> {
  const found = await patiently(() => find(client, names));
  if (found === undefined) throw new StoreMissing(`${redacted} (${names.prefix}*)`);
  return found;
}

/** @throws Unavailable, AccessDenied */
export async function makeIdentity(
  clients: { readonly reading: Client; readonly appending: Client },
  names: StreamNames,
): Promise<LogIdentity> {
  const event: ServerEvent = {
    id: randomUUID(),
    type: TYPE,
    contentType: 'application/json',
    data: { identity: randomUUID() },
    metadata: undefined,
  };
  return patiently(async () => {
    const found = await find(clients.reading, names);
    if (found !== undefined) return found;
    await clients.appending
      .append(names.identity, 'none', [event], DEADLINE_MS)
      .catch((error: unknown) => {
        const fault = serverFault(error);
        if (fault.kind === 'access-denied') throw new AccessDenied();
        // Somebody else's holds, or nobody knows: the next look tells.
      });
    const made = await find(clients.reading, names);
    if (made === undefined) throw new Unavailable('The log could not be made.');
    return made;
  });
}

async function find(client: Client, names: StreamNames): Promise<LogIdentity | undefined> {
  let found: LogIdentity | undefined;
  const read = client.readStream(names.identity, { backwards: false, from: 0, count: 1 });
  await eachRecord(read, undefined, ({ data, position }) => {
    const { identity } = data as { readonly identity: string };
    found = { identity, birth: positionFrom(position.commit) };
    return false;
  });
  return found;
}

/** Asked again while the server is not there. @throws Unavailable */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (const pauses = new Pauses({ budgetMs: OPENING_MS, pauseMaxMs: 1_000 }, undefined); ;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Unavailable) || !(await pauses.next())) throw error;
    }
  }
}
