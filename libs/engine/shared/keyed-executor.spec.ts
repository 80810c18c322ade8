/** Work by key, whatever comes in whatever order and however long it takes. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeyedExecutor } from './keyed-executor.js';

const KEYS = ['a', 'b', 'c', 'd'] as const;
const task = fc.record({
  key: fc.constantFrom(...KEYS),
  /** Turns that it takes until it is done. */
  turns: fc.nat({ max: 4 }),
  fails: fc.boolean(),
  /** Turns before the next one is submitted. */
  pause: fc.nat({ max: 2 }),
});

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await Promise.resolve();
}

describe('A keyed executor', () => {
  it('runs each task once, in order by key, and no more at once than it may', async () => {
    const tasks = fc.array(task, { maxLength: 30 });
    const limits = fc.constantFrom(1, 2, 3, Infinity);
    await fc.assert(
      fc.asyncProperty(tasks, limits, async (submitted, concurrency) => {
        const executor = new KeyedExecutor({ concurrency });
        const running = new Set<string>();
        const started: number[] = [];
        const outcomes = submitted.map(async ({ key, turns: takes, fails }, n) => {
          await turns(submitted.slice(0, n).reduce((sum, { pause }) => sum + pause, 0));
          return executor.run(key, async () => {
            expect(running.has(key)).toBe(false);
            running.add(key);
            started.push(n);
            expect(running.size).toBeLessThanOrEqual(concurrency);
            expect(executor.isIdle).toBe(false);
            await turns(takes);
            running.delete(key);
            if (fails) throw new Error(`${n} failed`);
            return n;
          });
        });
        const settled = await Promise.allSettled(outcomes);
        settled.forEach((outcome, n) => {
          expect(outcome.status).toBe(submitted[n]?.fails === true ? 'rejected' : 'fulfilled');
        });
        for (const key of KEYS) {
          const ofKey = started.filter((n) => submitted[n]?.key === key);
          expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
        }
        expect(started.length).toBe(submitted.length);
        while (!executor.isIdle) await executor.nextFinished();
        expect(running.size).toBe(0);
      }),
    );
  });

  it('lets other keys in between the tasks of one', async () => {
    const executor = new KeyedExecutor({ concurrency: 1 });
    const order: string[] = [];
    const run = (key: string, n: number): Promise<void> =>
      executor.run(key, () => Promise.resolve(void order.push(`${key}${n}`)));
    await Promise.all([run('a', 1), run('a', 2), run('a', 3), run('b', 1)]);
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('says at once that nothing is under way', async () => {
    const executor = new KeyedExecutor();
    await executor.nextFinished();
    expect(executor.isIdle).toBe(true);
  });
});
