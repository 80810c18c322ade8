/**
 * What a publisher who reports notices of a review: after each publication of a pathway all
 * patients are looked at once. A real server process, an open loop of requests, and versions
 * published by the command beside it; rounds of idle and of review take turns, since a machine
 * is seldom alone. `PUBLISH_PATIENTS` sets how many patients there are.
 */
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pendingReviews } from '#projections';
import { openReadModels } from '#projections/sqlite';
import { untilCaughtUp } from './caught-up.js';
import { NOBODY_DUE_MS, takeInPatients } from './due-patients.js';
import { percentile, report, say, thousands } from './row.js';
import { inTemporaryFolder } from './samples.js';
import { runStafett, startServer } from './server-process.js';
import { startPosts } from './steady-posts.js';

const PATIENTS = Number(process.env['PUBLISH_PATIENTS'] ?? 60_000);
const ROUNDS = 3;
const POSTS_PER_SECOND = 200;
const WARM_UP_MS = 3_000;
const IDLE_MS = 8_000;
const LOOK_MS = 50;
const LONGEST_MS = 300_000;
const PATHWAY = 'test/pathways/back-pain.yaml';

interface Round {
  readonly idle: readonly number[];
  readonly review: readonly number[];
  /** From when the version was published until the log says that all were reviewed. */
  readonly reviewMs: number;
  /** Processor time of the whole server in it. */
  readonly cpuMs: number;
}

await inTemporaryFolder(async (folder) => {
  const data = join(folder, 'data');
  say(`taking in ${thousands(PATIENTS)} patients`);
  await takeInPatients(data, PATIENTS);
  const server = await startServer(data, {
    more: ['--now', new Date(NOBODY_DUE_MS).toISOString()],
  });
  const models = await openReadModels({ file: join(data, 'read-models.db'), access: 'read' });
  const isReviewed = async (): Promise<boolean> => (await pendingReviews(models)).length === 0;
  const cpu = (): number => cpuMs(server.process.pid!);
  const file = join(folder, 'next.yaml');
  const rounds: Round[] = [];
  try {
    await until(isReviewed);
    await untilCaughtUp(server.url);
    await postsDuring(server.url, () => pause(WARM_UP_MS));
    for (let round = 1; round <= ROUNDS; round += 1) {
      const idle = await postsDuring(server.url, () => pause(IDLE_MS));
      await writeFile(file, await nextVersion(round));
      let [startedAt, cpuAt, reviewMs, used] = [0, 0, 0, 0];
      const review = await postsDuring(server.url, async () => {
        startedAt = performance.now();
        cpuAt = cpu();
        await runStafett(['pathway', 'publish', file, '--author', 'bench', '--data', data]);
        await until(async () => !(await isReviewed()));
        await until(isReviewed);
        reviewMs = performance.now() - startedAt;
        used = cpu() - cpuAt;
      });
      rounds.push({ idle, review, reviewMs, cpuMs: used });
      say(`round ${round}: ${describe(rounds.at(-1)!)}`);
      await untilCaughtUp(server.url);
    }
  } finally {
    await models.close();
    await server.stop();
  }
  const idle = rounds.flatMap((round) => round.idle);
  const review = rounds.flatMap((round) => round.review);
  const [idleP99, reviewP99] = [percentile(idle, 0.99), percentile(review, 0.99)];
  const took = percentile(
    rounds.map(({ reviewMs }) => reviewMs),
    0.5,
  );
  report([
    {
      work: `POST /v1/events while ${thousands(PATIENTS)} patients are reviewed after a publication (p99 of ${POSTS_PER_SECOND} requests/s, open loop)`,
      figure: ms(reviewP99),
      unit: 'ms',
      target: '≤ 2 × idle',
      met: reviewP99 <= 2 * idleP99,
      beside: `idle ${ms(idleP99)} ms (median ${ms(percentile(idle, 0.5))} ms), meanwhile median ${ms(percentile(review, 0.5))} ms; ${ROUNDS} rounds of each in turns`,
      note: `A review took ${thousands(took / 1_000)} s, ${thousands((PATIENTS * 1_000) / took)} patients/s. ${rounds.map(describe).join('; ')}`,
    },
  ]);
});

async function postsDuring(url: string, work: () => Promise<void>): Promise<readonly number[]> {
  const posts = startPosts(url, POSTS_PER_SECOND);
  await work();
  return posts.stop();
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedAt > LONGEST_MS) throw new Error('The review did not end.');
    await pause(LOOK_MS);
  }
}

/** The same pathway with a higher version: what a review finds to decide is nothing, as mostly. */
async function nextVersion(by: number): Promise<string> {
  const yaml = await readFile(PATHWAY, 'utf8');
  return yaml.replace(/^version: (\d+)$/m, (_, now: string) => `version: ${Number(now) + by}`);
}

/** Of all threads, ms; NaN where the machine does not tell. */
function cpuMs(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return NaN;
  }
}

function describe({ idle, review, reviewMs, cpuMs: used }: Round): string {
  const [before, meanwhile] = [percentile(idle, 0.99), percentile(review, 0.99)];
  return `p99 ${ms(before)} and ${ms(meanwhile)} ms, ${thousands(reviewMs / 1_000)} s, processor ${thousands(used / 1_000)} s`;
}

function ms(value: number): number {
  return Math.round(value * 100) / 100;
}
