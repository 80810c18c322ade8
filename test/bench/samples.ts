/** Events and logs to measure with, the same in every run. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { once } from 'node:events';
import { timeOrderedId, type NewEvent } from '#event-store';
import { storedFact, type CareEvent } from '#care-event';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2024, 0, 1);

export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stafett-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The n-th referral of a patient: about 300 bytes as stored. */
export function sampleFact(patient: number, n: number): CareEvent {
  return {
    id: `ref-${patient}-${n}`,
    source: 'urn:stafett:bench:gp',
    type: n === 0 ? 'SymptomOnsetReported' : 'VisitCompleted',
    version: 1,
    occurredAt: new Date(START_MS + patient * 1_000 + n * DAY_MS).toISOString(),
    actor: { role: 'physiotherapist', organisation: 'urn:org:4601' },
    municipality: '4601',
    data: n === 0 ? {} : { profession: 'physiotherapist' },
  };
}

/** As the store takes it. */
export function sampleEvent(patient: number, n: number): NewEvent {
  const fact = sampleFact(patient, n);
  const at = Date.parse(fact.occurredAt);
  return { id: timeOrderedId(at, 'bench', fact.id), ...storedFact(fact) };
}

const SEPSIS = resolve('../shared/data/sepsis/Sepsis_Cases-Event_Log.xes.gz');

/** Writes the sepsis log `times` over with new patients; undefined where the log is not at hand. */
export async function repeatedSepsisLog(file: string, times: number): Promise<string | undefined> {
  if (!existsSync(SEPSIS)) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(SEPSIS).pipe(createGunzip()))
    chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const first = text.indexOf('<trace>');
  const last = text.lastIndexOf('</trace>') + '</trace>'.length;
  const out = createWriteStream(file);
  out.write(text.slice(0, first));
  const traces = text.slice(first, last);
  for (let i = 0; i < times; i += 1) {
    // The trace's own name comes first in this log; events keep theirs.
    const renamed = traces.replaceAll(
      /(<trace>\s*<string key="concept:name" value=")/g,
      (start: string) => `${start}${i}-`,
    );
    if (!out.write(renamed)) await once(out, 'drain');
  }
  out.end(text.slice(last));
  await once(out, 'finish');
  return file;
}
