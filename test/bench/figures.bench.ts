/**
 * How long the figures take on a log of the size of a hospital's administration: 100,000 cases of
 * 4.5 events each. Beside the flow stands PM4Py's directly-follows graph, if it is installed.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openSqliteEventStore } from '#event-store/sqlite';
import { ProjectionRunner } from '#projections';
import { openReadModels } from '#projections/sqlite';
import type { Asked, FigureOnce } from './figures-once.js';
import { peerFlow, type PeerFlow } from './peer-flow.js';
import { appendReferralLog, LOG_UNTIL_MS, REFERRAL_LOG } from './referral-log.js';
import { perSecond, report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder } from './samples.js';

const NOW_MS = 200;
const PAST_MS = 2_000;
const SAME_MS = 5;
const FIGURES: readonly Asked[] = [
  ...(['flow', 'waits', 'outcomes', 'census', 'stalls', 'duties', 'due', 'measures'] as const),
  ...(['coverage', 'deviations', 'queues', 'custody', 'feeds', 'journeys'] as const),
  ...(['return-to-work', 'trend', 'variation'] as const),
];
/** Lists and comparisons have no groups beside. */
const UNGROUPED: readonly Asked[] = ['feeds', 'journeys', 'variation'];
const GROUP_BY = 'municipality';

await inTemporaryFolder(async (folder) => {
  say(`${thousands(REFERRAL_LOG.cases)} cases`);
  const build = await buildModels(folder);
  say('the same log in PM4Py');
  const peer = await peerFlow(join(folder, 'log.csv'), REFERRAL_LOG);
  const rows: Row[] = [];
  for (const name of FIGURES) {
    say(name);
    const once = await askOnce(folder, name);
    rows.push(...rowsOf(name, once));
    if (!UNGROUPED.includes(name))
      rows.push(...rowsOf(`${name} by ${GROUP_BY}`, await askOnce(folder, name, GROUP_BY)));
    if (name === 'flow') rows.push(...besidePeer(once, build, peer));
  }
  report(rows);
});

interface Build {
  readonly ms: number;
  readonly rate: number;
}

async function buildModels(folder: string): Promise<Build> {
  const store = await openSqliteEventStore({
    file: join(folder, 'log.db'),
    access: 'write',
    clock: () => LOG_UNTIL_MS,
  });
  await appendReferralLog(store, REFERRAL_LOG);
  const models = await openReadModels({ file: join(folder, 'models.db'), access: 'write' });
  const startedAt = performance.now();
  const { events } = await new ProjectionRunner({ store, models }).catchUp();
  const build = { ms: performance.now() - startedAt, rate: perSecond(events, startedAt) };
  await models.close();
  await store.close();
  return build;
}

async function askOnce(folder: string, name: string, groupBy = ''): Promise<FigureOnce> {
  const file = fileURLToPath(new URL('./figures-once.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, folder, name, groupBy]);
  return JSON.parse(stdout) as FigureOnce;
}

function rowsOf(name: string, once: FigureOnce): readonly Row[] {
  const { coldMs, warmMs, pastMs, sameMs, peakMiB } = once;
  return [
    {
      ...row(`${name} as of now`, warmMs, NOW_MS),
      beside: `the first question of a process, which loads what the others need, ${thousands(coldMs)} ms`,
    },
    {
      ...row(`${name} as of a past instant, the slowest of four`, pastMs, PAST_MS),
      beside: `peak memory of the process ${thousands(peakMiB)} MiB`,
    },
    {
      ...row(`${name}, the same question at the same position`, sameMs, SAME_MS),
      beside: 'reading where the read models stand is part of it',
    },
  ];
}

/** Warm against warm, and the first answer from nothing for what it is. */
function besidePeer(once: FigureOnce, build: Build, peer: PeerFlow | undefined): readonly Row[] {
  const first = build.ms + once.coldMs;
  const whole: Row = {
    work: 'flow, building all read models included',
    figure: Math.round(first),
    unit: 'ms',
    target: 'stated',
    met: true,
    beside: `all read models ${thousands(build.ms)} ms (${thousands(build.rate)} events/s), then the flow ${thousands(once.coldMs)} ms`,
  };
  if (peer === undefined)
    return [{ ...whole, note: 'PM4Py is not installed here: nothing stands beside the flow' }];
  return [
    {
      ...row('flow as of now, against PM4Py', once.warmMs, peer.ms),
      beside: `PM4Py ${peer.version}: directly-follows graph of the same log from memory ${thousands(peer.ms)} ms`,
    },
    whole,
  ];
}

function row(work: string, ms: number, mostMs: number): Omit<Row, 'beside'> {
  const figure = Math.round(ms * 10) / 10;
  return { work, figure, unit: 'ms', target: `< ${thousands(mostMs)} ms`, met: ms < mostMs };
}
