/**
 * One patient to whom very much happens: events posted one by one, each with an assessment
 * and durable. What the last ones cost beside the first says whether a command costs what is
 * new or the whole life; the memory says what is kept.
 */
import { NestFactory } from '@nestjs/core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineModule, PatientStates, StafettEngine } from '#engine';
import { openSqliteEventStore } from '#event-store/sqlite';
import { rawSqlitePerSecond } from './limits.js';
import { report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder, sampleEvent, sampleFact } from './samples.js';

const COUNTS = [1_000, 10_000, 50_000];
const MINUTE_MS = 60_000;
/** The first and the last events that are timed. */
const SAMPLE = 500;
/** What a swing of the machine may make of the same cost. */
const TIMES_MAX = 2;

await inTemporaryFolder(async (folder) => {
  const rows: Row[] = [];
  for (const count of COUNTS) rows.push(await measure(join(folder, `${count}.db`), count));
  report(rows);
});

async function measure(file: string, count: number): Promise<Row> {
  const clock = Date.now;
  const store = await openSqliteEventStore({ file, access: 'write', clock });
  const module = EngineModule.register({ store, clock });
  const context = await NestFactory.createApplicationContext(module, { logger: false });
  const engine = context.get(StafettEngine);
  const states = context.get(PatientStates);
  const yaml = await readFile('test/pathways/back-pain.yaml', 'utf8');
  await engine.publishDefinition(yaml, { author: 'bench', reason: 'bench' });
  say(`one patient, ${thousands(count)} events`);
  const before = memoryMiB();
  const costs: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const fact = sampleFact(0, Math.min(n, 1));
    const occurredAt = new Date(Date.parse(fact.occurredAt) + n * MINUTE_MS).toISOString();
    const startedAt = performance.now();
    const { outcomes } = await engine.recordFacts('p1', [{ ...fact, id: `e${n}`, occurredAt }]);
    costs.push(performance.now() - startedAt);
    if (outcomes[0]?.status !== 'accepted') throw new Error('an event was not accepted');
  }
  const kept = memoryMiB() - before;
  const weight = states.weight;
  await context.close();
  await store.close();
  // The very first commands pay for what a new process does slowly.
  const first = mean(costs.slice(100, 100 + SAMPLE));
  const last = mean(costs.slice(-SAMPLE));
  const sample = Array.from({ length: 2_000 }, (_, n) => sampleEvent(n, 0));
  const raw = 1_000 / rawSqlitePerSecond(`${file}.raw`, sample, 1);
  return {
    work: `one patient, ${thousands(count)} events posted one by one: the last beside the first`,
    figure: round(last / first),
    unit: 'times',
    target: `≤ ${TIMES_MAX}`,
    met: last <= TIMES_MAX * first,
    beside: `${round(first)} ms an event at the start, ${round(last)} ms at the end, ${round(raw)} ms for one row of raw SQLite FULL in the same run`,
    note: `kept: ${thousands(weight)} facts and decisions, ${thousands(Math.round(kept))} MiB`,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function memoryMiB(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
