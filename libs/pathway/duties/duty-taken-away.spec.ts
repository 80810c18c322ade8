/** What takes a duty away: exemptions with a code, and what does not apply. */
import { describe, expect, it } from '@jest/globals';
import { DutyStory, at, dutyRule, endOf, on } from './story.spec.support.js';

const START = '2026-03-02T09:00:00Z';
const DUE = '2026-03-12';

const story = (...rule: Parameters<typeof dutyRule>) => new DutyStory(dutyRule(...rule));
const states = (instances: readonly { readonly state: string }[]) =>
  instances.map(({ state }) => state);

describe('An exemption', () => {
  it('takes a duty away, with its code', () => {
    const reported = story().then('Started', START).then('Admitted', '2026-03-05T09:00:00Z');
    const { instances, context, wakeUp } = reported.trackedUntil('2026-05-01');
    expect(instances).toMatchObject([
      {
        state: 'exempt',
        open: false,
        reason: 'institution-stay',
        endedAt: at('2026-03-05T09:00:00Z'),
        endedBy: 'urn:x 2',
        dueAt: endOf(DUE),
      },
    ]);
    expect(context.touched).toEqual(new Set(['duties/plan/exempt/institution-stay']));
    expect(wakeUp).toBe(Infinity);
  });

  it('at the last instant is in time; a moment later the breach stays, and is over', () => {
    const taken = (when: string) => story().then('Started', START).then('Declined', when);
    expect(states(taken(`${DUE}T23:59:59.999Z`).at('2026-05-01'))).toEqual(['exempt']);
    const late = taken('2026-03-13T00:00:00Z');
    expect(late.at('2026-05-01')).toMatchObject([
      { state: 'breached', open: false, reason: 'patient-declined' },
    ]);
    late.then('Done', '2026-04-01T09:00:00Z');
    expect(late.at('2026-05-01')).toMatchObject([
      { state: 'met-late', metAt: at('2026-04-01T09:00:00Z'), reason: 'patient-declined' },
    ]);
  });

  it('changes nothing about what was met before, nor what is done after it', () => {
    const met = story().then('Started', START).then('Done', '2026-03-03T09:00:00Z');
    expect(states(met.then('Declined', '2026-03-04T09:00:00Z').at('2026-05-01'))).toEqual(['met']);
    const exempt = story().then('Started', START).then('Declined', '2026-03-03T09:00:00Z');
    expect(states(exempt.then('Done', '2026-03-04T09:00:00Z').at('2026-05-01'))).toEqual([
      'exempt',
    ]);
  });

  it('seen before a duty owed once begins counts from its start', () => {
    const reported = story().then('Declined', '2026-02-20T09:00:00Z').then('Started', START);
    expect(reported.at('2026-05-01')).toMatchObject([
      { state: 'exempt', endedAt: at(START), endedBy: 'urn:x 1' },
    ]);
    const again = story()
      .then('Declined', '2026-02-20T09:00:00Z')
      .then('NeededAgain', '2026-02-25T09:00:00Z')
      .then('Started', START);
    expect(states(again.at('2026-03-03'))).toEqual(['not-yet-due']);
  });

  it('is lifted alone by what lifts its code, which may meet the duty at once', () => {
    const rule = {
      until: on('Done'),
      exempt: [{ on: on('Declined'), code: 'x', liftedBy: on('Done') }],
      notApplicable: on('Elsewhere'),
    };
    const after = (what: string) =>
      story(rule)
        .then('Started', START)
        .then(what, '2026-03-03T09:00:00Z')
        .then('Done', '2026-03-04T09:00:00Z');
    expect(states(after('Declined').at('2026-05-01'))).toEqual(['met']);
    expect(states(after('Elsewhere').at('2026-05-01'))).toEqual(['not-applicable']);
  });

  it('that stands is taken back by nothing, whether it came before or after the start', () => {
    const standing = () => story({ exempt: [{ on: on('Declined'), code: 'x', stands: true }] });
    const after = standing().then('Started', START).then('Declined', '2026-03-03T09:00:00Z');
    expect(states(after.then('NeededAgain', '2026-03-04T09:00:00Z').at('2026-05-01'))).toEqual([
      'exempt',
    ]);
    const before = standing()
      .then('Declined', '2026-02-20T09:00:00Z')
      .then('NeededAgain', '2026-02-25T09:00:00Z')
      .then('Started', START);
    expect(states(before.at('2026-05-01'))).toEqual(['exempt']);
  });

  it('does not take away what begins after it, for a duty owed every time', () => {
    const reported = story({ per: 'occurrence' })
      .then('Declined', '2026-03-01T09:00:00Z')
      .then('Started', START);
    expect(states(reported.at('2026-03-03'))).toEqual(['not-yet-due']);
    const sameDay = story({ per: 'occurrence' }).then('Declined', '2026-03-02');
    expect(states(sameDay.then('Started', START).at('2026-03-03'))).toEqual(['exempt']);
  });

  it('seen before counts for what it is about, and not if it is the start itself', () => {
    const matching = (referral: string) =>
      story({ matching: 'referral' })
        .then('Declined', '2026-02-20T09:00:00Z', { referral: 'a' })
        .then('Started', START, { referral });
    expect(states(matching('a').at('2026-03-03'))).toEqual(['exempt']);
    expect(states(matching('b').at('2026-03-03'))).toEqual(['not-yet-due']);
    const itself = story({ exempt: [{ on: on('Started'), code: 'x' }] }).then('Started', START);
    expect(states(itself.at('2026-03-03'))).toEqual(['not-yet-due']);
  });

  it('and what meets a duty, both of the very instant at which its day begins, count in order', () => {
    const reported = story({ per: 'occurrence' })
      .then('Declined', '2026-03-02T00:00:00Z')
      .then('Done', '2026-03-02T00:00:00Z')
      .then('Started', '2026-03-02');
    expect(states(reported.at('2026-03-03'))).toEqual(['exempt']);
  });

  it('is taken back by what makes the duty apply again, with time until then at least', () => {
    const reported = story()
      .then('Started', START)
      .then('Declined', '2026-03-05T09:00:00Z')
      .then('NeededAgain', '2026-03-20T09:00:00Z');
    expect(states(reported.at('2026-03-19'))).toEqual(['exempt']);
    const { instances, context } = reported.trackedUntil('2026-03-20T09:00:00Z');
    expect(instances).toMatchObject([
      { state: 'not-yet-due', open: true, dueAt: at('2026-03-20T09:00:00Z') },
    ]);
    expect(instances[0]).not.toHaveProperty('reason');
    expect(context.touched).toContain('duties/plan/applies-again');
    expect(states(reported.at('2026-03-21'))).toEqual(['breached']);
    const soon = story()
      .then('Started', START)
      .then('Declined', '2026-03-05T09:00:00Z')
      .then('NeededAgain', '2026-03-06T09:00:00Z');
    expect(soon.at('2026-03-07')).toMatchObject([{ state: 'not-yet-due', dueAt: endOf(DUE) }]);
  });

  it('taken back gives the instance its place again: the oldest is met first', () => {
    const reported = story({ per: 'occurrence', matching: 'referral' })
      .then('Started', START, { referral: 'a' })
      .then('Started', '2026-03-03T09:00:00Z', { referral: 'b' })
      .then('Declined', '2026-03-04T09:00:00Z', { referral: 'a' })
      .then('NeededAgain', '2026-03-05T09:00:00Z', { referral: 'a' })
      .then('Done', '2026-03-06T09:00:00Z');
    expect(states(reported.at('2026-03-07'))).toEqual(['met', 'not-yet-due']);
  });

  it('that came too late leaves the breach as it was when it is taken back', () => {
    const reported = story()
      .then('Started', START)
      .then('Declined', '2026-03-15T09:00:00Z')
      .then('NeededAgain', '2026-03-20T09:00:00Z');
    expect(reported.at('2026-03-20')).toMatchObject([
      { state: 'breached', open: true, dueAt: endOf(DUE) },
    ]);
  });
});

describe('A duty that is not applicable', () => {
  it('is so from the event on that says so', () => {
    const reported = story().then('Started', START).then('Unneeded', '2026-03-05T09:00:00Z');
    expect(reported.at('2026-05-01')).toMatchObject([
      { state: 'not-applicable', open: false, reason: 'not-applicable', endedBy: 'urn:x 2' },
    ]);
  });

  it('is so from the start where its conditions do not hold, and nothing brings it back', () => {
    const young = [{ field: 'age', is: 'between', below: 23 }] as const;
    const reported = story({ applies: young })
      .then('Started', START, { age: 23 })
      .then('NeededAgain', '2026-03-05T09:00:00Z')
      .then('Started', '2026-03-06T09:00:00Z', { age: 22 });
    expect(reported.at('2026-05-01')).toMatchObject([
      { state: 'not-applicable', reason: 'does-not-apply', endedAt: at(START), endedBy: 'urn:x 1' },
    ]);
    const other = story({ applies: young }).then('Started', START, { age: 22 });
    expect(states(other.at('2026-03-03'))).toEqual(['not-yet-due']);
  });
});
