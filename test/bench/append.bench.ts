/** Durable appends: one writer one event at a time, then 64 writers at once. */
import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store/sqlite';
import { rawSqlitePerSecond, rawSyncsPerSecond } from './limits.js';
import { perSecond, report, say, thousands } from './row.js';
import { inTemporaryFolder, sampleEvent } from './samples.js';

const ONE_BY_ONE = 20_000;
const WRITERS = 64;
const PER_WRITER = 6_000;

await inTemporaryFolder(async (folder) => {
  const store = await openSqliteEventStore({
    file: join(folder, 'log.db'),
    access: 'write',
    clock: Date.now,
  });

  say('one writer, one event at a time');
  const events = Array.from({ length: ONE_BY_ONE }, (_, i) => sampleEvent(i, 0));
  const warm = 2_000;
  for (const event of events.slice(0, warm))
    await store.append(`patient-${event.id}`, 'none', [event]);
  let startedAt = performance.now();
  for (const event of events.slice(warm))
    await store.append(`patient-${event.id}`, 'none', [event]);
  const single = perSecond(ONE_BY_ONE - warm, startedAt);

  say(`${WRITERS} writers, one event at a time each`);
  startedAt = performance.now();
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let n = 0; n < PER_WRITER; n += 1) {
        await store.append(`writer-${writer}`, n === 0 ? 'none' : n - 1, [
          sampleEvent(1e6 + writer, n),
        ]);
      }
    }),
  );
  const many = perSecond(WRITERS * PER_WRITER, startedAt);
  await store.close();

  say('limits: the bare disk and bare SQLite');
  const syncs = rawSyncsPerSecond(folder, 300, 10_000);
  const rawSingle = rawSqlitePerSecond(folder, events.slice(0, 10_000), 1);
  const grouped = Array.from({ length: 200_000 }, (_, i) => sampleEvent(i, 1));
  const rawGrouped = rawSqlitePerSecond(folder, grouped, WRITERS);
  const share = Math.round((100 * single) / rawSingle);

  report([
    {
      work: 'durable append, one writer, one event at a time',
      figure: single,
      unit: 'events/s',
      target: '≥ 5,000 and ≥ 70 % of raw SQLite FULL',
      met: single >= 5_000 && single >= 0.7 * rawSingle,
      beside: `raw SQLite FULL ${thousands(rawSingle)}/s (${share} %); fdatasync ${thousands(syncs)}/s`,
    },
    {
      work: `durable append, ${WRITERS} concurrent writers`,
      figure: many,
      unit: 'events/s',
      target: '≥ 60,000',
      met: many >= 60_000,
      beside: `raw SQLite FULL, ${WRITERS} rows a commit ${thousands(rawGrouped)}/s`,
    },
  ]);
});
