/** Scopes at their edges: by what they end and do not begin, who accepts too late, which organisation holds them. */
import { describe, expect, it } from '@jest/globals';
import { OrganisationDirectory } from '#care-event';
import { assess } from '../assessment/assess.js';
import { at, facts, pathway, standing } from '../assessment/journey-story.spec.support.js';
import { decide } from '../decisions/decide.js';
import type { Definition } from '../definition/definition.js';
import { withDirectory } from '../rules/pathway-rules.js';
import type { Assessment } from '../state/assessment.js';
import type { CustodySpell } from '../state/custody-spell.js';
import { PathwayVersions } from '../versions/pathway-versions.js';
import { custodyReport } from './custody-report.js';

const handover = (id: string, to: string, when = 'Screened') => `
  - id: ${id}
    scope: daily
    when: ${when}
    from: holder
    to: ${to}
    answer-within: 5 days
    accepted: { by: Planned }
    refused: { by: Sick, then: return-to-sender }
    silent: { then: remind }`;
const scoped = (scope: string, more = '') =>
  pathway(`scopes: [{ id: daily, holder: gp${scope} }]${more}`);
const passed = (...handovers: readonly string[]) =>
  scoped('', `\nhandovers:${handovers.join('')}\nepisodes: { reopens-within: 2 weeks }`);

const day = (n: number): number => at(`2026-03-0${n}T00:00:00Z`);
const spells = ({ scopes = [] }: Assessment) =>
  scopes.map(({ holder, from, to }) => [holder, from, to].filter((one) => one !== undefined));
const kinds = ({ deviations }: Assessment) => deviations.map(({ kind }) => kind);

describe('A scope', () => {
  it('is begun and ended by one event in turns', () => {
    const turns = scoped(', begins: Done, ends: Done');
    const story = ['2026-03-02 Came', '2026-03-03 Done', '2026-03-05 Done'];
    expect(spells(standing(turns, '2026-03-04', ...story))).toEqual([['gp', day(3)]]);
    expect(spells(standing(turns, '2026-03-06', ...story))).toEqual([['gp', day(3), day(5)]]);
  });

  it('that began with the episode does not begin again after its end', () => {
    const story = ['2026-03-02 Came', '2026-03-04 Done', '2026-03-05 Told'];
    const found = standing(scoped(', ends: Done'), '2026-03-06', ...story);
    expect(spells(found)).toEqual([['gp', day(2), day(4)]]);
  });

  it('is held again after a reopening only if it was held at the close', () => {
    const reopened = scoped(
      ', begins: Screened, ends: Done',
      '\nepisodes: { reopens-within: 2 weeks }',
    );
    const story = ['2026-03-02 Came', '2026-03-03 Screened', '2026-03-06 Left', '2026-03-08 Came'];
    const again = standing(reopened, '2026-03-09', ...story);
    expect(spells(again)).toEqual([
      ['gp', day(3), day(6)],
      ['gp', day(8)],
    ]);
    const ended = standing(reopened, '2026-03-09', ...story, '2026-03-04 Done');
    expect(spells(ended)).toEqual([['gp', day(3), day(4)]]);
  });

  it('goes to the first of two who accept by one event', () => {
    const both = passed(handover('on', 'physio'), handover('further', 'clinic'));
    const story = ['2026-03-02 Came', '2026-03-03 Screened', '2026-03-05 Planned'];
    const found = standing(both, '2026-03-06', ...story);
    expect(spells(found).at(-1)).toEqual(['physio', day(5)]);
    expect(kinds(found)).toEqual(['second-acceptance']);
  });

  it('is held on by a holder who accepts what it has', () => {
    const story = ['2026-03-02 Came', '2026-03-03 Screened', '2026-03-05 Planned'];
    const found = standing(passed(handover('on', 'gp')), '2026-03-06', ...story);
    expect(spells(found)).toEqual([['gp', day(2)]]);
  });

  it('is not passed on by an acceptance while the pathway was closed, which shows', () => {
    const story = [
      ...['2026-03-02 Came', '2026-03-03 Screened', '2026-03-04 Left'],
      ...['2026-03-05 Planned', '2026-03-08 Came'],
    ];
    const found = standing(passed(handover('on', 'physio')), '2026-03-09', ...story);
    expect(spells(found).at(-1)).toEqual(['gp', day(8)]);
    expect(kinds(found)).toEqual(['accepted-outside']);
  });

  it('ends with an episode that ends by itself', () => {
    const silent = scoped('', '\nepisodes: { out-of-sight: { after: 10 days } }');
    const found = standing(silent, '2026-06-01', '2026-03-02 Came');
    expect(found.state).toBe('closed');
    expect(found.scopes?.map(({ to }) => to)).toEqual([found.closedAt]);
  });

  it('is breached by whoever held it then, whoever holds the patient', () => {
    const owed = `\nduties: [{ id: told, from: Came, until: Told, within: 5 days, owner: { holder-of: daily } }]`;
    const definition = scoped('', `\nhandovers:${handover('on', 'physio')}${owed}`);
    const story = ['2026-03-02 Came', '2026-03-03 Screened', '2026-03-05 Planned'];
    const found = standing(definition, '2026-03-20', ...story);
    const owners = decide(found, [])
      .filter(({ type }) => type.startsWith('Duty'))
      .map(({ type, data }) => [type, data['owner']]);
    expect(owners).toEqual([
      ['DutyArmed', 'gp'],
      ['DutyBreached', 'physio'],
    ]);
    expect([found.holder, found.duties[0]?.scope]).toEqual(['gp', 'daily']);
  });

  it('is found without a holder, and held twice, where that were so', () => {
    const definition = scoped(', begins: Screened');
    const found = standing(definition, '2026-03-09', '2026-03-02 Came', '2026-03-03 Screened');
    const [first] = found.scopes ?? [];
    const reportOf = (...changes: readonly Partial<CustodySpell>[]) => {
      const scopes = changes.map((change) => ({ ...first!, ...change }));
      const [scope] = custodyReport(
        { ...found, scopes },
        [],
        PathwayVersions.of(definition),
      ).scopes;
      return [scope?.withoutHolderMs, scope?.heldTwiceMs];
    };
    const next = { basis: 'acceptance', handover: 'on' } as const;
    expect(reportOf({ to: day(5) }, { ...next, from: day(5) })).toEqual([0, 0]);
    expect(reportOf({ to: day(5) }, { ...next, from: day(5) + 7 })).toEqual([7, 0]);
    expect(reportOf({ to: day(5) + 7 }, { ...next, from: day(5) })).toEqual([0, 7]);
  });
});

const BOUND = `
scopes: [{ id: daily, holder: physio, begins: Screened }]
duties:
  - { id: told, from: Screened, until: Told, within: 5 days, owner: { holder-of: daily } }
  - { id: seen, from: Screened, until: Done, within: 5 days, owner: holder }
handovers:
  - id: to-new-home
    when: PatientMoved
    from: physio
    to: physio
    answer-within: 10 days
    accepted: { by: Planned }
    refused: { by: Sick, then: return-to-sender }
    silent: { then: remind }
`;
const DAILY_MOVES = `
  - id: daily-to-new-home
    scope: daily
    when: PatientMoved
    from: physio
    to: physio
    answer-within: 10 days
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
`;

const DIRECTORY = new OrganisationDirectory(
  [
    ['oslo', '0301'],
    ['bergen', '4601'],
  ].map(([id = '', municipality = '']) => ({
    ...{ id, name: id, kind: 'any', level: 'other', services: ['physio'] },
    ...{ municipalities: [municipality], identifiers: [] },
  })),
);

/** The municipality's physiotherapists have the patient from the entry on, and daily life beside it. */
const boundBy = (binding: string, more: string): Definition => {
  const { services, ...definition } = pathway(more, '\nstages: [{ id: first, holder: physio }]');
  const physio = services.get('physio');
  if (physio === undefined) throw new Error('There is no such service.');
  const organisation =
    binding === 'municipality-of-patient'
      ? ({ kind: 'municipality-of-patient' } as const)
      : ({ kind: 'addressee-of', types: [binding] } as const);
  return {
    ...definition,
    services: new Map([...services, ['physio', { ...physio, organisation }]]),
  };
};

describe('Which organisation holds a scope', () => {
  const IN_OSLO = "2026-03-02 PatientMoved { municipality: '0301' }";
  const TO_BERGEN = "2026-03-04 PatientMoved { municipality: '4601' }";
  const STORY = [IN_OSLO, '2026-03-02 Came', '2026-03-03 Screened', TO_BERGEN];
  const stand = (definition: Definition, when: string, ...lines: readonly string[]) =>
    assess(withDirectory(definition, DIRECTORY), facts(...lines), at(when));
  const daily = ({ scopes = [] }: Assessment) =>
    scopes.map((one) => `${one.organisation ?? one.organisationUnknown} ${one.basis}`);

  it('may become known while it is held', () => {
    const named = boundBy('ReferralSent', '\nscopes: [{ id: daily, holder: physio }]');
    const story = ['2026-03-02 Came', '2026-03-03 ReferralSent { addressee: oslo }'];
    expect(daily(stand(named, '2026-03-04', ...story))).toEqual([
      'not-named entry',
      'oslo identified',
    ]);
  });

  it('is missed after a move where only the patient was offered', () => {
    const found = stand(boundBy('municipality-of-patient', BOUND), '2026-03-05', ...STORY);
    expect(found.handovers.map(({ handover: id }) => id)).toEqual(['to-new-home']);
    expect(found.deviations.map(({ message }) => message)).toEqual([
      expect.stringContaining('daily was not offered to anybody'),
    ]);
    const offered = boundBy('municipality-of-patient', BOUND + DAILY_MOVES);
    expect(stand(offered, '2026-03-05', ...STORY).deviations).toEqual([]);
  });

  it('owes what belongs to it, another one holding the patient', () => {
    const definition = boundBy('municipality-of-patient', BOUND + DAILY_MOVES);
    const story = [...STORY, '2026-03-05 ResponsibilityAccepted { to: physio }'];
    const found = stand(definition, '2026-03-20', ...story);
    expect([daily(found), found.organisation]).toEqual([
      ['oslo begun', 'bergen acceptance'],
      'oslo',
    ]);
    const breached = decide(found, []).filter(({ type }) => type === 'DutyBreached');
    expect(breached.map(({ data }) => [data['duty'], data['organisation']])).toEqual([
      ['told', 'bergen'],
      ['seen', 'oslo'],
    ]);
  });
});
