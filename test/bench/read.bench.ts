/** Reading the whole log, decoded. */
import { join } from 'node:path';
import { readWholeLog, type NewEvent } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { rawParsesPerSecond } from './limits.js';
import { perSecond, report, say, thousands } from './row.js';
import { inTemporaryFolder, sampleEvent } from './samples.js';

const EVENTS = 400_000;
const PER_STREAM = 20;

await inTemporaryFolder(async (folder) => {
  const store = await openSqliteEventStore({
    file: join(folder, 'log.db'),
    access: 'write',
    clock: Date.now,
  });
  say(`${thousands(EVENTS)} events to read`);
  const sample: NewEvent[] = [];
  for (let patient = 0; patient < EVENTS / PER_STREAM; patient += 100) {
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => {
        const batch = Array.from({ length: PER_STREAM }, (__, n) => sampleEvent(patient + i, n));
        if (sample.length < 100_000) sample.push(...batch);
        return store.append(`patient-${patient + i}`, 'none', batch);
      }),
    );
  }
  const rates: number[] = [];
  for (let run = 0; run < 4; run += 1) {
    let seen = 0;
    const startedAt = performance.now();
    for await (const page of readWholeLog(store)) seen += page.length;
    if (seen !== EVENTS) throw new Error(`read ${seen} of ${EVENTS} events`);
    if (run > 0) rates.push(perSecond(seen, startedAt));
  }
  await store.close();
  rates.sort((a, b) => a - b);
  const rate = rates[1] ?? 0;
  report([
    {
      work: 'read the whole log, decoded',
      figure: rate,
      unit: 'events/s',
      target: '≥ 400,000',
      met: rate >= 400_000,
      beside: `JSON.parse of the same payloads ${thousands(rawParsesPerSecond(sample))}/s`,
    },
  ]);
});
