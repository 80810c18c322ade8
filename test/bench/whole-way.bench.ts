/**
 * The whole way: parse, validate, de-duplicate, assess, decide, append. A real
 * hospital's log, repeated with new patients, is imported from its XES file.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importFile } from '#exchange';
import { openWriter } from '../../apps/compose/index.js';
import { peakMemoryMiB, perSecond, report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder, repeatedSepsisLog } from './samples.js';

const TIMES = 24;
const SMALL = 6;

await inTemporaryFolder(async (folder) => {
  const rows: Row[] = [];
  const peaks: number[] = [];
  let rate = 0;
  let events = 0;
  for (const times of [SMALL, TIMES]) {
    const file = await repeatedSepsisLog(join(folder, `log-${times}.xes`), times);
    if (file === undefined) {
      say('the sepsis log is not at hand: ../shared/data/sepsis; this benchmark is left out');
      return report(rows);
    }
    const writer = await openWriter(join(folder, `data-${times}`));
    await writer.engine.publishDefinition(await readFile('test/pathways/sepsis.yaml', 'utf8'), {
      author: 'bench',
      reason: 'bench',
    });
    say(`importing the log ${times} times over`);
    const startedAt = performance.now();
    const imported = await importFile({
      file,
      pathway: 'sepsis',
      secret: writer.secret,
      sink: writer.engine,
      rejects: join(folder, 'rejects.ndjson'),
    });
    rate = perSecond(imported.events, startedAt);
    events = imported.events;
    if (imported.accepted !== imported.events) throw new Error(JSON.stringify(imported));
    peaks.push(peakMemoryMiB());
    await writer.close();
  }
  const [small = 0, large = 0] = peaks;
  rows.push({
    work: `whole way, import of ${thousands(events)} events`,
    figure: rate,
    unit: 'events/s',
    target: '≥ 20,000',
    met: rate >= 20_000,
    beside: 'reading the log decoded, and the append limits above',
  });
  rows.push({
    work: 'memory of the whole way (peak resident)',
    figure: large,
    unit: 'MiB',
    target: '< 512 and flat',
    met: large < 512 && large < small * 1.5,
    beside: `${small} MiB after a quarter of the events`,
  });
  report(rows);
});
