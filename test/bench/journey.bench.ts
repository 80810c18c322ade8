/** One patient's journey as of an instant, in a log of a million events. */
import { readFile } from 'node:fs/promises';
import { DefinitionRegistry, patientStream } from '#engine';
import { replayJourney } from '#projections';
import { openWriter } from '../../apps/composition/index.js';
import { percentile, report, say, thousands } from './row.js';
import { inTemporaryFolder, sampleEvent } from './samples.js';

const EVENTS = 1_000_000;
const PER_PATIENT = 20;
const QUESTIONS = 3_000;
const PATIENTS = EVENTS / PER_PATIENT;

await inTemporaryFolder(async (folder) => {
  const writer = await openWriter(folder);
  const { store } = writer;
  const yaml = await readFile('test/pathways/back-pain.yaml', 'utf8');
  await writer.engine.publishDefinition(yaml, { author: 'bench', reason: 'bench' });
  say(`${thousands(EVENTS)} events, arriving patient by patient and visit by visit`);
  // Visits of all patients interleave, as they do in life: a history is spread over the file.
  for (let n = 0; n < PER_PATIENT; n += 5) {
    for (let patient = 0; patient < PATIENTS; patient += 500) {
      await Promise.all(
        Array.from({ length: 500 }, (_, i) =>
          store.append(
            patientStream(`p${patient + i}`),
            n === 0 ? 'none' : n - 1,
            [0, 1, 2, 3, 4].map((k) => sampleEvent(patient + i, n + k)),
          ),
        ),
      );
    }
  }
  const registry = new DefinitionRegistry(store);
  await registry.load();

  const asOf = Date.UTC(2024, 0, 10);
  const milliseconds: number[] = [];
  for (let i = 0; i < QUESTIONS; i += 1) {
    const patient = `p${(i * 7_919) % PATIENTS}`;
    const startedAt = performance.now();
    const answer = await replayJourney(store, registry, patient, { asOf });
    milliseconds.push(performance.now() - startedAt);
    if (answer.events.length === 0) throw new Error(`no events of ${patient}`);
  }
  await writer.close();
  const warm = milliseconds.slice(200);
  const p99 = Math.round(percentile(warm, 0.99) * 100) / 100;
  report([
    {
      work: `journey of one patient as of T, log of ${thousands(EVENTS)} events`,
      figure: p99,
      unit: 'ms (p99)',
      target: '< 5 ms',
      met: p99 < 5,
      beside: `median ${percentile(warm, 0.5).toFixed(2)} ms, slowest ${percentile(warm, 1).toFixed(1)} ms of ${thousands(warm.length)}`,
    },
  ]);
});
