/** What a store on another one's writing thread does besides keeping the contract. */
import { describe, expect, it } from '@jest/globals';
import { event, range } from '../contract/harness.js';
import { readWholeStream } from '../reading.js';
import { onSharedWriter } from './shared-writer.spec.support.js';

describe('A store on a shared writer', () => {
  it('wakes the subscriptions of the store that shares its writer', async () => {
    const {
      owner,
      opened: { store },
      dispose,
    } = await onSharedWriter();
    const seen: string[] = [];
    const listening = (async () => {
      for await (const message of owner.subscribe({ stream: 'a' })) {
        if (message.kind !== 'events') continue;
        seen.push(...message.events.map(({ id }) => id));
        if (seen.length === 2) return;
      }
    })();
    const [first, second] = [event(1), event(2)];
    await store.append('a', 'none', [first]);
    await store.append('a', 0, [second]);
    await listening;
    expect(seen).toEqual([first.id, second.id]);
    await dispose();
  });

  it('lets neither side overwrite the other: of two appends at one revision one wins', async () => {
    const {
      owner,
      opened: { store },
      dispose,
    } = await onSharedWriter();
    for (const n of range(20)) {
      const results = await Promise.allSettled([
        owner.append(`s${n}`, 'none', [event(1)]),
        store.append(`s${n}`, 'none', [event(2)]),
      ]);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await readWholeStream(store, `s${n}`)).toHaveLength(1);
    }
    await dispose();
  });

  it('reads what it was just told is there, though one turn shares what it reads', async () => {
    const {
      owner,
      opened: { store },
      dispose,
    } = await onSharedWriter({}, 1);
    for (const n of range(50)) {
      const [, appended] = await Promise.all([
        readWholeStream(store, 'other'),
        store.append('a', n === 0 ? 'none' : n - 1, [event(n)]),
      ]);
      const read = await readWholeStream(store, 'a');
      expect(read.at(-1)?.position).toBe(appended.position);
    }
    expect(await readWholeStream(owner, 'a')).toHaveLength(50);
    await dispose();
  });

  it('appends nothing any more once the store that shares its writer is closed', async () => {
    const {
      owner,
      opened: { store },
      dispose,
    } = await onSharedWriter();
    await store.append('a', 'none', [event(1)]);
    await owner.close();
    await expect(store.append('a', 0, [event(2)])).rejects.toMatchObject({
      code: 'store-failed',
    });
    await dispose();
  });
});
