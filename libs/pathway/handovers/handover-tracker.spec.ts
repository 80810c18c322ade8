/** Handovers: an offer is answered, in time or late, or falls silent. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '#care-event';
import type { HandoverRule } from '../definition/handover-rule.js';
import { handoverEffect } from '../rules/handover-effect.js';
import { HandoverTracker } from './handover-tracker.js';
import { StrayAnswers } from './stray-answers.js';
import {
  CLOCK,
  Facts,
  StoryContext,
  at,
  endOf,
  fits,
  on,
  openAt,
} from '../duties/story.spec.support.js';

const RULE: HandoverRule = {
  id: 'to-specialist',
  title: 'to-specialist',
  when: on('Offered'),
  from: 'holder',
  to: 'helsinki',
  matching: 'referral',
  answerWithin: { limit: { amount: 10, unit: 'working-day' }, firstDayCounts: false },
  clock: 'rtt',
  accepted: { by: on('Accepted'), opens: 'specialist-care' },
  refused: { by: on('Refused'), then: { kind: 'return-to-sender' } },
  silent: { then: { kind: 'remind' }, next: [] },
  overtaken: on('Overtaken'),
};

const OFFER = '2026-03-02T09:00:00Z';
/** Ten working days later, in Helsinki. */
const DUE = at('2026-03-16T21:59:59.999Z');

class HandoverStory {
  private readonly facts = new Facts();

  then(type: string, occurredAt: string, data: JsonObject = {}): this {
    this.facts.add(type, occurredAt, data);
    return this;
  }

  at(instant: number, open = true) {
    const context = new StoryContext([CLOCK], { services: new Map(), handovers: [RULE] });
    const tracker = new HandoverTracker(RULE, context, new StrayAnswers(context));
    const accepting: string[] = [];
    for (const fact of this.facts.by(instant)) {
      const effect = handoverEffect(RULE, (patterns) => fits(patterns, fact));
      const accepted = effect && tracker.apply(fact, effect);
      if (accepted) accepting.push(fact.fact.id);
      const { type } = fact.fact;
      const none = { stop: false, cuts: false, nullify: false, nullifyUnless: false, keeps: false };
      const clock = { ...none, start: type === 'Offered', span: undefined };
      const pauses = { pause: type === 'Paused', resume: type === 'Resumed' };
      context.clock('rtt').apply(fact, { ...clock, ...pauses });
    }
    const handovers = tracker.instances({ ...openAt(instant, context), open });
    return { handovers, accepting, wakeUp: tracker.wakeAfter(instant), touched: context.touched };
  }
}

const offered = () => new HandoverStory().then('Offered', OFFER, { referral: 'a' });

describe('A handover', () => {
  it('is offered by who holds the patient, and to be answered in days of the receiver', () => {
    const { handovers, wakeUp } = offered().at(DUE);
    expect(handovers).toEqual([
      {
        episode: 1,
        handover: 'to-specialist',
        instance: 1,
        occurrence: 'urn:x 1',
        matching: { field: 'referral', value: 'a' },
        from: 'gp',
        to: 'helsinki',
        state: 'offered',
        offeredAt: at(OFFER),
        offeredBy: 'urn:x 1',
        answerDueAt: DUE,
        attempt: 1,
        late: false,
        events: [{ kind: 'offered', key: 'offered', at: at(OFFER), by: 'urn:x 1' }],
      },
    ]);
    expect(wakeUp).toBe(DUE + 1);
  });

  it('falls silent when nobody answers in time', () => {
    const { handovers, wakeUp, touched } = offered().at(DUE + 1);
    expect(handovers).toMatchObject([{ state: 'silent', late: false }]);
    expect(wakeUp).toBe(Infinity);
    expect([...touched]).toEqual(['handovers/to-specialist/silent']);
  });

  it.each([
    ['Accepted', 'accepted', ['2']],
    ['Refused', 'refused', []],
  ])('answered by %s is %s', (type, state, accepting) => {
    const reported = offered().then(type, '2026-03-05T09:00:00Z').at(endOf('2026-05-01'));
    expect(reported.handovers).toMatchObject([
      { state, late: false, answeredAt: at('2026-03-05T09:00:00Z'), answeredBy: 'urn:x 2' },
    ]);
    expect(reported.accepting).toEqual(accepting);
    expect([...reported.touched]).toEqual([`handovers/to-specialist/${state}`]);
  });

  it('may be accepted late, and the first answer counts', () => {
    const reported = offered()
      .then('Accepted', '2026-03-20T09:00:00Z')
      .then('Refused', '2026-03-21T09:00:00Z')
      .at(endOf('2026-05-01'));
    expect(reported.handovers).toMatchObject([{ state: 'accepted', late: true }]);
    expect([...reported.touched]).toContain('handovers/to-specialist/silent');
  });

  it('is answered for the same referral only, oldest first', () => {
    const reported = offered()
      .then('Offered', '2026-03-03T09:00:00Z', { referral: 'b' })
      .then('Accepted', '2026-03-04T09:00:00Z', { referral: 'b' })
      .then('Refused', '2026-03-05T09:00:00Z', { referral: 'b' });
    const states = reported.at(endOf('2026-03-06')).handovers.map(({ state }) => state);
    expect(states).toEqual(['offered', 'accepted']);
    reported.then('Refused', '2026-03-07T09:00:00Z');
    expect(reported.at(endOf('2026-03-08')).handovers.map(({ state }) => state)).toEqual([
      'refused',
      'accepted',
    ]);
  });

  it('may be answered by what is known to the same day only; the offer then opens the stage', () => {
    const reported = new HandoverStory().then('Accepted', '2026-03-02').then('Offered', OFFER);
    const { handovers, accepting } = reported.at(endOf('2026-03-03'));
    expect(handovers).toMatchObject([{ state: 'accepted', answeredAt: at(OFFER) }]);
    expect(accepting).toEqual(['2']);
  });

  it('is answered once by what is known to the same day only', () => {
    const reported = new HandoverStory()
      .then('Accepted', '2026-03-02')
      .then('Offered', OFFER)
      .then('Offered', '2026-03-02T10:00:00Z');
    const states = reported.at(endOf('2026-03-03')).handovers.map(({ state }) => state);
    expect(states).toEqual(['accepted', 'offered']);
  });

  it('lapses with a close before it was due, and stays silent after that', () => {
    expect(offered().at(DUE, false).handovers).toMatchObject([{ state: 'lapsed' }]);
    expect(offered().at(DUE + 1, false).handovers).toMatchObject([{ state: 'silent' }]);
  });

  it('is postponed by its clock', () => {
    const paused = offered().then('Paused', '2026-03-05T09:00:00Z');
    const standing = paused.at(endOf('2026-05-01'));
    expect(standing.handovers).toMatchObject([{ state: 'offered' }]);
    expect(standing.handovers[0]).not.toHaveProperty('answerDueAt');
    expect(standing.wakeUp).toBe(Infinity);
    const resumed = paused.then('Resumed', '2026-03-06T09:00:00Z').at(DUE);
    expect(resumed.handovers).toMatchObject([{ answerDueAt: at('2026-03-17T21:59:59.999Z') }]);
  });
});
