/** One seed from beginning to end, and what its invariants say. */
import { findViolations, type Violation } from './invariants.js';
import { Trace } from './trace.js';
import { World, type WorldOptions } from './world.js';

export interface SeedResult {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly steps: number;
  readonly events: number;
  /** SHA-256 of the trace: the same for each run of a seed. */
  readonly digest: string;
  /** Empty unless they were asked for. */
  readonly lines: readonly string[];
}

export async function runSeed(
  seed: number,
  options: WorldOptions & { readonly keepLines?: boolean } = {},
): Promise<SeedResult> {
  const { keepLines = false } = options;
  const trace = new Trace({ keep: keepLines });
  const world = await World.of(seed, trace, options);
  let violations: readonly Violation[];
  try {
    await world.run();
    violations = await findViolations(world);
  } catch (fault) {
    const what = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    violations = [{ invariant: 12, what }];
  }
  for (const { invariant, what } of violations) trace.add(`invariant ${invariant}: ${what}`);
  const events = world.store.size;
  const { steps } = world.scheduler;
  return { seed, violations, steps, events, digest: trace.digest(), lines: trace.lines };
}
