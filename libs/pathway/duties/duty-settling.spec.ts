/** What settles a duty, and whose it was then, where order and intervals decide. */
import { describe, expect, it } from '@jest/globals';
import { Journey } from '../assessment/journey.js';
import { at, facts, pathway, standing } from '../assessment/journey-story.spec.support.js';

const duty = (more: string) =>
  pathway(
    `duties: [{ id: plan, from: Told, until: Planned, owner: gp, within: 10 days, ${more} }]`,
  );
const states = (instances: readonly { readonly state: string; readonly reason?: string }[]) =>
  instances.map(({ state, reason }) => (reason === undefined ? state : `${state} (${reason})`));

describe('A duty that never applied', () => {
  const definition = pathway(`
duties:
  - id: plan
    from: Told
    until: Planned
    owner: gp
    within: { date-in: by, otherwise: 10 days }
    applies: { urgent: true }
    escalate: [{ to: clinic }]
`);

  it('is not breached by a date before its start, and notifies nobody', () => {
    const reported = '2026-03-10T09:00:00Z Told { by: 2026-03-05 }';
    const { duties } = standing(definition, '2026-03-20', '2026-03-01 Came', reported);
    expect(states(duties)).toEqual(['not-applicable (does-not-apply)']);
    expect(duties).toMatchObject([{ open: false, escalations: [] }]);
    const urgent = reported.replace('{', '{ urgent: true,');
    const owed = standing(definition, '2026-03-20', '2026-03-01 Came', urgent).duties;
    expect(owed).toMatchObject([{ state: 'breached', escalations: [{ to: 'clinic' }] }]);
  });
});

describe('A duty of the holder', () => {
  const definition = pathway(`
duties:
  - { id: plan, from: Came, until: Planned, within: 20 days, owner: holder }
  - { id: other, from: Came, until: Done, within: 20 days, owner: holder, exempt: [{ on: Screened, code: x }] }
`);
  const owners = (...lines: string[]) =>
    standing(definition, '2026-03-09', '2026-03-01 Came', ...lines).duties.map(
      ({ owner }) => owner,
    );

  it('belonged to who held the patient just before what met it, in the order of facts', () => {
    const moved = '2026-03-02T10:00:00Z Treated';
    const met = '2026-03-02T10:00:00Z Planned';
    expect(owners(moved, met)[0]).toBe('clinic');
    expect(owners(met, moved)[0]).toBe('gp');
    expect(owners('2026-03-02T00:00:00Z Treated', '2026-03-02 Planned')[0]).toBe('clinic');
    expect(owners(moved, '2026-03-02T10:00:00Z Screened')[1]).toBe('clinic');
  });

  it('met by the event that moves the patient belonged to who held the patient before', () => {
    const met = pathway(
      'duties: [{ id: plan, from: Came, until: Treated, within: 20 days, owner: holder }]',
    );
    const { duties, holder } = standing(met, '2026-03-09', '2026-03-01 Came', '2026-03-02 Treated');
    expect([duties[0]?.owner, holder]).toEqual(['gp', 'clinic']);
  });

  it('met by a fact of a gap belonged to who held the patient at the close', () => {
    const again = pathway(`
episodes: { reopens-within: 16 days }
duties: [{ id: plan, from: Trained, until: Planned, within: 20 days, owner: holder }]`);
    const reopened = standing(
      { ...again, entry: [...(again.entry as []), ...again.stages.flatMap(({ opens }) => opens)] },
      '2026-03-09',
      ...['2026-03-01 Came', '2026-03-02 Trained', '2026-03-03 Left'],
      ...['2026-03-04 Planned', '2026-03-05 Treated'],
    );
    expect(reopened.duties).toMatchObject([{ state: 'met', owner: 'physio' }]);
    expect(reopened.holder).toBe('clinic');
  });
});

describe('What meets a duty and takes it away', () => {
  it.each(['episode', 'occurrence', 'period'])(
    'meets the duty per %s that began after it',
    (per) => {
      const both = duty(`per: ${per}, exempt: [{ on: Planned, code: declined }]`);
      const story = ['2026-03-01 Came', '2026-03-10 Planned', '2026-03-10T09:00:00Z Told'];
      expect(states(standing(both, '2026-03-12', ...story).duties)).toEqual(['met']);
    },
  );

  it('cannot meet what an earlier exemption takes away', () => {
    const both = duty('exempt: [{ on: [Planned, Screened], code: declined }]');
    const story = ['2026-03-01 Came', '2026-03-05 Screened', '2026-03-10 Planned'];
    const { duties } = standing(both, '2026-03-12', ...story, '2026-03-10T09:00:00Z Told');
    expect(duties).toMatchObject([{ state: 'exempt', endedBy: 'urn:x 2' }]);
  });
});

describe('The end of a series', () => {
  const series = duty('per: period, ends: Done');
  const start = '2026-03-10T09:00:00Z Told';

  it('may be known to the day on which the series begins only', () => {
    const reported = ['2026-03-01 Came', '2026-03-10 Done', start];
    const { duties, nextWakeUp } = standing(series, '2026-05-01', ...reported);
    expect(duties).toMatchObject([
      { state: 'not-applicable', reason: 'ended', endedAt: at('2026-03-10T09:00:00Z') },
    ]);
    expect(nextWakeUp).toBeUndefined();
    const before = ['2026-03-01 Came', '2026-03-09 Done', start];
    expect(states(standing(series, '2026-03-12', ...before).duties)).toEqual(['not-yet-due']);
  });

  it('ends one series: what begins later on that day continues', () => {
    const reported = ['2026-03-01 Came', '2026-03-05 Told', '2026-03-10 Done', start];
    expect(states(standing(series, '2026-03-12', ...reported).duties)).toEqual([
      'not-applicable (ended)',
      'not-yet-due',
    ]);
  });

  it('may come after a close that is known to the day only, and stays one if it is reopened', () => {
    const { episodes } = pathway('episodes: { reopens-within: 16 days }');
    const reported = ['2026-03-01 Came', start, '2026-03-15 Left', '2026-03-15T09:00:00Z Done'];
    const closed = standing(series, '2026-05-01', ...reported).duties;
    expect(states(closed)).toEqual(['not-applicable (ended)']);
    expect(states(standing(series, '2026-05-01', ...reported.slice(0, 3)).duties)).toEqual([
      'lapsed',
    ]);
    const open = { ...series, ...(episodes !== undefined && { episodes }) };
    const reopened = standing(open, '2026-05-01', ...reported, '2026-03-16 Came').duties;
    expect(states(reopened)).toEqual(['not-applicable (ended)']);
  });

  it('and what meets it after the close are the same with a clock that puts nothing off', () => {
    const hourly = (clock: string) =>
      pathway(`
clocks: [{ id: own, start: Came, pause: Sick, resume: Done }]
duties: [{ id: plan, from: Told, until: Planned, owner: gp, within: 2 hours, per: period${clock} }]`);
    const reported = [
      ...['2026-03-01T08:00:00Z Came', '2026-03-14T20:00:00Z Told'],
      ...['2026-03-15 Left', '2026-03-15T09:00:00Z Planned'],
    ];
    const [plain, clocked] = ['', ', clock: own'].map((clock) => {
      return states(standing(hourly(clock), '2026-03-20', ...reported).duties);
    });
    expect(plain).toEqual(['breached', 'met-late']);
    expect(clocked).toEqual(plain);
  });

  it('after the close concerns the period that ran then, whenever somebody asked', () => {
    const hourly = pathway(`
duties: [{ id: plan, from: Told, until: Planned, owner: gp, within: 9 hours, per: period, ends: Done }]`);
    const reported = [
      ...['2026-03-01 Came', '2026-03-14T20:00:00Z Told'],
      ...['2026-03-15 Left', '2026-03-15T09:00:00Z Done'],
    ];
    const journey = new Journey(hourly);
    facts(...reported).forEach((fact, index) => {
      journey.add(fact);
      if (index === 1) journey.assess(at('2026-03-15'));
    });
    const { duties } = journey.assess(at('2026-03-16'));
    expect(duties).toMatchObject([{ occurrence: '1', reason: 'ended', endedBy: 'urn:x 4' }]);
    expect(duties).toEqual(standing(hourly, '2026-03-16', ...reported).duties);
  });
});
