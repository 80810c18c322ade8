/** Rebuild of all read models from the log, once with histories in one piece and once interleaved. */
import { join } from 'node:path';
import type { EventStore, NewEvent } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { ProjectionRunner } from '#projections';
import { openReadModels } from '#projections/sqlite';
import { perSecond, report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder, sampleEvent } from './samples.js';

const EVENTS = 600_000;
const PER_PATIENT = 15;
const PATIENTS = EVENTS / PER_PATIENT;

/** How many of a patient's events arrive at a time: all (an import), or one by one among the others'. */
const SHAPES = [
  { name: 'imported case by case', atOnce: PER_PATIENT },
  { name: 'arrived interleaved, one at a time', atOnce: 1 },
];

const rows: Row[] = [];
for (const { name, atOnce } of SHAPES) {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, 'log.db');
    const store = await openSqliteEventStore({ file, access: 'write', clock: Date.now });
    say(`${thousands(EVENTS)} events, ${name}`);
    for (let n = 0; n < PER_PATIENT; n += atOnce) {
      for (let first = 0; first < PATIENTS; first += 1_000) {
        await Promise.all(
          Array.from({ length: 1_000 }, (_, i) => appendVisits(store, first + i, n, atOnce)),
        );
      }
    }
    const models = await openReadModels({ file: join(folder, 'models.db'), access: 'write' });
    const startedAt = performance.now();
    const { events } = await new ProjectionRunner({ store, models }).catchUp();
    const rate = perSecond(events, startedAt);
    await models.close();
    await store.close();
    rows.push({
      work: `rebuild of all read models, ${name}`,
      figure: rate,
      unit: 'events/s',
      target: '≥ 200,000',
      met: rate >= 200_000,
      beside: 'reading the log decoded (above)',
    });
  });
}
report(rows);

function appendVisits(
  store: EventStore,
  patient: number,
  n: number,
  atOnce: number,
): Promise<unknown> {
  const batch: NewEvent[] = Array.from({ length: atOnce }, (_, k) => sampleEvent(patient, n + k));
  return store.append(`patient-p${patient}`, n === 0 ? 'none' : n - 1, batch);
}
