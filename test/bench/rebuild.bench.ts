/** Rebuild of all read models from the log, once with histories in one piece and once interleaved. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EventStore, NewEvent } from '#event-store';
import { openWriter } from '../../apps/composition/index.js';
import type { RebuildOnce } from './rebuild-once.js';
import { report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder, sampleEvent } from './samples.js';

const EVENTS = 600_000;
const PER_PATIENT = 15;
const PATIENTS = EVENTS / PER_PATIENT;

/** How many of a patient's events arrive at a time: all (an import), or one by one among the others'. */
const SHAPES = [
  { name: 'imported case by case', atOnce: PER_PATIENT, assessed: false },
  { name: 'arrived interleaved, one at a time', atOnce: 1, assessed: false },
  {
    name: 'imported case by case, with standing on a pathway',
    atOnce: PER_PATIENT,
    assessed: true,
  },
];
const MEMORY_MIB = 512;

const rows: Row[] = [];
for (const { name, atOnce, assessed } of SHAPES) {
  await inTemporaryFolder(async (folder) => {
    say(`${thousands(EVENTS)} events, ${name}`);
    const writer = await openWriter(folder);
    if (assessed)
      await writer.engine.publishDefinition(
        await readFile('test/pathways/back-pain.yaml', 'utf8'),
        {
          author: 'bench',
          reason: 'bench',
        },
      );
    for (let n = 0; n < PER_PATIENT; n += atOnce) {
      for (let first = 0; first < PATIENTS; first += 1_000) {
        await Promise.all(
          Array.from({ length: 1_000 }, (_, i) => appendVisits(writer.store, first + i, n, atOnce)),
        );
      }
    }
    await writer.close();
    const program = fileURLToPath(new URL('./rebuild-once.js', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [program, folder]);
    const { perSecond, peakMiB } = JSON.parse(stdout) as RebuildOnce;
    const target = assessed ? 120_000 : 200_000;
    rows.push({
      work: `rebuild of all read models, ${name}`,
      figure: perSecond,
      unit: 'events/s',
      target: `≥ ${thousands(target)}, < ${MEMORY_MIB} MiB`,
      met: perSecond >= target && peakMiB < MEMORY_MIB,
      beside: 'reading the log decoded (above)',
      note: `Peak memory ${thousands(peakMiB)} MiB`,
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
