/** Whole days that a service held a patient, and on which of them it did nothing. */
import { describe, expect, it } from '@jest/globals';
import { intervalOf } from '#calendar';
import type { TimedFact } from '#care-event';
import { daysIn } from './custody-days.js';

const OSLO = 'Europe/Oslo';

function act(occurredAt: string, zone = OSLO): TimedFact {
  const fact = { id: occurredAt, source: 's', type: 'T', version: 1, data: {}, recordedAt: 0 };
  return { fact: { ...fact, occurredAt }, ...intervalOf(occurredAt, zone) };
}

const ms = (text: string): number => Date.parse(text);
const from = ms('2026-03-02T10:00:00+01:00');
const to = ms('2026-03-12T10:00:00+01:00');
const terms = { zone: OSLO, at: to };
const held = (...acts: readonly string[]) =>
  daysIn(
    { from, to },
    acts.map((one) => act(one)),
    terms,
  );

describe('The days of a spell of custody', () => {
  it('are those from midnight to midnight: not the first and the last, on which it changed hands', () => {
    expect(held()).toEqual({ days: 9, idleDays: 9, longestIdleDays: 9 });
  });

  it('begin with the first one where the spell begins at midnight', () => {
    const midnight = ms('2026-03-02T00:00:00+01:00');
    expect(daysIn({ from: midnight, to: midnight + 86_400_000 }, [], terms).days).toBe(1);
    expect(daysIn({ from: midnight, to: midnight + 86_399_999 }, [], terms).days).toBe(0);
  });

  it('are none where the spell has no length', () => {
    expect(daysIn({ from, to: from }, [], terms)).toEqual({
      ...{ days: 0, idleDays: 0, longestIdleDays: 0 },
    });
  });

  it('continue until now while it lasts', () => {
    expect(daysIn({ from }, [], { zone: OSLO, at: ms('2026-03-04T23:59:59+01:00') }).days).toBe(1);
    expect(daysIn({ from }, [], { zone: OSLO, at: ms('2026-03-05T00:00:00+01:00') }).days).toBe(2);
  });

  it('are those of the holder, where it lives in another zone', () => {
    // Midnight in Oslo is 18 hours in New York: the days of that spell are one fewer there.
    const spell = { from: ms('2026-03-02T00:00:00+01:00'), to: ms('2026-03-05T00:00:00+01:00') };
    expect(daysIn(spell, [], terms).days).toBe(3);
    expect(daysIn(spell, [], { zone: 'America/New_York', at: to }).days).toBe(2);
  });

  it('count an hour more and an hour less as a day, when the clocks change', () => {
    const spring = { from: ms('2026-03-29T00:00:00+01:00'), to: ms('2026-03-30T00:00:00+02:00') };
    expect(spring.to - spring.from).toBe(23 * 3_600_000);
    expect(daysIn(spring, [], terms).days).toBe(1);
  });

  it('are idle where nothing was done on them, the longest run of such days by itself', () => {
    // Whole days 3 to 11; done on the 5th, twice, and the 6th: 3, 4 and 7 to 11 are idle.
    const done = [
      '2026-03-05T08:00:00+01:00',
      '2026-03-05T09:00:00+01:00',
      '2026-03-06T23:59:59+01:00',
    ];
    expect(held(...done)).toEqual({ days: 9, idleDays: 7, longestIdleDays: 5 });
  });

  it('are not made busy by what was done on the day it changed hands', () => {
    expect(held('2026-03-02T11:00:00+01:00', '2026-03-12T09:00:00+01:00').idleDays).toBe(9);
  });

  it('are idle only beyond doubt: what is known to the month may have been on any day of it', () => {
    expect(held('2026-03-05').idleDays).toBe(8);
    expect(held('2026-03')).toEqual({ days: 9, idleDays: 0, longestIdleDays: 0 });
  });
});
