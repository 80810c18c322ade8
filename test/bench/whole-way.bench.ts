/**
 * The whole way: parse, validate, de-duplicate, assess, decide, append. A real
 * hospital's log, repeated with new patients, is imported from its XES file; once
 * three times as long, to see whether memory grows with the number of events; and a log with few
 * events per case, where what a case costs counts.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ImportOnce } from './import-once.js';
import { FINES_CASES, FINES_EVENTS, writeFinesLog } from './fines-log.js';
import { report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder, repeatedSepsisLog } from './samples.js';

const TIMES = 24;
const FLAT_MIB = 64;

await inTemporaryFolder(async (folder) => {
  const [small, large] = [await importTimes(folder, TIMES), await importTimes(folder, 3 * TIMES)];
  if (small === undefined || large === undefined) {
    say('the sepsis log is not at hand: ../shared/data/sepsis; this benchmark is left out');
    return report(await fewEventsPerCase(folder));
  }
  report([
    {
      work: `whole way, import of ${thousands(large.events)} events`,
      figure: large.perSecond,
      unit: 'events/s',
      target: '≥ 20,000',
      met: large.perSecond >= 20_000,
      beside: 'the append limits above; every event parsed, checked, assessed, decided on',
    },
    {
      work: 'memory of the whole way (peak resident)',
      figure: large.peakMiB,
      unit: 'MiB',
      target: '< 512 and flat',
      met: large.peakMiB < 512 && large.peakMiB < small.peakMiB + FLAT_MIB,
      beside: `${small.peakMiB} MiB for ${thousands(small.events)} events`,
    },
    ...(await fewEventsPerCase(folder)),
  ]);
});

async function importTimes(folder: string, times: number): Promise<ImportOnce | undefined> {
  const file = await repeatedSepsisLog(join(folder, `log-${times}.xes`), times);
  if (file === undefined) return undefined;
  say(`importing the log ${times} times over`);
  return importOnce(file, join(folder, `data-${times}`), 'sepsis');
}

async function importOnce(file: string, data: string, pathway: string): Promise<ImportOnce> {
  const program = fileURLToPath(new URL('./import-once.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, file, data, pathway]);
  const imported = JSON.parse(stdout) as ImportOnce;
  if (imported.accepted !== imported.events) throw new Error(stdout);
  return imported;
}

async function fewEventsPerCase(folder: string): Promise<readonly Row[]> {
  const file = join(folder, 'fines.xes');
  await writeFinesLog(file);
  say(`importing ${thousands(FINES_CASES)} cases with few events each`);
  const { events, perSecond, peakMiB } = await importOnce(file, join(folder, 'fines'), 'fines');
  if (events !== FINES_EVENTS) throw new Error(`${events} events were imported.`);
  const perCase = Math.round((1_000_000 * events) / perSecond / FINES_CASES);
  return [
    {
      work: `whole way, import of ${thousands(FINES_CASES)} cases with ${thousands(FINES_EVENTS)} events`,
      figure: perSecond,
      unit: 'events/s',
      target: '≥ 20,000',
      met: perSecond >= 20_000,
      beside: `${thousands(perCase)} µs per case; the import above`,
    },
    {
      work: 'memory of that (peak resident)',
      figure: peakMiB,
      unit: 'MiB',
      target: '< 512',
      met: peakMiB < 512,
      beside: 'the import above',
    },
  ];
}
