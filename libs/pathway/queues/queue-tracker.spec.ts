/** Queues: joining, being served, leaving. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#care-event';
import type { QueueRule } from '../definition/definition.js';
import { QueueTracker } from './queue-tracker.js';
import { Facts, StoryContext, at, endOf, fits, on, openAt } from '../duties/story.spec.support.js';

const RULE: QueueRule = {
  id: 'clinic',
  title: 'clinic',
  joins: on('Joined'),
  served: on('Served'),
  leaves: on('Left'),
  matching: 'referral',
  urgency: { field: 'urgency', order: ['stat', 'urgent', 'routine'] },
};
const JOINED = '2026-03-02T09:00:00Z';

function queued(
  facts: readonly (readonly [type: string, occurredAt: string, data?: JsonObject])[],
  { rule = RULE, open = true } = {},
) {
  const context = new StoryContext([]);
  const tracker = new QueueTracker(rule, context);
  const reported = new Facts();
  for (const [type, occurredAt, data = {}] of facts) reported.add(type, occurredAt, data);
  const instant = endOf('2026-05-01');
  for (const fact of reported.by(instant)) {
    tracker.apply(fact, {
      joins: fits(rule.joins, fact),
      served: fits(rule.served, fact),
      leaves: fits(rule.leaves, fact),
    });
  }
  const horizon = { ...openAt(instant, context), open };
  expect(tracker.instances(horizon)).toBe(tracker.instances(horizon));
  return tracker.instances(horizon);
}

describe('A queue', () => {
  it('is joined with an urgency and an age, and left when served', () => {
    expect(queued([['Joined', JOINED, { urgency: 'urgent' }]])).toEqual([
      {
        episode: 1,
        queue: 'clinic',
        joinedAt: at(JOINED),
        fact: 'urn:x 1',
        rank: 1,
        patientAge: 20,
      },
    ]);
    const served = [['Joined', JOINED] as const, ['Served', '2026-04-02T09:00:00Z'] as const];
    expect(queued(served)).toMatchObject([
      { leftAt: at('2026-04-02T09:00:00Z'), outcome: 'served' },
    ]);
  });

  it.each([
    ['stat', 0],
    ['routine', 2],
    ['some day', 3],
    [undefined, 3],
  ])('takes %s as rank %d', (urgency, rank) => {
    const data = urgency === undefined ? {} : { urgency };
    expect(queued([['Joined', JOINED, data]])).toMatchObject([{ rank }]);
  });

  it('holds a patient once, where no field tells the entries apart', () => {
    const { matching, ...rule } = RULE;
    const story = [
      ['Joined', JOINED, { referral: 'a' }],
      ['Joined', '2026-03-09T09:00:00Z', { referral: 'b' }],
      ['Served', '2026-03-16T09:00:00Z'],
      ['Joined', '2026-03-23T09:00:00Z'],
    ] as const;
    const joined = (queue: QueueRule) => queued(story, { rule: queue }).map(({ fact }) => fact);
    expect(joined(rule)).toEqual(['urn:x 1', 'urn:x 4']);
    expect(joined({ ...rule, matching: matching ?? '' })).toEqual([
      'urn:x 1',
      'urn:x 2',
      'urn:x 4',
    ]);
  });

  it('without an urgency has one rank only', () => {
    const rule = { ...RULE };
    delete rule.urgency;
    expect(queued([['Joined', JOINED, { urgency: 'stat' }]], { rule })).toMatchObject([
      { rank: 0 },
    ]);
  });

  it('keeps apart what is about different things, and lets the oldest go first', () => {
    const entries = queued([
      ['Joined', JOINED, { referral: 'a' }],
      ['Joined', '2026-03-03T09:00:00Z', { referral: 'b' }],
      ['Joined', '2026-03-04T09:00:00Z', { referral: 'b' }],
      ['Left', '2026-03-05T09:00:00Z', { referral: 'b' }],
      ['Served', '2026-03-06T09:00:00Z', { referral: 'b' }],
    ]);
    expect(entries.map(({ outcome }) => outcome)).toEqual([undefined, 'left', 'served']);
  });

  it('is left with the close of the pathway', () => {
    expect(queued([['Joined', JOINED]], { open: false })).toMatchObject([
      { leftAt: endOf('2026-05-01'), outcome: 'left' },
    ]);
  });

  it('may be left on the day on which it was joined, where no more is known', () => {
    expect(
      queued([
        ['Served', '2026-03-02'],
        ['Joined', JOINED],
      ]),
    ).toMatchObject([{ joinedAt: at(JOINED), leftAt: at(JOINED), outcome: 'served' }]);
  });

  it('is left once by what is known to the same day only', () => {
    const entries = queued([
      ['Served', '2026-03-02'],
      ['Joined', JOINED],
      ['Joined', '2026-03-02T10:00:00Z'],
    ]);
    expect(entries.map(({ outcome }) => outcome)).toEqual(['served', undefined]);
  });

  it('is left with the last close, where the pathway was reopened', () => {
    const context = new StoryContext([]);
    const tracker = new QueueTracker(RULE, context);
    const reported = new Facts();
    reported.add('Joined', JOINED, {});
    const joins = { joins: true, served: false, leaves: false };
    for (const fact of reported.by(endOf('2026-03-02'))) tracker.apply(fact, joins);
    const leftBy = (day: string, open: boolean) =>
      tracker.instances({ ...openAt(endOf(day), context), open })[0]?.leftAt;
    expect(leftBy('2026-03-05', false)).toBe(endOf('2026-03-05'));
    expect(leftBy('2026-03-06', true)).toBeUndefined();
    expect(leftBy('2026-03-09', false)).toBe(endOf('2026-03-09'));
  });
});
