/**
 * Writes a golden history for this version: a small region's reports, taken in by the
 * real engine at the instants at which they were sent, with time passing in between.
 * Run by hand when a version is released: `npm run golden -- 0.1`.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { EngineModule, loadHistory, StafettEngine } from '#engine';
import { readWholeLog } from '#event-store';
import { openSqliteEventStore } from '#event-store/sqlite';
import { pseudonymOf } from '#exchange';
import { regionReports } from '../../apps/cli/demo/region.js';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const DAY_MS = 86_400_000;
const SECRET = new Uint8Array(32);

const [version] = process.argv.slice(2);
if (version === undefined) {
  process.stderr.write('Which version? npm run golden -- 0.1\n');
  process.exit(2);
}
let now = NOW - 300 * DAY_MS;
const store = await openSqliteEventStore({ file: ':memory:', access: 'write', clock: () => now });
const context = await NestFactory.createApplicationContext(
  EngineModule.register({ store, clock: () => now }),
  { logger: false },
);
const engine = context.get(StafettEngine);
await engine.publishDefinition(await readFile('deploy/pathways/back-pain.yaml', 'utf8'), {
  author: 'golden',
  reason: version,
});
const waiting = new Map<string, number>();
for (const { patient, event, sentAt } of regionReports({ seed: 7, now: NOW, patients: 40 })) {
  for (const [due, wake] of [...waiting].sort((a, b) => a[1] - b[1])) {
    if (wake > sentAt) continue;
    now = Math.max(now, wake);
    await engine.wakePatient(due);
    remember(due, await wakeOf(due));
  }
  now = Math.max(now, sentAt);
  const [system = '', value = ''] = patient.split('|');
  const pseudonym = pseudonymOf(SECRET, system, value);
  remember(pseudonym, (await engine.recordFacts(pseudonym, [event])).nextWakeUp);
}
const lines: string[] = [];
for await (const page of readWholeLog(store))
  lines.push(...page.map((event) => JSON.stringify(event)));
await mkdir('test/golden', { recursive: true });
await writeFile(`test/golden/region-${version}.ndjson`, `${lines.join('\n')}\n`, { flag: 'wx' });
process.stdout.write(`${lines.length} events\n`);
await context.close();
await store.close();

/** The hint that the last event of the patient carries. */
async function wakeOf(patient: string): Promise<number | undefined> {
  const { wake } = await loadHistory(store, patient);
  return wake;
}

function remember(patient: string, wake: number | undefined): void {
  if (wake === undefined) waiting.delete(patient);
  else waiting.set(patient, wake);
}
