/** Parked sequences keep their contract on every kind of log. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutcomeUnknown, retrying, type EventStore } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { describeParkedSequencesContract } from '../contract/index.js';

const open = (file: string): Promise<EventStore> =>
  openSqliteEventStore({ file, access: 'write', clock: () => 1_000 });

describeParkedSequencesContract('SQLite in memory', async () => {
  const store = await open(':memory:');
  return { store, dispose: () => store.close() };
});

describeParkedSequencesContract('SQLite on disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parked-'));
  const store = await open(join(folder, 'log.db'));
  const dispose = async (): Promise<void> => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, dispose };
});

/** Stands for a remote log: it writes, and then its answer is lost every other time. */
describeParkedSequencesContract('a log whose answers are lost', async () => {
  const store = await open(':memory:');
  let appends = 0;
  const append: EventStore['append'] = async (...asked) => {
    const answer = await store.append(...asked);
    appends += 1;
    if (appends % 2 === 0) return answer;
    throw new OutcomeUnknown('the answer was lost');
  };
  const awkward = Object.create(store, { append: { value: append } }) as EventStore;
  return {
    store: retrying(awkward, { pause: () => Promise.resolve() }),
    dispose: () => store.close(),
  };
});
