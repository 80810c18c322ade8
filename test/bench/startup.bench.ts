/** How long a command takes from its start to its end, beside a Node that does nothing. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { percentile, report, say, type Row } from './row.js';
import { inTemporaryFolder } from './samples.js';

const ROUNDS = 15;
const LAUNCHER = 'bin/stafett.mjs';
const HELP_MS_MAX = 300;
const FIGURE_MS_MAX = 600;

await inTemporaryFolder((folder) => {
  const data = join(folder, 'data');
  say('a small folder: the made-up region of the demo');
  msOf('dist/apps/cli/demo/main.js', '--once', '--patients', '120', '--keep', data);
  say(`${ROUNDS} rounds`);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    nothing: msOf('-e', '0'),
    help: msOf(LAUNCHER, '--help'),
    figure: msOf(LAUNCHER, 'stalls', '--pathway', 'back-pain', '--data', data),
  }));
  const median = (name: 'nothing' | 'help' | 'figure'): number =>
    Math.round(
      percentile(
        rounds.map((round) => round[name]),
        0.5,
      ),
    );
  const row = (work: string, figure: number, most: number): Row => ({
    ...{ work, figure, unit: 'ms (median)', target: `< ${most} ms`, met: figure < most },
    beside: `node -e 0: ${median('nothing')} ms`,
  });
  report([
    row('start: stafett --help', median('help'), HELP_MS_MAX),
    row('start: a figure (stalls) on a small folder', median('figure'), FIGURE_MS_MAX),
  ]);
  return Promise.resolve();
});

/** Wall time of a Node with these arguments, ms. */
function msOf(...args: readonly string[]): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - startedAt;
}
