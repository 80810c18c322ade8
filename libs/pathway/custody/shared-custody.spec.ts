/** Scopes of responsibility: each with one holder from its beginning to its end. */
import { describe, expect, it } from '@jest/globals';
import { EMPTY_DIRECTORY } from '#care-event';
import { at, facts, pathway, standing } from '../assessment/journey-story.spec.support.js';
import { assess } from '../assessment/assess.js';
import { Journey } from '../assessment/journey.js';
import type { Assessment } from '../state/assessment.js';
import { decide } from '../decisions/decide.js';
import { custodyFaults } from './custody-faults.js';
import { custodyReport } from './custody-report.js';

const HANDOVER = `
handovers:
  - id: home
    scope: daily
    when: Trained
    from: holder
    to: physio
    answer-within: 5 days
    accepted: { by: Planned }
    refused: { by: Sick, then: return-to-sender }
    silent: { then: remind }
`;
const DUTY = `
duties: [{ id: told, from: Came, until: Told, within: 10 days, owner: { holder-of: daily } }]
`;
const scoped = (more: string) =>
  pathway(`scopes: [{ id: daily, holder: gp${more} }]${HANDOVER}${DUTY}`);
const WITH_EPISODE = scoped('');
const BY_EVENT = scoped(', begins: Screened, ends: Done');

const spells = ({ scopes = [] }: Assessment) =>
  scopes.map(({ holder, from, to }) => [holder, from, to].filter((one) => one !== undefined));

describe('A scope', () => {
  it('begins with the episode, is passed on by acceptance, and ends with the episode', () => {
    const story = ['2026-03-02 Came', '2026-03-03 Trained', '2026-03-05 Planned'];
    const open = standing(WITH_EPISODE, '2026-03-06', ...story);
    expect(spells(open)).toEqual([
      ['gp', at('2026-03-02T00:00:00Z'), at('2026-03-05T00:00:00Z')],
      ['physio', at('2026-03-05T00:00:00Z')],
    ]);
    expect(open.scopes?.map(({ scope, basis }) => [scope, basis])).toEqual([
      ['daily', 'entry'],
      ['daily', 'acceptance'],
    ]);
    const closed = standing(WITH_EPISODE, '2026-03-09', ...story, '2026-03-08 Left');
    expect(closed.scopes?.at(-1)?.to).toBe(at('2026-03-08T00:00:00Z'));
  });

  it('leaves custody of the patient as it would be without it', () => {
    const plain = pathway('');
    const story = ['2026-03-02 Came', '2026-03-03 Trained', '2026-03-05 Planned'];
    const { custody, holder } = standing(WITH_EPISODE, '2026-03-06', ...story);
    const without = standing(plain, '2026-03-06', ...story);
    expect([custody, holder]).toEqual([without.custody, without.holder]);
    expect(without).not.toHaveProperty('scopes');
  });

  it('may begin with an acceptance, which then needs no offer; a further one does', () => {
    const text = `scopes: [{ id: daily, holder: gp, begins: ResponsibilityAccepted }]${HANDOVER}`;
    const accepting = pathway(text.replace('by: Planned', 'by: ResponsibilityAccepted'));
    const story = ['2026-03-02 Came', '2026-03-03 ResponsibilityAccepted'];
    const begun = standing(accepting, '2026-03-04', ...story);
    expect(spells(begun)).toEqual([['gp', at('2026-03-03T00:00:00Z')]]);
    expect(begun.deviations).toEqual([]);
    const again = standing(accepting, '2026-03-06', ...story, '2026-03-05 ResponsibilityAccepted');
    expect(again.deviations.map(({ kind }) => kind)).toEqual(['answer-without-offer']);
  });

  it('begins and ends with events of its own, again and again', () => {
    const story = [
      '2026-03-02 Came',
      '2026-03-03 Screened',
      '2026-03-05 Done',
      '2026-03-07 Screened',
    ];
    expect(spells(standing(BY_EVENT, '2026-03-02', ...story))).toEqual([]);
    const found = standing(BY_EVENT, '2026-03-08', ...story);
    expect(spells(found)).toEqual([
      ['gp', at('2026-03-03T00:00:00Z'), at('2026-03-05T00:00:00Z')],
      ['gp', at('2026-03-07T00:00:00Z')],
    ]);
    expect(custodyFaults(found)).toEqual([]);
  });

  it('is accepted by nobody while it is not open', () => {
    const story = ['2026-03-02 Came', '2026-03-03 Trained', '2026-03-04 Planned'];
    const found = standing(BY_EVENT, '2026-03-05', ...story);
    expect(found.scopes).toEqual([]);
    expect(found.deviations.map(({ kind }) => kind)).toEqual(['accepted-outside']);
  });

  it('is owed by whoever held it just before it was done, and by the first holder before it began', () => {
    const owner = (when: string, ...more: string[]) =>
      standing(BY_EVENT, when, '2026-03-02 Came', ...more).duties[0]?.owner;
    const passed = ['2026-03-03 Screened', '2026-03-04 Trained', '2026-03-05 Planned'];
    expect(owner('2026-03-02')).toBe('gp');
    expect(owner('2026-03-06', ...passed)).toBe('physio');
    expect(owner('2026-03-06', ...passed, '2026-03-04T12:00:00Z Told')).toBe('gp');
    expect(owner('2026-03-09', ...passed, '2026-03-07 Done', '2026-03-08 Treated')).toBe('physio');
  });

  it('is the same when what passes it on comes late, and as if never made when that is corrected', () => {
    const story = facts(
      '2026-03-02 Came',
      '2026-03-03 Trained',
      '2026-03-05 Planned',
      '2026-03-06 Told',
    );
    const journey = new Journey(WITH_EPISODE);
    for (const fact of [story[0], story[1], story[3], story[2]]) if (fact) journey.add(fact);
    const when = at('2026-03-07');
    expect(journey.assess(when)).toEqual(assess(WITH_EPISODE, story, when));
  });

  it('is named in the decisions about its offers', () => {
    const found = standing(WITH_EPISODE, '2026-03-04', '2026-03-02 Came', '2026-03-03 Trained');
    const offered = decide(found, []).filter(({ type }) => type === 'HandoverOffered');
    expect(offered.map(({ data }) => [data['scope'], data['from'], data['to']])).toEqual([
      ['daily', 'gp', 'physio'],
    ]);
  });

  it('counts in a report of its own, and its offers nowhere else', () => {
    const story = facts('2026-03-02 Came', '2026-03-03 Trained', '2026-03-05 Planned');
    const found = assess(WITH_EPISODE, story, at('2026-03-06'));
    const { held, offers, scopes } = custodyReport(found, [], {
      version: () => WITH_EPISODE,
      directory: EMPTY_DIRECTORY,
    });
    expect([held.length, offers.length]).toEqual([1 + found.stages.length - 1, 0]);
    expect(
      scopes.map(({ scope, held: of, offers: asked }) => [scope, of.length, asked.length]),
    ).toEqual([['daily', 2, 1]]);
  });
});

describe('The check of custody', () => {
  const found = standing(BY_EVENT, '2026-03-08', '2026-03-02 Came', '2026-03-03 Screened');
  const [first] = found.scopes ?? [];
  const faults = (...scopes: readonly object[]) =>
    custodyFaults({ ...found, scopes: scopes.map((more) => ({ ...first!, ...more })) });
  const FROM = first?.from ?? 0;

  it('finds nothing where spell follows spell, and where a scope begins again', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ to: FROM + 5 }, { from: FROM + 5, basis: 'identified' })).toEqual([]);
    expect(faults({ to: FROM + 5 }, { from: FROM + 9 })).toEqual([]);
  });

  it.each([
    ['overlaps', [{ to: FROM + 5 }, { from: FROM + 4 }]],
    ['is held by two at once', [{}, { from: FROM + 4 }]],
    ['has a gap', [{ to: FROM + 5 }, { from: FROM + 6, basis: 'identified' }]],
    ['ends before it begins', [{ to: FROM - 1 }]],
    ['is held before the entry', [{ from: at('2026-03-01T00:00:00Z') }]],
    ['came by an acceptance that there is not', [{ basis: 'acceptance', handover: 'home' }]],
    ['names nobody', [{ holder: '' }]],
    ['is of an episode that there is not', [{ episode: 7 }]],
  ])('finds that a scope %s', (_what, scopes) => {
    expect(faults(...scopes).length).toBeGreaterThan(0);
  });
});
