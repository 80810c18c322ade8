/** Ids: deterministic, in order of time, and UUIDs of version 8. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeOrderedId } from './event-id.js';

const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const LATEST_MS = 2 ** 48 - 1;

describe('A time-ordered id', () => {
  it('never changes: it is storage', () => {
    expect(timeOrderedId(1_700_000_000_000, 'sepsis.xes', 'A', '17')).toBe(
      '018bcfe5-6800-8ee3-bb43-627493a02eed',
    );
  });

  it('is a UUIDv8 that begins with its time and depends on nothing but its arguments', () => {
    fc.assert(
      fc.property(fc.nat(LATEST_MS), fc.array(fc.string()), (atMs, parts) => {
        const id = timeOrderedId(atMs, ...parts);
        expect(id).toMatch(UUID_V8);
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(atMs);
        expect(timeOrderedId(atMs, ...parts)).toBe(id);
      }),
    );
  });

  it('sorts by its time', () => {
    fc.assert(
      fc.property(fc.nat(LATEST_MS), fc.nat(LATEST_MS), fc.string(), (a, b, part) => {
        fc.pre(a < b);
        expect(timeOrderedId(a, part) < timeOrderedId(b, part)).toBe(true);
      }),
    );
  });

  it('differs when the same text is cut into other parts', () => {
    const ids = [
      timeOrderedId(0, 'ab', 'c'),
      timeOrderedId(0, 'a', 'bc'),
      timeOrderedId(0, 'abc'),
      timeOrderedId(0, 'abc', ''),
      timeOrderedId(0, '2:ab', 'c'),
      timeOrderedId(0),
      timeOrderedId(1, 'ab', 'c'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('keeps times outside its 48 bits apart, at the ends of the order', () => {
    const before = [timeOrderedId(-1, 'a'), timeOrderedId(-2, 'a'), timeOrderedId(0, 'a')];
    expect(new Set(before).size).toBe(3);
    for (const id of before) expect(id.startsWith('00000000-0000-8')).toBe(true);
    expect(timeOrderedId(2 ** 60, 'a').startsWith('ffffffff-ffff-8')).toBe(true);
    expect(() => timeOrderedId(Number.NaN)).toThrow(RangeError);
  });
});
