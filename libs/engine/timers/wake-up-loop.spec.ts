/** The wake-up loop by itself: order, bounds, rounds, and patients that cannot be woken. */
import { describe, expect, it } from '@jest/globals';
import type { Review } from '#care-event';
import { StoreFull, type Position } from '#event-store';
import {
  WakeUpLoop,
  type DueWakeUp,
  type WakeUpIndex,
  type WakeUpLoopOptions,
} from './wake-up-loop.js';

const REVIEW: Review = { id: 'back', version: 1 };

/** An index in memory; it shows what was appended only when a test has it catch up. */
class LaggingIndex implements WakeUpIndex {
  waiting: DueWakeUp[];
  at = 0;
  /** Who is reviewed, in order of their pseudonyms; nobody: no review is pending. */
  reviewed: readonly string[] = [];

  constructor(count: number) {
    this.waiting = Array.from({ length: count }, (_, n) => ({
      patient: `p${n}`,
      wake: n,
      position: String(n) as Position,
    }));
  }

  due(now: number, limit: number, after?: DueWakeUp): Promise<readonly DueWakeUp[]> {
    const from = after?.wake ?? -1;
    const due = this.waiting.filter(({ wake }) => wake <= now && wake > from);
    return Promise.resolve(due.slice(0, limit));
  }
  position(): Promise<Position> {
    return Promise.resolve(String(this.at) as Position);
  }
  pendingReviews(): Promise<readonly Review[]> {
    return Promise.resolve(this.reviewed.length === 0 ? [] : [REVIEW]);
  }
  patientsAfter(patient: string, limit: number): Promise<readonly string[]> {
    return Promise.resolve(this.reviewed.filter((one) => one > patient).slice(0, limit));
  }
}

function world(count: number, options: Partial<WakeUpLoopOptions> = {}) {
  const index = new LaggingIndex(count);
  const woken: string[] = [];
  const failed: { patient: string; error: unknown }[] = [];
  const broken = new Set<string>();
  const time = { now: 1_000_000 };
  const failing: { with: Error | undefined } = { with: undefined };
  const loop = new WakeUpLoop({
    engine: {
      wakePatient: (patient) => {
        if (failing.with !== undefined) return Promise.reject(failing.with);
        if (broken.has(patient)) return Promise.reject(new Error(`cannot wake ${patient}`));
        woken.push(patient);
        return Promise.resolve({ decisions: 1, position: String(woken.length) as Position });
      },
      markReviewed: () => Promise.resolve('0' as Position),
    },
    index,
    clock: () => time.now,
    batch: 100,
    onFailed: (patient, error) => void failed.push({ patient, error }),
    ...options,
  });
  const catchUp = (): void => {
    index.waiting = index.waiting.filter(({ patient }) => !woken.includes(patient));
    index.at = woken.length;
  };
  return { index, loop, woken, failed, broken, time, failing, catchUp };
}

describe('The wake-up loop', () => {
  it('wakes a backlog in bounded polls, oldest first, each once', async () => {
    const { loop, woken } = world(950);
    const polls: number[] = [];
    for (let more = true; more;) {
      const polled = await loop.tick();
      polls.push(polled.woken);
      more = polled.more;
    }
    expect(polls).toEqual([...Array<number>(9).fill(100), 50]);
    expect(woken).toEqual(Array.from({ length: 950 }, (_, n) => `p${n}`));
  });

  it('wakes nobody again before the index shows what was appended', async () => {
    const { loop, woken, catchUp, index, time } = world(30);
    await loop.tick();
    for (let again = 0; again < 5; again += 1) expect((await loop.tick()).woken).toBe(0);
    expect(woken).toHaveLength(30);
    catchUp();
    index.waiting.push({ patient: 'late', wake: time.now, position: '99' as Position });
    expect((await loop.tick()).woken).toBe(1);
    expect(woken.at(-1)).toBe('late');
  });

  it('gives other work its turn after a few patients, though nobody ever waits', async () => {
    const { loop, woken } = world(400, { batch: 400 });
    const perTurn: number[] = [];
    let seen = 0;
    let over = false;
    const count = (): void => {
      perTurn.push(woken.length - seen);
      seen = woken.length;
      if (!over) setImmediate(count);
    };
    setImmediate(count);
    await loop.tick();
    over = true;
    // Sixteen side by side, one of every eight of whom lets the others through.
    expect(Math.max(...perTurn)).toBeLessThanOrEqual(16 * 8);
    expect(perTurn.length).toBeGreaterThan(2);
  });

  it('reports a patient whose wake-up fails and leaves it alone for a minute', async () => {
    const { loop, woken, failed, broken, time, catchUp } = world(5);
    broken.add('p2');
    await loop.tick();
    catchUp();
    await loop.tick();
    expect(failed.map(({ patient }) => patient)).toEqual(['p2']);
    expect(woken).toEqual(['p0', 'p1', 'p3', 'p4']);
    time.now += 60_000;
    broken.clear();
    await loop.tick();
    expect(woken.at(-1)).toBe('p2');
  });

  it('tries again at once when the clock was set back since', async () => {
    const { loop, woken, broken, time } = world(1);
    broken.add('p0');
    await loop.tick();
    broken.clear();
    time.now -= 500_000;
    await loop.tick();
    expect(woken).toEqual(['p0']);
  });

  it('blames nobody for a full disk: the poll fails, and the next one begins where it did', async () => {
    const { loop, woken, failed, failing } = world(30);
    failing.with = new StoreFull();
    await expect(loop.tick()).rejects.toBe(failing.with);
    expect(failed).toEqual([]);
    failing.with = undefined;
    await loop.tick();
    expect(woken).toHaveLength(30);
  });

  it('passes by who is parked', async () => {
    const { loop, woken } = world(4, { isParked: (patient) => patient === 'p1' });
    await loop.tick();
    expect(woken).toEqual(['p0', 'p2', 'p3']);
  });
});

describe('A review of all patients', () => {
  const names = (count: number): string[] =>
    Array.from({ length: count }, (_, n) => `r${String(n).padStart(4, '0')}`);

  it('goes piece by piece, and rests only where nobody is due', async () => {
    const pieces: number[] = [];
    const rested: string[] = [];
    const { loop, index, woken, catchUp } = world(20, {
      batch: 40,
      paced: async (piece) => {
        const before = woken.length;
        await piece();
        pieces.push(woken.length - before);
        rested.push(...woken.slice(before));
      },
    });
    index.reviewed = names(50);
    await loop.tick();
    expect([woken.length, pieces]).toEqual([20, []]);
    catchUp();
    await loop.tick();
    expect(pieces).toEqual([16, 16, 8]);
    await loop.tick();
    expect(pieces).toEqual([16, 16, 8, 10]);
    expect(rested).toEqual(index.reviewed);
    expect(woken).toHaveLength(70);
  });

  it('is done at once where nobody can be concerned', async () => {
    const reviewed: Review[] = [];
    const { index, loop, woken } = world(0, {
      engine: {
        wakePatient: () => Promise.reject(new Error('somebody was woken')),
        concernsAnybody: () => false,
        markReviewed: (review) => {
          reviewed.push(review);
          return Promise.resolve('0' as Position);
        },
      },
    });
    index.reviewed = names(20);
    const { more } = await loop.tick();
    expect([more, woken, reviewed]).toEqual([false, [], [REVIEW]]);
  });

  it('waits until nobody is due any more', async () => {
    const { loop, index, woken, catchUp, time } = world(0, { batch: 40 });
    index.reviewed = names(60);
    await loop.tick();
    catchUp();
    const due = Array.from({ length: 50 }, (_, n) => `due${n}`);
    index.waiting = due.map((patient, n) => ({
      patient,
      wake: n,
      position: String(n) as Position,
    }));
    time.now += 1;
    await loop.tick();
    expect(woken.slice(40)).toEqual(due.slice(0, 40));
    await loop.tick();
    expect(woken.slice(80)).toEqual([...due.slice(40), ...index.reviewed.slice(40)]);
  });

  it('that is stopped while it rests begins no further piece', async () => {
    const { loop, index, woken } = world(0, {
      paced: async (piece) => {
        await piece();
        await loop.stop();
      },
    });
    index.reviewed = names(200);
    await loop.tick();
    expect(woken).toEqual(index.reviewed.slice(0, 16));
  });

  it('goes on after the last whole piece where the store failed', async () => {
    const { loop, index, woken, failing } = world(0, {
      paced: async (piece) => {
        await piece();
        if (woken.length === 16) failing.with = new StoreFull();
      },
    });
    index.reviewed = names(100);
    await expect(loop.tick()).rejects.toBeInstanceOf(StoreFull);
    failing.with = undefined;
    await loop.tick();
    expect(woken).toEqual(index.reviewed);
  });
});
