/**
 * The whole way on PostgreSQL beside the same on SQLite, in turns: an event over HTTP, assessed,
 * decided on, in the log, and visible in queries; and an import, from its file into the log.
 */
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '#postgres/embedded';
import { FINES_EVENTS, writeFinesLog } from './fines-log.js';
import { percentile, report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder } from './samples.js';
import { runStafett, startServer } from './server-process.js';
import { delayNote, delayOf, measureDelays, type Measured } from './visible-delays.js';

const ROUNDS = 3;
const PER_SECOND = 200;
const LASTS_MS = 10_000;
/** Tables that are new, and code that nobody has run yet, are no server that serves. */
const WARM_UP = { perSecond: 20, ms: 3_000 };

interface Round {
  readonly visible: Measured;
  readonly perSecond: number;
}

await inTemporaryFolder(async (folder) => {
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  const file = join(folder, 'fines.xes');
  await writeFinesLog(file);
  const rounds: { readonly ours: Round; readonly its: Round }[] = [];
  for (let n = 1; n <= ROUNDS; n += 1) {
    say(`round ${n} of ${ROUNDS}`);
    const its = await wholeWay(join(folder, `sqlite-${n}`), file);
    const env = { STAFETT_EVENT_STORE: `${server.url}?schema=round_${n}` };
    rounds.push({ its, ours: await wholeWay(join(folder, `postgres-${n}`), file, env) });
  }
  await server.stop();
  report([visibleRow(rounds), importRow(rounds)]);
});

async function wholeWay(
  data: string,
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Round> {
  const publish = ['pathway', 'publish', 'test/pathways/back-pain.yaml', '--data', data];
  await runStafett(publish, env);
  const server = await startServer(data, { env });
  await measureDelays(server.url, WARM_UP.perSecond, () => pause(WARM_UP.ms));
  const visible = await measureDelays(server.url, PER_SECOND, () => pause(LASTS_MS));
  await server.stop();
  const startedAt = performance.now();
  await runStafett(['import', file, '--pathway', 'fines', '--data', data], env);
  return { visible, perSecond: (1_000 * FINES_EVENTS) / (performance.now() - startedAt) };
}

type Rounds = readonly { readonly ours: Round; readonly its: Round }[];

function visibleRow(rounds: Rounds): Row {
  const late = ({ visible }: Round): number => delayOf(visible, 0.99);
  const ours = [...rounds].sort((a, b) => late(a.ours) - late(b.ours))[rounds.length >> 1]!;
  return {
    work: `PostgreSQL: event over HTTP to visible in queries, ${PER_SECOND} events/s`,
    ...{ figure: late(ours.ours), unit: 'ms (p99)', target: 'stated', met: true },
    beside: `SQLite ${late(ours.its)} ms, median ${delayOf(ours.its.visible, 0.5)} ms (the median of ${ROUNDS} rounds)`,
    ...delayNote(ours.ours.visible),
  };
}

function importRow(rounds: Rounds): Row {
  const [ours, its] = (['ours', 'its'] as const).map((which) =>
    Math.round(
      percentile(
        rounds.map((round) => round[which].perSecond),
        0.5,
      ),
    ),
  );
  return {
    work: `PostgreSQL: whole way, import of ${thousands(FINES_EVENTS)} events with the start of the command`,
    ...{ figure: ours!, unit: 'events/s', target: 'stated', met: true },
    beside: `SQLite ${thousands(its!)}/s (${Math.round((100 * ours!) / its!)} %, medians of ${ROUNDS} rounds)`,
  };
}
