/** Instances of one rule, and which of them are viewed again. */
import { describe, expect, it } from '@jest/globals';
import type { TimedFact } from '#care-event';
import { InstanceList, type Horizon, type Instance } from './instance-list.js';

describe('A settled instance', () => {
  const at = (organisations: number): Horizon => ({
    ...{ at: 2, end: 2, open: true, holder: 'ward', organisations },
  });

  it('is the same object until it becomes known whose a service was', () => {
    let viewed = 0;
    const instance: Instance<{ readonly view: number }> = {
      from: {} as TimedFact,
      match: undefined,
      instance: 1,
      armedAt: 1,
      viewAt: () => ({ view: (viewed += 1) }),
    };
    const list = new InstanceList<{ readonly view: number }, typeof instance>();
    list.begin(instance);
    list.settle(instance);
    const [first] = list.viewAt(at(1));
    list.viewAt(at(1));
    const [again] = list.viewAt(at(1));
    expect(again).toBe(list.viewAt(at(1))[0]);
    expect(first).toEqual({ view: 1 });
    const [other] = list.viewAt(at(2));
    expect(other).not.toBe(again);
    expect(list.viewAt(at(2))[0]).toBe(other);
  });
});
