/** Commands on their way at once: bounded, never two of one patient, none after a failure. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Dispatcher } from './dispatch.js';

const soon = (ticks: number): Promise<void> =>
  ticks === 0 ? Promise.resolve() : Promise.resolve().then(() => soon(ticks - 1));

describe('A dispatcher', () => {
  it('never has more on its way than its limits, nor two of one patient, and keeps their order', async () => {
    const commands = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(9), fc.nat(150)),
    );
    await fc.assert(
      fc.asyncProperty(commands, fc.integer({ min: 1, max: 3 }), async (all, limit) => {
        const dispatcher = new Dispatcher(limit, 100);
        const active: string[] = [];
        let bytesActive = 0;
        const done = new Map<string, number[]>();
        for (const [index, [patient, ticks, bytes]] of all.entries()) {
          await dispatcher.start(patient, bytes, async () => {
            expect(active).not.toContain(patient);
            active.push(patient);
            bytesActive += bytes;
            expect(active.length).toBeLessThanOrEqual(limit);
            if (active.length > 1) expect(bytesActive).toBeLessThanOrEqual(100);
            await soon(ticks);
            bytesActive -= bytes;
            active.splice(active.indexOf(patient), 1);
            done.set(patient, [...(done.get(patient) ?? []), index]);
          });
        }
        await dispatcher.settle();
        expect([...done.values()].flat()).toHaveLength(all.length);
        for (const order of done.values()) expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
    );
  });

  it('starts nothing after a failure, waits for the rest, and throws the first', async () => {
    const dispatcher = new Dispatcher(2, 100);
    const ended: string[] = [];
    await dispatcher.start('b', 1, () => soon(50).then(() => void ended.push('b')));
    await dispatcher.start('a', 1, () => Promise.reject(new Error('full')));
    await soon(5);
    await expect(
      dispatcher.start('c', 1, () => Promise.resolve(void ended.push('c'))),
    ).rejects.toThrow('full');
    await expect(dispatcher.settle()).rejects.toThrow('full');
    expect(ended).toEqual(['b']);
  });

  it('takes a command that throws at once for one that failed', async () => {
    const dispatcher = new Dispatcher(2, 100);
    await dispatcher.start('a', 1, () => {
      throw new Error('at once');
    });
    await expect(dispatcher.settle()).rejects.toThrow('at once');
  });
});
