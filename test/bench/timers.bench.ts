/**
 * A million timers due at once: how fast they are processed, and what a publisher who
 * reports meanwhile notices of it. A real server process whose clock stands after they
 * are due; an open loop of requests before and during. `TIMERS` sets how many,
 * `TIMERS_FOLDER` keeps the folder for another run.
 */
import { cp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { timers } from '#projections';
import { openReadModels } from '#projections/sqlite';
import { EVERYBODY_DUE_MS, NOBODY_DUE_MS, takeInPatients } from './due-patients.js';
import { rawParsesPerSecond, rawSqlitePerSecond } from './limits.js';
import { percentile, report, say, thousands } from './row.js';
import { inTemporaryFolder, sampleEvent } from './samples.js';
import { startServer } from './server-process.js';
import { untilCaughtUp } from './caught-up.js';
import { startPosts } from './steady-posts.js';

const COUNT = Number(process.env['TIMERS'] ?? 1_000_000);
const POSTS_PER_SECOND = 200;
const IDLE_MS = 15_000;
const LOOK_MS = 500;
/** Where a machine is too slow for all of them, the rate is taken from those processed by then. */
const LONGEST_MS = 120_000;

interface Idle {
  readonly latencies: readonly number[];
  /** How long after it was up the server still had something of the log to read, and latencies until then. */
  readonly coldMs: number;
  readonly coldLatencies: readonly number[];
}

interface WorkedOff {
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

await inTemporaryFolder(async (folder) => {
  const data = join(folder, 'data');
  const kept = process.env['TIMERS_FOLDER'];
  if (kept !== undefined && (await stat(kept).catch(() => undefined)) !== undefined) {
    await cp(kept, data, { recursive: true });
  } else {
    say(`taking in ${thousands(COUNT)} patients`);
    await takeInPatients(data, COUNT);
    if (kept !== undefined) await cp(data, kept, { recursive: true });
  }
  say(`${POSTS_PER_SECOND} requests/s, nobody due`);
  const { latencies: idle, coldMs, coldLatencies } = await idleLatencies(data);
  say('the same, everybody due');
  const { perSecond, latencies } = await workOff(data);
  const sample = Array.from({ length: 50_000 }, (_, n) => sampleEvent(n, 0));
  const parses = rawParsesPerSecond(sample);
  const rows = rawSqlitePerSecond(join(folder, 'raw.db'), sample, 64);
  const [idleP99, busyP99] = [percentile(idle, 0.99), percentile(latencies, 0.99)];
  const beside = (of: readonly number[]): string =>
    `median ${ms(percentile(of, 0.5))} ms, slowest ${ms(percentile(of, 1))} ms of ${thousands(of.length)}`;
  report([
    {
      work: `wake-ups processed, ${thousands(COUNT)} due at once, ${POSTS_PER_SECOND} requests/s meanwhile`,
      figure: perSecond,
      unit: 'wake-ups/s',
      target: '≥ 20,000',
      met: perSecond >= 20_000,
      beside: `each read, assessed, decided and durable; in the same run raw SQLite FULL, 64 rows a commit ${thousands(rows)}/s, JSON.parse of an event's payloads ${thousands(parses)}/s`,
    },
    {
      work: `POST /v1/events while they are processed (p99 of ${POSTS_PER_SECOND} requests/s, open loop)`,
      figure: ms(busyP99),
      unit: 'ms',
      target: '≤ 2 × idle',
      met: busyP99 <= 2 * idleP99,
      beside: `idle ${ms(idleP99)} ms (${beside(idle)}); meanwhile ${beside(latencies)}`,
      note: `After a start without checkpoints nothing was behind any more within ${thousands(coldMs / 1_000)} s; until then p99 ${ms(percentile(coldLatencies, 0.99))} ms`,
    },
  ]);
});

async function idleLatencies(data: string): Promise<Idle> {
  const now = new Date(NOBODY_DUE_MS).toISOString();
  const server = await startServer(data, { more: ['--now', now] });
  await warmUp(server.url);
  // The folder has no checkpoints yet, so this server reads the whole log first.
  const cold = startPosts(server.url, POSTS_PER_SECOND);
  const coldMs = await untilCaughtUp(server.url);
  const coldLatencies = await cold.stop();
  const posts = startPosts(server.url, POSTS_PER_SECOND);
  await pause(IDLE_MS);
  const latencies = await posts.stop();
  await server.stop();
  return { latencies, coldMs, coldLatencies };
}

async function workOff(data: string): Promise<WorkedOff> {
  const nodeFlags = (process.env['TIMERS_NODE_FLAGS'] ?? '').split(' ').filter(Boolean);
  const now = new Date(EVERYBODY_DUE_MS).toISOString();
  const models = await openReadModels({ file: join(data, 'read-models.db'), access: 'read' });
  const overdue = async (): Promise<number> => (await timers(models, { at: now })).overdue;
  const server = await startServer(data, { more: ['--now', now], nodeFlags });
  const startedAt = performance.now();
  const leftAtStart = await overdue();
  await warmUp(server.url);
  const posts = startPosts(server.url, POSTS_PER_SECOND);
  let left = leftAtStart;
  let endedAt = startedAt;
  while (left > 0 && endedAt - startedAt < LONGEST_MS) {
    await pause(LOOK_MS);
    left = await overdue();
    endedAt = performance.now();
    if (process.env['TIMERS_VERBOSE']) say(`${thousands(left)} left`);
  }
  const latencies = await posts.stop();
  await models.close();
  await server.stop();
  return {
    perSecond: Math.round((leftAtStart - left) / ((endedAt - startedAt) / 1_000)),
    latencies,
  };
}

/** What a new process does slowly the first times is no part of either figure's comparison. */
async function warmUp(url: string): Promise<void> {
  const posts = startPosts(url, POSTS_PER_SECOND);
  await pause(3_000);
  await posts.stop();
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

function ms(value: number): number {
  return Math.round(value * 100) / 100;
}
