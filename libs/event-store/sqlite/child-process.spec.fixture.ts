/**
 * A process of its own that writes to a log, for tests that need one to kill, to
 * starve or to collide with. It says on standard output what it was answered.
 */
import { writeSync } from 'node:fs';
import { openSqliteEventStore } from './open.js';
import { timeOrderedId } from '../event-id.js';

export interface ChildOrders {
  readonly file: string;
  /** Appenders at once; each appends one batch after the other to its own stream. */
  readonly writers: number;
  /** Batches of each appender. */
  readonly batches: number;
  /** What to do then. `leave` neither closes the store nor ends the process by force. */
  readonly end: 'close' | 'leave' | 'hold';
}

/** The id of event `index` of a batch: the same in every process. */
export function idOf(writer: number, batch: number, index: number): string {
  return timeOrderedId(1_700_000_000_000 + batch, String(writer), String(index));
}

export const BATCH_EVENTS = 3;

function say(line: string): void {
  // Synchronous, so that a line printed is a line the parent gets, whatever comes next.
  writeSync(1, `${line}\n`);
}

async function run({ file, writers, batches, end }: ChildOrders): Promise<void> {
  const store = await openSqliteEventStore({
    file,
    access: 'write',
    clock: Date.now,
    onFailure: (error) => {
      say(`failed ${error.code}`);
      process.exit(70);
    },
  });
  say('open');
  const appender = async (writer: number): Promise<void> => {
    for (let batch = 0; batch < batches; batch += 1) {
      const events = Array.from({ length: BATCH_EVENTS }, (_, index) => ({
        id: idOf(writer, batch, index),
        type: 'Appended.v1',
        data: { writer, batch, index },
        metadata: {},
      }));
      const expected = batch === 0 ? 'none' : batch * BATCH_EVENTS - 1;
      await store.append(`stream-${writer}`, expected, events);
      say(`ack ${writer} ${batch}`);
    }
  };
  const appenders = await Promise.allSettled(
    Array.from({ length: writers }, (_, writer) => appender(writer)),
  );
  for (const result of appenders) {
    if (result.status === 'rejected') say(`refused ${(result.reason as { code: string }).code}`);
  }
  say('done');
  if (end === 'close') await store.close();
  if (end === 'hold') setInterval(() => undefined, 60_000);
}

if (process.argv[2] !== undefined && import.meta.filename === process.argv[1]) {
  await run(JSON.parse(process.argv[2]) as ChildOrders);
}
