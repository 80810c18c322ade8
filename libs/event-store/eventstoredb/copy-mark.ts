/**
 * What says on the server that a log is being copied into it: a stream of its own, whose last event
 * is that a copy began until it is complete. Whoever opens the log looks there first.
 */
import { randomUUID } from 'node:crypto';
import { AccessDenied, CopyUnfinished, Unavailable } from '../errors.js';
import { serverFault } from './client.js';
import type { Client } from './client.js';
import { patiently } from './identity.js';
import type { StreamNames } from './names.js';
import { eachRecord } from './server-read.js';

/** STORED. */
const BEGAN = 'LogCopyBegan.v1';
/** STORED. */
const COMPLETED = 'LogCopyCompleted.v1';
const DEADLINE_MS = 5_000;

interface Mark {
  readonly type: string;
  readonly revision: number;
}

/** @throws CopyUnfinished; Unavailable, AccessDenied */
export async function refuseUnfinished(
  client: Client,
  names: StreamNames,
  redacted: string,
): Promise<void> {
  const last = await patiently(() => lastMark(client, names));
  if (last?.type === BEGAN) throw new CopyUnfinished(`${redacted} (${names.prefix}*)`);
}

export class CopyMark {
  constructor(
    private readonly clients: { readonly reading: Client; readonly appending: Client },
    private readonly names: StreamNames,
  ) {}

  /** Before anything is written: from here on nobody can open the log. */
  begin(): Promise<void> {
    return this.mark(BEGAN, (last) => last?.type === BEGAN);
  }

  /** After all of it was compared. */
  complete(): Promise<void> {
    return this.mark(COMPLETED, (last) => last?.type !== BEGAN);
  }

  private mark(type: string, isMarked: (last: Mark | undefined) => boolean): Promise<void> {
    const { reading, appending } = this.clients;
    return patiently(async () => {
      const last = await lastMark(reading, this.names);
      if (isMarked(last)) return;
      const metadata = undefined;
      const contentType = 'application/json';
      const event = { id: randomUUID(), type, contentType, data: {}, metadata } as const;
      await appending
        .append(this.names.copying, last?.revision ?? 'none', [event], DEADLINE_MS)
        .catch((error: unknown) => {
          if (serverFault(error).kind === 'access-denied') throw new AccessDenied();
          // The next look tells what became of it.
        });
      if (!isMarked(await lastMark(reading, this.names)))
        throw new Unavailable('The copy could not be marked as under way, or as complete.');
    });
  }
}

async function lastMark(client: Client, names: StreamNames): Promise<Mark | undefined> {
  let last: Mark | undefined;
  const read = client.readStream(names.copying, { backwards: true, from: undefined, count: 1 });
  await eachRecord(read, undefined, ({ type, revision }) => {
    last = { type, revision: Number(revision) };
    return false;
  });
  return last;
}
