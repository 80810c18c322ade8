/** One duty: when its instances begin, what settles them, and how they stand. */
import { describe, expect, it } from '@jest/globals';
import { DutyStory, at, dutyRule, endOf, on } from './story.spec.support.js';

const START = '2026-03-02T09:00:00Z';
const DUE = '2026-03-12';

const story = (...rule: Parameters<typeof dutyRule>) => new DutyStory(dutyRule(...rule));
const states = (instances: readonly { readonly state: string }[]) =>
  instances.map(({ state }) => state);

describe('A duty owed once', () => {
  it('begins with the first event that starts it', () => {
    const [duty, ...more] = story()
      .then('Started', START)
      .then('Started', '2026-03-04T09:00:00Z')
      .at('2026-03-05');
    expect(more).toEqual([]);
    expect(duty).toEqual({
      episode: 1,
      duty: 'plan',
      instance: 1,
      occurrence: '',
      owner: 'gp',
      ownedByHolder: false,
      state: 'not-yet-due',
      open: true,
      paused: false,
      armedAt: at(START),
      armedBy: 'urn:x 1',
      dueAt: endOf(DUE),
      escalations: [],
      warnings: [],
      awaits: ['Done'],
    });
  });

  it('is breached and stays open when its time is over', () => {
    const reported = story().then('Started', START);
    expect(reported.at(DUE)).toMatchObject([{ state: 'not-yet-due' }]);
    expect(reported.trackedUntil(DUE).wakeUp).toBe(endOf(DUE) + 1);
    const over = reported.trackedUntil('2026-03-13T00:00:00Z');
    expect(over.instances).toMatchObject([{ state: 'breached', open: true }]);
    expect(over.wakeUp).toBe(Infinity);
  });

  it('is met by the first event that meets it, and by no other', () => {
    const met = story()
      .then('Done', '2026-03-01T09:00:00Z')
      .then('Started', START)
      .then('Done', `${DUE}T23:00:00Z`)
      .then('Done', '2026-04-01T09:00:00Z')
      .at('2026-05-01');
    expect(met).toMatchObject([
      { state: 'met', open: false, metAt: at(`${DUE}T23:00:00Z`), metBy: 'urn:x 3' },
    ]);
  });

  it('is met late after its time, and both are reported', () => {
    const late = story().then('Started', START).then('Done', '2026-03-13T00:00:00Z');
    expect(states(late.at('2026-03-14'))).toEqual(['met-late']);
    expect([...late.trackedUntil('2026-03-14').context.touched]).toEqual([
      'duties/plan/met',
      'duties/plan/breached',
    ]);
  });

  it('is not met by the event that starts it, even if that is one that meets it', () => {
    const both = story({ until: on('Started', 'Done') });
    expect(states(both.then('Started', '2026-03-02').at('2026-03-03'))).toEqual(['not-yet-due']);
    expect(states(both.then('Started', '2026-03-04').at('2026-03-05'))).toEqual(['met']);
  });

  it('is met by what is known to the same day only, but not before it began', () => {
    const reported = story().then('Done', '2026-03-02').then('Started', START);
    expect(reported.at('2026-03-03')).toMatchObject([{ state: 'met', metAt: at(START) }]);
    const before = story().then('Done', '2026-03-01').then('Started', START);
    expect(states(before.at('2026-03-03'))).toEqual(['not-yet-due']);
  });

  it('of whoever holds the patient passes on, until it is met', () => {
    const reported = story({ owner: 'holder' })
      .then('Started', START)
      .then('Moved', '2026-03-05T09:00:00Z', { to: 'hospital' })
      .then('Done', '2026-03-07T09:00:00Z')
      .then('Moved', '2026-03-08T09:00:00Z', { to: 'rehabilitation' });
    const ownerAt = (day: string) => reported.at(day).map(({ owner }) => owner);
    expect(ownerAt('2026-03-04')).toEqual(['gp']);
    expect(ownerAt('2026-03-06')).toEqual(['hospital']);
    expect(ownerAt('2026-03-09')).toEqual(['hospital']);
  });

  it('of whoever holds the patient passes on while nothing else happens', () => {
    const { tracker, instant } = story({ owner: 'holder' })
      .then('Started', START)
      .trackedUntil(DUE);
    const heldBy = (holder: string) => {
      return tracker.instances({ at: instant, end: instant, open: true, holder })[0]?.owner;
    };
    expect([heldBy('gp'), heldBy('hospital'), heldBy('gp')]).toEqual(['gp', 'hospital', 'gp']);
  });

  it('lapses with a close before it is due, and stays breached with a later one', () => {
    const reported = story().then('Started', START);
    expect(reported.closedAt('2026-03-10')).toMatchObject([{ state: 'lapsed', open: false }]);
    expect(reported.closedAt('2026-03-20')).toMatchObject([{ state: 'breached', open: false }]);
  });

  it('runs on with its old due time when the pathway is reopened', () => {
    const reported = story().then('Started', START).trackedUntil('2026-03-05');
    const { tracker, context } = reported;
    const closed = { at: reported.instant, end: reported.instant, open: false, holder: 'gp' };
    expect(states(tracker.instances(closed))).toEqual(['lapsed']);
    const later = endOf('2026-03-20');
    const open = { at: later, end: later, open: true, holder: context.holderAt(later) };
    expect(tracker.instances(open)).toMatchObject([{ state: 'breached', dueAt: endOf(DUE) }]);
  });

  it('is handed out as the same object until something about it changes', () => {
    const { tracker, instances, instant } = story().then('Started', START).trackedUntil(DUE);
    const again = { at: instant, end: instant - 1, open: true, holder: 'gp' };
    expect(tracker.instances(again)).toBe(instances);
    const over = tracker.instances({ ...again, end: instant + 1 });
    expect(states(over)).toEqual(['breached']);
    expect(states(instances)).toEqual(['not-yet-due']);
  });
});

describe('A duty owed every time', () => {
  const rule = { per: 'occurrence', matching: 'referral' } as const;

  it('has an instance for every event that starts it, each with its own time', () => {
    const reported = story({ per: 'occurrence' }).then('Started', START);
    expect(reported.then('Started', '2026-03-04T09:00:00Z').at('2026-03-13')).toMatchObject([
      { instance: 1, occurrence: 'urn:x 1', state: 'breached', dueAt: endOf(DUE) },
      { instance: 2, occurrence: 'urn:x 2', state: 'not-yet-due', dueAt: endOf('2026-03-14') },
    ]);
  });

  it('is met oldest first, one instance by one event', () => {
    const reported = story({ per: 'occurrence' })
      .then('Started', START)
      .then('Started', '2026-03-04T09:00:00Z')
      .then('Done', '2026-03-05T09:00:00Z');
    expect(states(reported.at('2026-03-06'))).toEqual(['met', 'not-yet-due']);
    expect(states(reported.then('Done', '2026-03-07T09:00:00Z').at('2026-03-08'))).toEqual([
      'met',
      'met',
    ]);
  });

  it('is met by what is about the same thing, and by what does not say', () => {
    const reported = story(rule)
      .then('Started', START, { referral: 'a' })
      .then('Started', '2026-03-03T09:00:00Z', { referral: 'b' })
      .then('Done', '2026-03-04T09:00:00Z', { referral: 'b' })
      .then('Done', '2026-03-05T09:00:00Z', { referral: 'c' });
    expect(states(reported.at('2026-03-06'))).toEqual(['not-yet-due', 'met']);
    expect(states(reported.then('Done', '2026-03-07T09:00:00Z').at('2026-03-08'))).toEqual([
      'met',
      'met',
    ]);
  });

  it('is taken away in every instance that matches', () => {
    const reported = story(rule)
      .then('Started', START, { referral: 'a' })
      .then('Started', '2026-03-03T09:00:00Z', { referral: 'b' })
      .then('Started', '2026-03-04T09:00:00Z');
    reported.then('Declined', '2026-03-05T09:00:00Z', { referral: 'a' });
    expect(states(reported.at('2026-03-06'))).toEqual(['exempt', 'not-yet-due', 'exempt']);
  });

  it('uses up an event known to the day only once', () => {
    const reported = story({ per: 'occurrence' })
      .then('Done', '2026-03-02')
      .then('Started', START)
      .then('Started', '2026-03-02T10:00:00Z');
    expect(states(reported.at('2026-03-03'))).toEqual(['met', 'not-yet-due']);
  });

  it('does not let what was taken away too late take an answer from what is open', () => {
    const reported = story({ per: 'occurrence' })
      .then('Started', '2026-01-01T09:00:00Z')
      .then('Declined', '2026-02-01T09:00:00Z')
      .then('Started', START)
      .then('Done', '2026-03-03T09:00:00Z');
    expect(states(reported.at('2026-03-04'))).toEqual(['breached', 'met']);
  });

  it('may be met and begun by one event', () => {
    const reported = story({ per: 'occurrence', until: on('Started') })
      .then('Started', START)
      .then('Started', '2026-03-04T09:00:00Z');
    expect(states(reported.at('2026-03-05'))).toEqual(['met', 'not-yet-due']);
  });
});

describe('A fact from outside the episode', () => {
  const effect = {
    starts: true,
    meets: [0],
    exempts: undefined,
    notApplicable: false,
    appliesAgain: false as const,
    ends: false,
    contacts: false,
    contactsLater: false,
  };

  it('starts nothing and settles what it may have come after', () => {
    const { tracker, instances } = story().then('Started', '2026-03-02').trackedUntil(DUE);
    const fact = { ...START_FACT, start: at('2026-03-02T12:00:00Z') };
    tracker.settleEarly({ ...fact, end: fact.start }, effect, fact.start);
    const horizon = { at: endOf(DUE), end: endOf(DUE), open: false, holder: 'gp' };
    expect(states(tracker.instances(horizon))).toEqual(['met']);
    expect(states(instances)).toEqual(['not-yet-due']);
  });
});

const START_FACT = {
  fact: {
    id: '9',
    source: 'urn:x',
    type: 'Done',
    version: 1,
    occurredAt: '2026-03-02T12:00:00Z',
    data: {},
    recordedAt: 0,
  },
  start: 0,
  end: 0,
};
