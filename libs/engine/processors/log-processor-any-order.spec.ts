/**
 * Whatever happens in whatever order (poison, retries, discards, restarts, lost
 * checkpoints, runs cut off), exactly the poisoned sequences are parked, and every other
 * event is handled, in order per patient.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  BY,
  LOST,
  named,
  openProcessorHarness,
  type ProcessorHarness,
} from './processor-harness.spec.support.js';

const PATIENTS = ['a', 'b', 'c'] as const;
const patient = fc.constantFrom(...PATIENTS);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('good' as const), patient }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('poison' as const), patient }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('heal' as const), patient }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('retried' as const), patient }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('discarded' as const), patient }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('run' as const), cutAfter: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('LogProcessor, in any order of what may happen', () => {
  it('parks exactly the poisoned sequences and handles everything else in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const harness = await openProcessorHarness();
        try {
          await play(harness, steps);
        } finally {
          await harness.close();
        }
      }),
    );
  });
});

async function play(harness: ProcessorHarness, steps: readonly Step[]): Promise<void> {
  const poisoned = new Set<string>();
  const discarded = new Set<string>();
  const nameAt = new Map<string, string>();
  let cut: AbortController | undefined;
  let left = Infinity;
  harness.fails = (event) => {
    left -= 1;
    if (left === 0) cut?.abort();
    return poisoned.has(named(event)) ? new Error('poison') : undefined;
  };
  let process = await harness.open({ readAheadEvents: 4, concurrency: 2, checkpointEvents: 2 });
  const restart = async (): Promise<void> => {
    process = await harness.open({ readAheadEvents: 4, concurrency: 2, checkpointEvents: 2 });
  };
  let n = 0;
  for (const each of steps) {
    switch (each.kind) {
      case 'good':
      case 'poison': {
        n += 1;
        const name = `${each.patient}${n}`;
        if (each.kind === 'poison') poisoned.add(name);
        nameAt.set(await harness.record(each.patient), name);
        break;
      }
      case 'heal':
        for (const name of poisoned) if (name.startsWith(each.patient)) poisoned.delete(name);
        break;
      case 'retried':
      case 'discarded': {
        const { patient: whose, kind } = each;
        const released = await process.parked.release({
          processor: 'handovers',
          patient: whose,
          kind,
          ...BY,
        });
        if (released.status === 'discarded') discarded.add(nameAt.get(released.parked) ?? '');
        break;
      }
      case 'run':
        cut = new AbortController();
        left = each.cutAfter === 0 ? Infinity : each.cutAfter;
        await process.processor.runOnce(cut.signal);
        left = Infinity;
        break;
      case 'lose':
        await harness.checkpoints.save('handovers', LOST);
        await restart();
        break;
      case 'restart':
        await restart();
    }
  }
  await process.processor.runOnce();
  await process.processor.runOnce();
  for (const whose of PATIENTS) {
    const all = [...nameAt.values()].filter((name) => name.startsWith(whose));
    const stuck = all.findIndex((name) => poisoned.has(name) && !discarded.has(name));
    const isHeld = process.parked.isParked('handovers', whose);
    const seen = [...new Set(harness.handled.filter((name) => name.startsWith(whose)))];
    // First times are in order, and leave out nothing but what was discarded.
    const through = seen.length === 0 ? -1 : all.indexOf(seen.at(-1)!);
    expect(seen).toEqual(all.slice(0, through + 1).filter((name) => !discarded.has(name)));
    if (stuck !== -1) expect(isHeld).toBe(true);
    if (!isHeld)
      expect(all.filter((name) => !discarded.has(name) && !seen.includes(name))).toEqual([]);
  }
}
