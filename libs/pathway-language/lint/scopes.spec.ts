/** What lint says of scopes that are never begun, used or passed on, and of handovers that mean another. */
import { describe, expect, it } from '@jest/globals';
import { labelled } from './lint.spec.support.js';
import { lintDefinition } from './lint-definition.js';

interface Parts {
  /** More of the scope `daily`. */
  readonly scope?: string;
  readonly duty?: string;
  readonly owner?: string;
  /** Of the scope's handover. */
  readonly from?: string;
  readonly to?: string;
  readonly when?: string;
  readonly answers?: string;
  readonly more?: string;
  /** Of the patient's handover. */
  readonly accepted?: string;
  readonly matching?: string;
  readonly without?: 'handover';
}

const DAILY = '{ scope: daily }';

/** A practice and a clinic that treat, and a coordinator and a centre that follow up daily life. */
function small(parts: Parts): string {
  const { scope = ', begins: CoordinatorAppointed', duty = 'CoordinatorAppointed' } = parts;
  const { owner = '{ holder-of: daily }', from = 'holder', to = 'centre' } = parts;
  const { accepted = 'ReferralAssessed', answers = DAILY, matching = '', more = '' } = parts;
  const passing = `
  - id: daily-on
    title: On
    scope: daily
    when: { event: ResponsibilityOffered, where: ${DAILY} }
    from: ${from}
    to: ${to}
    answer-within: 5 days${matching}
    accepted: { by: { event: ResponsibilityAccepted, where: ${answers} } }
    refused: { by: { event: ResponsibilityRefused, where: ${answers} }, then: return-to-sender }
    silent: { then: remind }
    source: s`;
  return `pathway: small
version: 1
title: Small
source: s
zone: Europe/Oslo
services:
  gp: { name: GP, level: municipal, source: s }
  clinic: { name: Clinic, level: municipal, source: s }
  coordinator: { name: Coordinator, level: municipal, source: s }
  centre: { name: Centre, level: municipal, source: s }
entry: { events: ReferralSent, unfiltered: u }
closes: PathwayClosed
stages: [{ id: first, holder: gp, limit: 1 week, source: s }]
scopes: [{ id: daily, title: Daily, holder: coordinator, source: s${scope} }]
duties:
  - { id: d, title: D, from: ${duty}, until: VisitCompleted, within: 1 day, owner: ${owner}, source: s }
  - { id: e, title: E, from: ReferralSent, until: VisitCompleted, within: 1 day, owner: centre, source: s }
handovers:
  - id: over
    title: Over
    when: ReferralSent
    from: gp
    to: clinic
    answer-within: 1 day${matching}
    accepted: { by: ${accepted} }
    refused: { by: CareDeclined, then: return-to-sender }
    silent: { then: remind }
    source: s${parts.without === 'handover' ? '' : passing}
${more}`;
}

describe('A scope', () => {
  it('is well where it can begin, is owed something and is passed on', () => {
    expect(labelled(small({}))).toEqual([]);
    expect(labelled(small({ scope: '', duty: 'ReferralSent' }))).toEqual([]);
  });

  it('is doubtful where nothing depends on it, or on who holds it', () => {
    const fixed = { without: 'handover' } as const;
    expect(labelled(small(fixed))).toEqual(['warning scopes[0] scope-never-passed']);
    expect(labelled(small({ ...fixed, owner: 'gp' }))).toEqual(['warning scopes[0] unused-scope']);
    expect(labelled(small({ owner: 'gp' }))).toEqual([]);
  });

  it('may be so where its note says why', () => {
    const noted = { scope: ', begins: CoordinatorAppointed, note: theirs by law' };
    expect(labelled(small({ ...noted, without: 'handover' }))).toEqual([]);
    expect(labelled(small({ ...noted, without: 'handover', owner: 'gp' }))).toEqual([]);
    expect(labelled(small({ ...noted, duty: 'ReferralSent' }))).toEqual([]);
  });

  it('can never begin with what closes the pathway', () => {
    const never = ', begins: { event: PathwayClosed, where: { reason: moved } }';
    expect(labelled(small({ scope: never }))).toContain(
      'error scopes[0].begins scope-never-begins',
    );
    const sometimes = ', begins: [PathwayClosed, CoordinatorAppointed]';
    expect(labelled(small({ scope: sometimes }))).toEqual([]);
  });

  it('is doubtful where one event begins and ends it by turns', () => {
    const turns = ', begins: CoordinatorAppointed, ends: [VisitCompleted, CoordinatorAppointed]';
    expect(labelled(small({ scope: turns }))).toEqual([
      'warning scopes[0].ends scope-begins-and-ends',
    ]);
  });

  it('is doubtful as the owner of what begins before it, or with its end', () => {
    const found = ['warning duties[0].owner owed-before-scope'];
    expect(labelled(small({ duty: 'ReferralSent' }))).toEqual(found);
    expect(labelled(small({ duty: '[CoordinatorAppointed, ReferralSent]' }))).toEqual(found);
    const ending = ', begins: CoordinatorAppointed, ends: CoordinatorEnded';
    expect(labelled(small({ scope: ending, duty: 'CoordinatorEnded' }))).toEqual(found);
    expect(labelled(small({ duty: 'VisitCompleted' }))).toEqual([]);
    const entering = ', begins: [CoordinatorAppointed, ReferralSent]';
    expect(labelled(small({ scope: entering, duty: 'ReferralSent' }))).toEqual([]);
  });

  it('has to be there for its own responsibility to have a name beside it', () => {
    expect(labelled(small({ more: 'responsibility: Treatment' }))).toEqual([]);
    const plain = small({ without: 'handover', owner: 'coordinator' }).replace(/scopes:.*\n/, '');
    expect(labelled(`${plain}responsibility: Treatment`)).toEqual([
      'warning responsibility responsibility-without-scopes',
    ]);
  });
});

describe('A handover of a scope', () => {
  it('cannot be to the only service that ever holds it', () => {
    expect(labelled(small({ to: 'coordinator' }))).toEqual([
      'error handovers[1].to handover-to-itself',
    ]);
  });

  it('is doubtful from a service that never holds it', () => {
    expect(labelled(small({ from: 'gp' }))).toEqual([
      'warning handovers[1].from never-holds-scope',
    ]);
    expect(labelled(small({ from: 'coordinator' }))).toEqual([]);
  });

  it('opens no stage', () => {
    const text = small({}).replace(
      `where: ${DAILY} } }\n    refused`,
      `where: ${DAILY} }, opens: first }\n    refused`,
    );
    expect(lintDefinition(text).map(({ path, code }) => `${path} ${code}`)).toEqual([
      'handovers[1].accepted.opens scope-opens-stage',
    ]);
  });

  it('makes nobody accountable for a stage', () => {
    const second =
      'source: s }, { id: second, holder: centre, opens: TreatmentStarted, limit: 1 week, source: s }]';
    const found = small({}).replace('limit: 1 week, source: s }]', `limit: 1 week, ${second}`);
    expect(labelled(found)).toEqual(['warning stages[1] holder-never-accepts']);
  });

  it('is doubtful where its answers are those of another handover as well', () => {
    const found = ['warning handovers[1] answers-several'];
    expect(labelled(small({ accepted: 'ResponsibilityAccepted' }))).toEqual(found);
    const other = `{ event: ResponsibilityAccepted, where: { scope: { not: daily, or-missing: true } } }`;
    expect(labelled(small({ accepted: other }))).toEqual([]);
    const matching = '\n    matching: referral';
    expect(labelled(small({ accepted: 'ResponsibilityAccepted', matching }))).toEqual([]);
  });
});
