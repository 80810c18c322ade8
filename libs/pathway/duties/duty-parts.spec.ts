/** A duty that is met when each of several parts is. */
import { describe, expect, it } from '@jest/globals';
import { countedFacts } from '../assessment/counted-facts.js';
import { at, facts, pathway, standing } from '../assessment/journey-story.spec.support.js';

const duty = (more = '') =>
  pathway(
    `duties: [{ id: all, from: Told, until: { all-of: [Trained, [Treated, Planned], { event: Screened, where: { result: negative } }] }, owner: gp, within: 10 days${more === '' ? '' : `, ${more}`} }]`,
  );
const CAME = '2026-03-01T08:00:00Z Came';
const TOLD = '2026-03-02T08:00:00Z Told';
const on = (day: number, what: string) =>
  `2026-03-${String(day).padStart(2, '0')}T09:00:00Z ${what}`;
const negative = 'Screened { result: negative }';

function instances(more: string, when: string, ...lines: string[]) {
  return standing(duty(more), when, CAME, ...lines).duties;
}
const states = (...args: Parameters<typeof instances>) =>
  instances(...args).map(({ state }) => state);

describe('A duty of several parts', () => {
  const done = [on(5, 'Planned'), on(3, 'Trained'), on(4, negative)];

  it('is met by the last of them, whichever that is', () => {
    const [met] = instances('', '2026-03-09', TOLD, ...done);
    expect(met).toMatchObject({ state: 'met', metAt: at('2026-03-05T09:00:00Z'), awaits: [] });
    expect(met?.metBy).toBe('urn:x 3');
    expect(met?.partsMet).toEqual([
      { part: 1, at: at('2026-03-03T09:00:00Z'), by: 'urn:x 4' },
      { part: 3, at: at('2026-03-04T09:00:00Z'), by: 'urn:x 5' },
      { part: 2, at: at('2026-03-05T09:00:00Z'), by: 'urn:x 3' },
    ]);
  });

  it('says what it still lacks, and is breached without it', () => {
    const [owed] = instances('', '2026-03-13', TOLD, on(3, 'Trained'), on(4, 'Trained'));
    expect(owed).toMatchObject({ state: 'breached', open: true });
    expect(owed?.awaits).toEqual(['Treated', 'Planned', 'Screened']);
    expect(owed?.partsMet).toHaveLength(1);
    const late = [on(3, 'Trained'), on(4, negative), on(20, 'Treated')];
    expect(states('', '2026-03-21', TOLD, ...late)).toEqual(['met-late']);
  });

  it('is not met in part by what does not meet the conditions', () => {
    const story = [
      TOLD,
      on(3, 'Trained'),
      on(4, 'Treated'),
      on(5, 'Screened { result: positive }'),
    ];
    expect(instances('', '2026-03-06', ...story)).toMatchObject([{ awaits: ['Screened'] }]);
  });

  it('shows no parts where there are none', () => {
    const plain = pathway(
      'duties: [{ id: one, from: Told, until: Done, owner: gp, within: 1 day }]',
    );
    const [owed] = standing(plain, '2026-03-02', CAME, TOLD).duties;
    expect(owed).not.toHaveProperty('partsMet');
  });

  it('gets each part as the oldest that lacks it', () => {
    const two = [TOLD, on(3, 'Told'), on(4, 'Trained'), on(5, 'Trained'), on(6, 'Planned')];
    const all = instances('per: occurrence', '2026-03-09', ...two, on(7, negative));
    expect(all.map(({ state, awaits }) => [state, awaits])).toEqual([
      ['met', []],
      ['not-yet-due', ['Treated', 'Planned', 'Screened']],
    ]);
  });

  it('matches part by part', () => {
    const story = [
      `${TOLD} { ref: a }`,
      on(3, 'Told { ref: b }'),
      on(4, 'Trained { ref: b }'),
      on(5, 'Planned { ref: b }'),
      on(6, 'Screened { result: negative, ref: b }'),
    ];
    const all = instances('per: occurrence, matching: ref', '2026-03-09', ...story);
    expect(all.map(({ state }) => state)).toEqual(['not-yet-due', 'met']);
  });

  it('of a series gets the parts in the period in which they come', () => {
    const series = [TOLD, on(3, 'Trained'), on(4, negative), on(14, 'Trained'), on(15, 'Planned')];
    const all = instances('per: period', '2026-03-16', ...series);
    expect(all.map(({ state, awaits }) => [state, awaits])).toEqual([
      ['breached', ['Treated', 'Planned', 'Screened']].with(1, ['Treated', 'Planned']),
      ['not-yet-due', ['Screened']],
    ]);
  });
});

describe('A duty that has some of its parts', () => {
  const exempt = 'exempt: [{ on: Done, code: declined }], applies-again: Sick';

  it('keeps them while it is exempt, and gets none meanwhile', () => {
    const before = [TOLD, on(3, 'Trained'), on(4, 'Done')];
    expect(states(exempt, '2026-03-05', ...before)).toEqual(['exempt']);
    const again = [...before, on(5, 'Planned'), on(6, 'Sick')];
    expect(instances(exempt, '2026-03-07', ...again)).toMatchObject([
      { state: 'not-yet-due', awaits: ['Treated', 'Planned', 'Screened'] },
    ]);
    const met = [...again, on(7, 'Planned'), on(8, negative)];
    expect(states(exempt, '2026-03-09', ...met)).toEqual(['met']);
  });

  it('that was exempt only when it was late is met late with the last part', () => {
    const late = [TOLD, on(3, 'Trained'), on(13, 'Done'), on(14, 'Planned')];
    expect(instances(exempt, '2026-03-15', ...late)).toMatchObject([
      { state: 'breached', open: false, awaits: ['Screened'] },
    ]);
    expect(states(exempt, '2026-03-17', ...late, on(16, negative))).toEqual(['met-late']);
  });

  it('gets them of a day on which it began', () => {
    const day = ['2026-03-02 Trained', TOLD, on(3, 'Planned'), on(4, negative)];
    const [met] = instances('', '2026-03-05', ...day);
    expect(met).toMatchObject({ state: 'met', metAt: at('2026-03-04T09:00:00Z') });
    expect(met?.partsMet?.[0]).toEqual({ part: 1, at: at('2026-03-02T08:00:00Z'), by: 'urn:x 2' });
  });

  it('counts a fact from outside the episode that gave it one', () => {
    const lines = ['2026-03-01 Trained', CAME, '2026-03-01T08:00:00Z Told'];
    const counted = countedFacts(duty(), facts(...lines), at('2026-03-02'));
    expect(counted.map(({ fact }) => fact.type)).toEqual(['Trained', 'Came', 'Told']);
  });
});
