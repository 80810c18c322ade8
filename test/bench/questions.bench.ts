/**
 * Many expensive questions at once whose clients have left: how long health and metrics take
 * meanwhile, and how much memory the process. A real server process; the limits beside are
 * one such question alone, and the same process at rest.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EVERYBODY_DUE_MS, NOBODY_DUE_MS, takeInPatients } from './due-patients.js';
import { report, say, thousands } from './row.js';
import { inTemporaryFolder } from './samples.js';
import { startServer, type ServerProcess } from './server-process.js';

const PATIENTS = 150_000;
const QUESTIONS = 80;
const MEASURED_MS = 5_000;
const AT_MOST_MS = 250;
const QUESTION = `/v1/pathways/back-pain/stalls?limit=100000&asOf=${new Date(EVERYBODY_DUE_MS).toISOString()}`;
const OTHERS = ['/health/live', '/health/ready', '/health/timers', '/metrics'];

await inTemporaryFolder(async (folder) => {
  const data = join(folder, 'data');
  say(`taking in ${thousands(PATIENTS)} patients`);
  await takeInPatients(data, PATIENTS);
  const server = await startServer(data, {
    more: ['--now', new Date(NOBODY_DUE_MS).toISOString()],
  });
  try {
    const aloneMs = await take(server.url + QUESTION);
    const restMiB = memoryMiB(server);
    say(`${QUESTIONS} questions whose clients leave`);
    await askAndLeave(server.url, QUESTIONS);
    const { slowestMs, peakMiB } = await others(server);
    report([
      {
        work: `slowest of health and metrics after ${QUESTIONS} questions whose clients have left`,
        figure: Math.round(slowestMs),
        unit: 'ms',
        target: `≤ ${AT_MOST_MS}`,
        met: slowestMs <= AT_MOST_MS,
        beside: `one such question, a stall list of 100,000 rows, takes ${thousands(Math.round(aloneMs))} ms`,
        note: `Peak memory ${thousands(peakMiB)} MiB; ${thousands(restMiB)} MiB after one question`,
      },
    ]);
  } finally {
    await server.stop();
  }
});

async function take(url: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await fetch(url);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return performance.now() - startedAt;
}

async function askAndLeave(url: string, count: number): Promise<void> {
  const { port } = new URL(url);
  const clients = Array.from({ length: count }, () => {
    const client = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    client.write(`GET ${QUESTION} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    return client;
  });
  await pause(300);
  for (const client of clients) client.destroy();
}

async function others(
  server: ServerProcess,
): Promise<{ readonly slowestMs: number; readonly peakMiB: number }> {
  let slowestMs = 0;
  let peakMiB = 0;
  const until = performance.now() + MEASURED_MS;
  while (performance.now() < until) {
    const took = await Promise.all(OTHERS.map((path) => take(server.url + path)));
    slowestMs = Math.max(slowestMs, ...took);
    peakMiB = Math.max(peakMiB, memoryMiB(server));
    await pause(20);
  }
  return { slowestMs, peakMiB };
}

/** Resident memory of the process; NaN where the machine does not tell. */
function memoryMiB({ process: { pid } }: ServerProcess): number {
  try {
    const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kib) / 1024);
  } catch {
    return NaN;
  }
}
