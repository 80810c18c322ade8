/**
 * A log that is copied to EventStoreDB. The order of all events is that of appends, and nothing
 * keeps it where several are under way and one of them fails; so neighbours of one stream go in one
 * append, and each append waits for the one before it. Until the copy is complete nobody can open
 * the log.
 */
import { sizeOfCopied, type CopiedEvent, type CopyTarget } from '../copying.js';
import type { NewEvent } from '../port.js';
import { retrying } from '../retrying.js';
import { readConnectionString } from './connection-string.js';
import { CopyMark } from './copy-mark.js';
import { lendClient } from './lent-clients.js';
import { StreamNames } from './names.js';
import { openEventStoreDb } from './open.js';
import type { EventStoreDbOptions } from './open.js';

/** What goes in one append: the server counts what the store adds to each event too. */
const APPEND_EVENTS = 500;
const APPEND_BYTES = 500_000;

/** @throws what `openEventStoreDb` throws */
export async function openEventStoreDbCopyTarget(
  options: Pick<EventStoreDbOptions, 'connectionString' | 'credentials'>,
): Promise<CopyTarget> {
  const instants = new Map<string, number>();
  const copied = (id: string): number => instants.get(id)!;
  const store = retrying(
    await openEventStoreDb({ ...options, access: 'write', clock: Date.now, copied }),
  );
  const { connectionString, prefix } = readConnectionString(
    options.connectionString,
    options.credentials,
  );
  const lent = [lendClient(connectionString), lendClient(connectionString, 'batch')] as const;
  const clients = { reading: lent[0].client, appending: lent[1].client };
  const mark = new CopyMark(clients, new StreamNames(prefix));
  let isMarked = false;
  return {
    eventBytes: store.limits.eventBytes,
    log: store,
    async write(events) {
      if (!isMarked) await mark.begin();
      isMarked = true;
      for (const batch of neighbours(events)) {
        // Only of this batch: events of different streams may have one id.
        instants.clear();
        for (const { id, knownAt } of batch) instants.set(id, knownAt);
        const [{ stream, revision }] = batch as [CopiedEvent];
        await store.append(stream, revision === 0 ? 'none' : revision - 1, batch.map(appended));
      }
      return 0;
    },
    complete: () => mark.complete(),
    close: async () => {
      await store.close();
      for (const each of lent) await each.giveBack();
    },
  };
}

function appended({ id, type, data, metadata }: CopiedEvent): NewEvent {
  return { id, type, data, metadata };
}

/** Events of one stream that follow each other in the log, as far as an append takes them. */
function* neighbours(events: readonly CopiedEvent[]): Generator<readonly CopiedEvent[]> {
  let batch: CopiedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = sizeOfCopied(event);
    const belongs =
      batch.at(-1)?.stream === event.stream &&
      batch.length < APPEND_EVENTS &&
      bytes + size <= APPEND_BYTES;
    if (!belongs && batch.length > 0) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(event);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
