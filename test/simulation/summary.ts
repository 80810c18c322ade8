/** How far a simulation has come, on a terminal, and what it came to. */
import { SingleBar } from 'cli-progress';
import type { Violation } from './checks/violation.js';
import type { Planted } from './planted.js';
import type { SeedResult } from './run-seed.js';

export class Progress {
  steps = 0;
  events = 0;
  private readonly begunMs = performance.now();
  private readonly bar: SingleBar | undefined;

  constructor(
    readonly seeds: number,
    quiet: boolean,
  ) {
    if (quiet || !process.stderr.isTTY) return;
    this.bar = new SingleBar({ stream: process.stderr, clearOnComplete: true });
    this.bar.start(seeds, 0);
  }

  get elapsedMs(): number {
    return performance.now() - this.begunMs;
  }

  add({ steps, events }: SeedResult): void {
    this.steps += steps;
    this.events += events;
    this.bar?.increment();
  }

  end(): void {
    this.bar?.stop();
  }
}

export function summaryOf(
  progress: Progress,
  failed: readonly SeedResult[],
  json: boolean,
): string {
  progress.end();
  const { seeds, steps, events, elapsedMs } = progress;
  const msPerSeed = Math.round(elapsedMs / seeds);
  if (json) {
    const failures = failed.map(({ seed, violations, digest }) => ({ seed, violations, digest }));
    const passed = seeds - failed.length;
    const all = { passed, failed: failed.length, steps, events, msPerSeed, failures };
    return `${JSON.stringify(all, null, 2)}\n`;
  }
  return (
    `${seeds - failed.length} passed, ${failed.length} failed: ${steps} steps, ${events} events, ` +
    `${(elapsedMs / 1_000).toFixed(1)} s, ${msPerSeed} ms a seed.\n`
  );
}

/** A planted bug and what found it, as a row of a Markdown table. */
export function rowOf(
  { name, mistake }: Planted,
  seed: number | string,
  violations: readonly Violation[],
): string {
  const noticed = [...new Set(violations.map(({ invariant }) => invariant))];
  const numbers = noticed.toSorted((one, other) => one - other).join(', ');
  return `| \`${name}\` | ${mistake} | ${seed} | ${numbers} |`;
}
