/** One import in a process of its own, so that its memory is its own: prints what it took as JSON. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importFile } from '#exchange';
import { openWriter } from '../../apps/composition/index.js';
import { peakMemoryMiB, perSecond } from './row.js';

export interface ImportOnce {
  readonly events: number;
  readonly accepted: number;
  readonly perSecond: number;
  readonly peakMiB: number;
}

const [file = '', data = '', pathway = ''] = process.argv.slice(2);
const writer = await openWriter(data);
if (pathway === 'sepsis')
  await writer.engine.publishDefinition(await readFile('test/pathways/sepsis.yaml', 'utf8'), {
    author: 'bench',
    reason: 'bench',
  });
const startedAt = performance.now();
const { events, accepted } = await importFile({
  file,
  pathway,
  secret: writer.secret,
  sink: writer.engine,
  rejects: join(data, 'rejects.ndjson'),
});
const answer: ImportOnce = {
  events,
  accepted,
  perSecond: perSecond(events, startedAt),
  peakMiB: peakMemoryMiB(),
};
await writer.close();
process.stdout.write(JSON.stringify(answer));
