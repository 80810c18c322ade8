/** A duty among made-up facts: what holds whatever it was asked in between. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DutyRule } from '../definition/duty-rule.js';
import { CLOCK, DutyStory, dutyRule, endOf, limit } from './story.spec.support.js';

const rules = fc
  .record({
    per: fc.constantFrom<DutyRule['per'][]>('episode', 'occurrence', 'period'),
    due: fc.constantFrom(limit(2, 'day'), limit(30, 'hour')),
    owner: fc.constantFrom('gp', 'holder'),
    matching: fc.constantFrom(undefined, 'referral'),
    clock: fc.constantFrom(undefined, 'rtt'),
    escalate: fc.constantFrom(
      [],
      [
        { to: 'county', after: limit(1, 'week').limit },
        { to: 'head', after: undefined },
      ],
    ),
  })
  .map(({ matching, clock, ...rest }) =>
    dutyRule({
      ...rest,
      ...(matching !== undefined && { matching }),
      ...(clock !== undefined && { clock }),
    }),
  );

const TYPES = [
  ...['Started', 'Started', 'Done', 'Done', 'Declined', 'Unneeded', 'NeededAgain'],
  ...['Ended', 'Paused', 'Resumed', 'Nullified', 'Moved'],
];

const facts = fc.array(
  fc.record({
    type: fc.constantFrom(...TYPES),
    day: fc.integer({ min: 1, max: 14 }),
    hour: fc.constantFrom(undefined, '00', '09', '10'),
    referral: fc.constantFrom(undefined, 'a', 'b'),
    to: fc.constantFrom('gp', 'hospital'),
  }),
  { maxLength: 12 },
);

const dayOf = (day: number): string => `2026-03-${String(day).padStart(2, '0')}`;
const days = fc.integer({ min: 1, max: 25 }).map(dayOf);

const stories = fc.tuple(rules, facts).map(([rule, reported]) => {
  const story = new DutyStory(rule, CLOCK);
  for (const { type, day, hour, referral, to } of reported) {
    const time = hour === undefined ? '' : `T${hour}:00:00Z`;
    story.then(type, `${dayOf(day)}${time}`, referral === undefined ? { to } : { to, referral });
  }
  return story;
});

describe('A duty', () => {
  it('has the same state, whenever and however often it was asked for in between', () => {
    const asked = fc.array(days.map(endOf), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(stories, days, asked, (story, day, instants) => {
        const plain = story.trackedUntil(day);
        const often = story.trackedUntil(day, instants);
        expect(often.instances).toEqual(plain.instances);
        expect(often.wakeUp).toBe(plain.wakeUp);
      }),
    );
  });

  it('changes at the instant that it names, and not before, unless something happens', () => {
    fc.assert(
      fc.property(stories, fc.double({ min: 0, max: 1, noNaN: true }), (story, share) => {
        // After all facts.
        const { tracker, context, instances, wakeUp, instant } = story.trackedUntil(dayOf(15));
        const horizon = (end: number) => {
          return { at: end, end, open: true, holder: context.holderAt(instant) };
        };
        const until = Math.min(wakeUp, instant + 10 ** 9);
        const between = Math.floor(instant + share * (until - 1 - instant));
        expect(tracker.instances(horizon(between))).toEqual(instances);
        if (wakeUp < Infinity) {
          expect(tracker.instances(horizon(wakeUp))).not.toEqual(instances);
        }
      }),
    );
  });

  it('numbers its instances, each with a name of its own', () => {
    fc.assert(
      fc.property(stories, days, (story, day) => {
        const instances = story.at(day);
        expect(instances.map(({ instance }) => instance)).toEqual(
          instances.map((_one, n) => n + 1),
        );
        const names = new Set(instances.map(({ occurrence }) => occurrence));
        expect(names.size).toBe(instances.length);
      }),
    );
  });

  it('uses no fact twice to be met', () => {
    fc.assert(
      fc.property(stories, days, (story, day) => {
        const met = story.at(day).flatMap(({ metBy }) => metBy ?? []);
        expect(new Set(met).size).toBe(met.length);
      }),
    );
  });
});
