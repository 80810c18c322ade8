/**
 * The whole way: parse, validate, de-duplicate, assess, decide, append. A real
 * hospital's log, repeated with new patients, is imported from its XES file; once
 * three times as long, to see whether memory grows with the number of events.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ImportOnce } from './import-once.js';
import { report, say, thousands } from './row.js';
import { inTemporaryFolder, repeatedSepsisLog } from './samples.js';

const TIMES = 24;
const FLAT_MIB = 64;

await inTemporaryFolder(async (folder) => {
  const [small, large] = [await importTimes(folder, TIMES), await importTimes(folder, 3 * TIMES)];
  if (small === undefined || large === undefined) {
    say('the sepsis log is not at hand: ../shared/data/sepsis; this benchmark is left out');
    return report([]);
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
  ]);
});

async function importTimes(folder: string, times: number): Promise<ImportOnce | undefined> {
  const file = await repeatedSepsisLog(join(folder, `log-${times}.xes`), times);
  if (file === undefined) return undefined;
  say(`importing the log ${times} times over`);
  const program = fileURLToPath(new URL('./import-once.js', import.meta.url));
  const args = [program, file, join(folder, `data-${times}`)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const imported = JSON.parse(stdout) as ImportOnce;
  if (imported.accepted !== imported.events) throw new Error(stdout);
  return imported;
}
