/**
 * Figures read from PostgreSQL beside the same from SQLite: what the first question of a process
 * takes, which reads the database, and what the following ones take, which mostly do not.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openSqliteEventStore } from '#event-store/sqlite';
import { parsePostgresAddress } from '#postgres';
import { startPostgres } from '#postgres/embedded';
import { ProjectionRunner, type ReadModels } from '#projections';
import { PostgresGenerations } from '#projections/postgres';
import { openReadModels } from '#projections/sqlite';
import type { Asked, FigureOnce } from './figures-once.js';
import { appendReferralLog, LOG_UNTIL_MS } from './referral-log.js';
import { percentile, report, say, thousands, type Row } from './row.js';
import { inTemporaryFolder } from './samples.js';

const LOG = { cases: 20_000, events: 90_200 };
const ROUNDS = 3;
const MOST = 3;
const FIGURES: readonly Asked[] = ['flow', 'waits', 'outcomes', 'census', 'stalls'];

await inTemporaryFolder(async (folder) => {
  const server = await startPostgres({ dataDir: join(folder, 'postgres') });
  const generations = new PostgresGenerations(parsePostgresAddress(server.url));
  say(`${thousands(LOG.cases)} cases`);
  const store = await openSqliteEventStore({
    ...{ file: join(folder, 'log.db'), access: 'write', clock: () => LOG_UNTIL_MS },
  });
  await appendReferralLog(store, LOG);
  const build = async (models: ReadModels): Promise<number> => {
    const startedAt = performance.now();
    await new ProjectionRunner({ store, models }).catchUp();
    await models.close();
    return performance.now() - startedAt;
  };
  const its = await build(
    await openReadModels({ file: join(folder, 'models.db'), access: 'build' }),
  );
  const ours = await build(await generations.open(0, 'build'));
  const rows: Row[] = [
    {
      ...{ work: 'PostgreSQL: all read models built', figure: Math.round(ours), unit: 'ms' },
      ...{ target: 'stated', met: true },
      beside: `SQLite ${thousands(its)} ms (${times(ours / its)}); ${thousands(LOG.events)} events`,
    },
  ];
  for (const name of FIGURES) {
    say(name);
    const pairs: (readonly [FigureOnce, FigureOnce])[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      pairs.push([await askOnce(folder, name, server.url), await askOnce(folder, name)]);
    rows.push(
      row(`PostgreSQL: ${name}, the first question of a process`, pairs, ({ coldMs }) => coldMs),
      row(`PostgreSQL: ${name} as of now`, pairs, ({ warmMs }) => warmMs),
      row(`PostgreSQL: ${name} as of a past instant`, pairs, ({ pastMs }) => pastMs),
    );
  }
  report(rows);
  await store.close();
  await generations.close();
  await server.stop();
});

async function askOnce(folder: string, name: string, url?: string): Promise<FigureOnce> {
  const file = fileURLToPath(new URL('./figures-once.js', import.meta.url));
  const args = [file, folder, name, '', ...(url === undefined ? [] : [url])];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as FigureOnce;
}

/** The median of pairs: what else the machine does falls on both of a pair alike. */
function row(
  work: string,
  pairs: readonly (readonly [FigureOnce, FigureOnce])[],
  of: (once: FigureOnce) => number,
): Row {
  const share = percentile(
    pairs.map(([ours, its]) => of(ours) / of(its)),
    0.5,
  );
  const [ours, its] = [0, 1].map((n) =>
    percentile(
      pairs.map((pair) => of(pair[n]!)),
      0.5,
    ),
  );
  return {
    ...{ work, figure: Math.round(ours! * 10) / 10, unit: 'ms' },
    ...{ target: `≤ ${MOST}× of SQLite`, met: share <= MOST },
    beside: `SQLite ${thousands(its!)} ms (${times(share)}, median of ${ROUNDS} pairs)`,
  };
}

function times(share: number): string {
  return `${Math.round(share * 10) / 10}×`;
}
