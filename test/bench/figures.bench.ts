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
import { peerFlow } from './peer-flow.js';
import { appendReferralLog, REFERRAL_LOG } from './referral-log.js';
import { perSecond, report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder } from './samples.js';

const NOW_MS = 200;
const PAST_MS = 2_000;
const FIGURES: readonly Asked[] = ['flow', 'waits', 'outcomes', 'census', 'stalls'];

await inTemporaryFolder(async (folder) => {
  const rows: Row[] = [];
  say(`${thousands(REFERRAL_LOG.cases)} cases`);
  const store = await openSqliteEventStore({
    file: join(folder, 'log.db'),
    access: 'write',
    clock: Date.now,
  });
  await appendReferralLog(store, REFERRAL_LOG);
  const models = await openReadModels({ file: join(folder, 'models.db'), access: 'write' });
  const startedAt = performance.now();
  const { events } = await new ProjectionRunner({ store, models }).catchUp();
  const buildMs = performance.now() - startedAt;
  const rate = perSecond(events, startedAt);
  await models.close();
  await store.close();

  say('the same log in PM4Py');
  const peer = await peerFlow(join(folder, 'log.csv'), REFERRAL_LOG);
  const besidePeer =
    peer === undefined
      ? 'PM4Py is not installed here: nothing to compare with'
      : `PM4Py ${peer.version}, directly-follows graph from memory: ${thousands(peer.ms)} ms`;
  for (const name of FIGURES) {
    say(name);
    const once = await askOnce(folder, name);
    rows.push(...rowsOf(name, once, name === 'flow' ? besidePeer : undefined));
    if (name !== 'flow') continue;
    const firstMs = buildMs + once.coldMs;
    rows.push({
      ...row(`flow, first build of the read models included`, firstMs, PAST_MS * 5),
      beside: `models ${thousands(buildMs)} ms (${thousands(rate)} events/s), then the flow ${thousands(once.coldMs)} ms`,
    });
    if (peer !== undefined)
      rows.push({
        ...row('flow as of now, no slower than PM4Py', once.warmMs, peer.ms),
        beside: besidePeer,
      });
  }
  report(rows);
});

async function askOnce(folder: string, name: string): Promise<FigureOnce> {
  const file = fileURLToPath(new URL('./figures-once.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [file, folder, name]);
  return JSON.parse(stdout) as FigureOnce;
}

function rowsOf(name: string, once: FigureOnce, besideNow?: string): readonly Row[] {
  const { coldMs, warmMs, pastMs, peakMiB } = once;
  const cold = `the first such question of a process ${thousands(coldMs)} ms`;
  return [
    {
      ...row(`${name} as of now`, warmMs, NOW_MS),
      beside: besideNow === undefined ? cold : `${cold}; ${besideNow}`,
    },
    {
      ...row(`${name} as of a past instant, slowest of four`, pastMs, PAST_MS),
      beside: `peak memory of the process ${thousands(peakMiB)} MiB`,
    },
  ];
}

function row(work: string, ms: number, mostMs: number): Omit<Row, 'beside'> {
  const figure = Math.round(ms * 10) / 10;
  return { work, figure, unit: 'ms', target: `< ${thousands(mostMs)} ms`, met: ms < mostMs };
}
