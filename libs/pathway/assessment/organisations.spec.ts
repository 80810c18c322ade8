/** Which organisation holds the patient, owes what is owed and is asked, as patients move and are referred. */
import { describe, expect, it } from '@jest/globals';
import { type Organisation, OrganisationDirectory, type RecordedFact } from '#care-event';
import { readDefinition } from '#pathway-language';
import type { Definition } from '../definition/definition.js';
import { withDirectory } from '../rules/pathway-rules.js';
import type { Assessment } from '../state/assessment.js';
import { assess, assessAll } from './assess.js';
import { at, facts } from './journey-story.spec.support.js';

const TEXT = `
pathway: back
version: 1
zone: Europe/Oslo
services:
  rehabilitation: { level: municipal, organisation: municipality-of-patient }
  hospital: { level: specialist, organisation: { addressee-of: [ReferralSent, ReferralReceived] } }
  outpatients: { level: specialist, organisation: previous-holder }
  insurer: { level: other, organisation: { fixed: nav } }
  employer: { level: other }
events: { Came: {}, Left: {}, Moved: {} }
entry: { events: Came }
looks-back: 30 days
closes: Left
stages:
  - { id: training, holder: rehabilitation }
  - { id: treatment, holder: hospital }
  - { id: follow-up, holder: outpatients, opens: TreatmentStarted, takes-over: true }
duties:
  - { id: plan, from: Came, until: RehabPlanAgreed, within: 60 days, owner: rehabilitation }
  - { id: report, from: Came, until: VisitCompleted, within: 60 days, owner: holder }
  - { id: decision, from: Came, until: BenefitDecided, within: 60 days, owner: insurer }
  - { id: follow-up-plan, from: Came, until: EmployerPlanShared, within: 60 days, owner: employer }
handovers:
  - id: to-new-home
    when: PatientMoved
    from: rehabilitation
    to: rehabilitation
    answer-within: 10 days
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: { escalate: insurer } }
    silent: { then: remind }
  - id: to-hospital
    when: ReferralSent
    from: holder
    to: hospital
    matching: referral
    answer-within: 10 days
    accepted: { by: ReferralAssessed, opens: treatment }
    refused: { by: Moved, then: return-to-sender }
    silent: { then: remind }
`;

function organisation(id: string, services: string[], municipality?: string): Organisation {
  const municipalities = municipality === undefined ? [] : [municipality];
  return {
    ...{ id, name: id, kind: 'any', level: 'other', services, municipalities },
    identifiers: [{ system: 'nr', value: `${id}-1` }],
  };
}

const DIRECTORY = new OrganisationDirectory([
  organisation('oslo', ['rehabilitation'], '0301'),
  organisation('bergen', ['rehabilitation'], '4601'),
  organisation('tromso', ['rehabilitation'], '5501'),
  organisation('troms', ['rehabilitation'], '5501'),
  organisation('haukeland', ['hospital', 'outpatients']),
  organisation('ulleval', ['hospital']),
  organisation('nav', ['insurer']),
]);

function read(text: string): Definition {
  const result = readDefinition(text);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.definition;
}

const DEFINITION = read(TEXT);
const CAME = '2026-03-02 Came';
const IN_OSLO = "2026-03-01 PatientMoved { municipality: '0301' }";
const TO_BERGEN = "2026-03-10 PatientMoved { municipality: '4601' }";

function standing(day: string, ...lines: string[]): Assessment {
  return assess(withDirectory(DEFINITION, DIRECTORY), facts(...lines), at(day));
}

function holders({ custody }: Assessment): string[] {
  return custody.map(
    ({ holder, organisation: id, organisationUnknown: why, basis }) =>
      `${holder} ${id ?? `? ${why}`} by ${basis}`,
  );
}

function offers({ handovers }: Assessment): string[] {
  return handovers.map(
    (one) =>
      `${one.handover} ${one.fromOrganisation} > ${one.toOrganisation ?? one.toOrganisationUnknown}: ${one.state}`,
  );
}

function owners({ duties }: Assessment): string[] {
  return duties.map((one) => `${one.duty}: ${one.organisation ?? one.organisationUnknown}`);
}

const kinds = ({ deviations }: Assessment): string[] => deviations.map(({ kind }) => kind);

describe('Where services are bound to organisations', () => {
  it('the holder is that of where the patient lives, which an earlier event may tell', () => {
    const assessment = standing('2026-03-03', IN_OSLO, CAME);
    expect(holders(assessment)).toEqual(['rehabilitation oslo by entry']);
    expect(assessment).toMatchObject({ holder: 'rehabilitation', organisation: 'oslo' });
  });

  it('it is openly unknown where nothing tells, where nobody or several provide the service', () => {
    const living = (municipality: string): string =>
      `2026-03-01 PatientMoved { municipality: '${municipality}' }`;
    expect(holders(standing('2026-03-03', CAME))).toEqual([
      'rehabilitation ? no-municipality by entry',
    ]);
    expect(holders(standing('2026-03-03', living('1103'), CAME))).toEqual([
      'rehabilitation ? not-provided by entry',
    ]);
    expect(holders(standing('2026-03-03', living('5501'), CAME))).toEqual([
      'rehabilitation ? ambiguous by entry',
    ]);
  });

  it('each duty is owed by the organisation of its owner', () => {
    expect(owners(standing('2026-03-03', IN_OSLO, CAME))).toEqual([
      'plan: oslo',
      'report: oslo',
      'decision: nav',
      'follow-up-plan: unbound',
    ]);
  });

  it('nothing is said of organisations where the definition binds none', () => {
    const plain = read(TEXT.replaceAll(/, organisation: .*/g, ' }'));
    const { custody, duties, ...rest } = assess(
      withDirectory(plain, DIRECTORY),
      facts(IN_OSLO, CAME, TO_BERGEN),
      at('2026-03-11'),
    );
    expect(JSON.stringify([custody, duties, rest])).not.toContain('rganisation');
  });
});

describe('A move to another municipality', () => {
  it('is none of the service that does not have the patient', () => {
    const treated = '2026-03-08 TreatmentStarted';
    expect(offers(standing('2026-03-11', IN_OSLO, CAME, treated, TO_BERGEN))).toEqual([]);
  });

  it('is a handover: the old one holds and owes until the new one accepts', () => {
    const moved = standing('2026-03-11', IN_OSLO, CAME, TO_BERGEN);
    expect(holders(moved)).toEqual(['rehabilitation oslo by entry']);
    expect(offers(moved)).toEqual(['to-new-home oslo > bergen: offered']);
    expect(owners(moved).slice(0, 2)).toEqual(['plan: oslo', 'report: oslo']);
    const taken = '2026-03-12 ResponsibilityAccepted { to: rehabilitation }';
    const accepted = standing('2026-03-13', IN_OSLO, CAME, TO_BERGEN, taken);
    expect(holders(accepted)).toEqual([
      'rehabilitation oslo by entry',
      'rehabilitation bergen by acceptance',
    ]);
    expect(accepted.handovers[0]?.events.at(-1)).toMatchObject({
      kind: 'accepted',
      byOrganisation: 'bergen',
      tookFromOrganisation: 'oslo',
    });
    expect(owners(accepted).slice(0, 2)).toEqual(['plan: bergen', 'report: bergen']);
    expect(kinds(accepted)).toEqual([]);
  });

  it.each(['bergen', 'nr|bergen-1'])('may be accepted by %s by its own name', (name) => {
    const taken = `2026-03-12 ResponsibilityAccepted { to: ${name} }`;
    const accepted = standing('2026-03-13', IN_OSLO, CAME, TO_BERGEN, taken);
    expect(accepted.organisation).toBe('bergen');
    expect(kinds(accepted)).toEqual([]);
  });

  it('is not accepted by an organisation that was not asked', () => {
    const taken = '2026-03-12 ResponsibilityAccepted { to: tromso }';
    const other = standing('2026-03-13', IN_OSLO, CAME, TO_BERGEN, taken);
    expect(other.organisation).toBe('oslo');
    expect(offers(other)).toEqual(['to-new-home oslo > bergen: offered']);
    expect(other.deviations).toMatchObject([
      {
        kind: 'answer-by-other',
        message: 'tromso answered what was offered to rehabilitation of bergen',
      },
    ]);
  });

  it('within the municipality changes nothing', () => {
    const again = "2026-03-10 PatientMoved { municipality: '0301' }";
    const { handovers, deviations } = standing('2026-03-11', IN_OSLO, CAME, again);
    expect([handovers, deviations]).toEqual([[], []]);
  });

  it('that nothing hands over leaves the patient where they were, and is a deviation', () => {
    const silent = read(TEXT.replace('when: PatientMoved', 'when: Moved'));
    const history = facts(IN_OSLO, CAME, TO_BERGEN, '2026-03-12 VisitCompleted');
    const assessment = assess(withDirectory(silent, DIRECTORY), history, at('2026-03-13'));
    expect(holders(assessment)).toEqual(['rehabilitation oslo by entry']);
    expect(kinds(assessment)).toEqual(['moved-without-handover']);
    expect(owners(assessment)[1]).toBe('report: oslo');
  });

  it('that was reported late is as one that was reported on time', () => {
    const [oslo, came, bergen] = facts(IN_OSLO, CAME, TO_BERGEN);
    if (oslo === undefined || came === undefined || bergen === undefined) throw new Error();
    const source = withDirectory(DEFINITION, DIRECTORY);
    expect(assess(source, [bergen, came, oslo], at('2026-03-11'))).toEqual(
      assess(source, [oslo, came, bergen], at('2026-03-11')),
    );
  });
});

describe('An address that is told elsewhere', () => {
  const living = (lines: readonly string[], more: object): RecordedFact[] => {
    const all = facts(...lines);
    const [last = all[0]] = all.slice(-1);
    return last === undefined ? [] : [...all.slice(0, -1), { ...last, ...more }];
  };
  const source = withDirectory(DEFINITION, DIRECTORY);

  it('hands the patient over, though the move is addressed to another pathway', () => {
    const moved = living([IN_OSLO, CAME, TO_BERGEN], { pathway: 'knee' });
    expect(offers(assess(source, moved, at('2026-03-11')))).toEqual([
      'to-new-home oslo > bergen: offered',
    ]);
  });

  it('opens nothing, and is of no interest where no service is bound', () => {
    const entering = read(TEXT.replace('{ events: Came }', '{ events: [Came, PatientMoved] }'));
    const moved = living([TO_BERGEN], { pathway: 'knee' });
    const { state } = assess(withDirectory(entering, DIRECTORY), moved, at('2026-03-11'));
    expect(state).toBe('not-entered');
    const plain = read(
      TEXT.replaceAll(/, organisation: .*/g, ' }').replace(
        'until: BenefitDecided',
        'until: PatientMoved',
      ),
    );
    const story = living([CAME, TO_BERGEN], { pathway: 'knee' });
    expect(assess(plain, story, at('2026-03-11'))).toEqual(
      assess(plain, story.slice(0, 1), at('2026-03-11')),
    );
  });

  it('is noticed at once, though the event is about something else', () => {
    const about = `about: [{ event: VisitCompleted, where: { service: own } }]\n`;
    const own = withDirectory(read(TEXT + about), DIRECTORY);
    const visit = ['2026-03-05 VisitCompleted { service: other }'];
    const standsAt = (lines: readonly string[]) =>
      assess(own, living([...lines, ...visit], { municipality: '0301' }), at('2026-03-06'));
    expect(holders(standsAt([CAME]))).toEqual([
      'rehabilitation ? no-municipality by entry',
      'rehabilitation oslo by identified',
    ]);
    expect(owners(standsAt([CAME]))[0]).toBe('plan: oslo');
    const elsewhere = standsAt(["2026-03-01 PatientMoved { municipality: '4601' }", CAME]);
    expect(holders(elsewhere)).toEqual(['rehabilitation bergen by entry']);
    expect(kinds(elsewhere)).toEqual(['moved-without-handover']);
  });

  it('is noticed at once, though the event is about an episode with another key', () => {
    const keyed = TEXT.replace('looks-back: 30 days', 'episodes: { key: referral }');
    const both = assessAll(
      withDirectory(read(keyed), DIRECTORY),
      living(
        [
          '2026-03-02 Came { referral: r1 }',
          '2026-03-03 Came { referral: r2 }',
          '2026-03-05 VisitCompleted { referral: r2 }',
        ],
        { municipality: '0301' },
      ),
      at('2026-03-06'),
    );
    for (const assessment of both)
      expect(holders(assessment).at(-1)).toBe('rehabilitation oslo by identified');
  });
});

it('whoever is told of a duty is an organisation, as of when it is told', () => {
  const escalating = TEXT.replace(
    'within: 60 days, owner: insurer }',
    'within: 4 days, owner: insurer, escalate: [{ to: rehabilitation }], warn: [{ before: 1 day, to: hospital }] }',
  );
  const { duties } = assess(
    withDirectory(read(escalating), DIRECTORY),
    facts(IN_OSLO, CAME, TO_BERGEN),
    at('2026-03-11'),
  );
  expect(duties[2]).toMatchObject({
    escalations: [{ to: 'rehabilitation', organisation: 'oslo' }],
    warnings: [{ to: 'hospital', organisationUnknown: 'not-named' }],
  });
});

describe('A referral', () => {
  const REFERRED = '2026-03-05 ReferralSent { to: hospital, referral: r1, addressee: haukeland }';

  it('asks the hospital to which it is addressed, which then holds the patient', () => {
    const assessed = '2026-03-06 ReferralAssessed { referral: r1, performer: haukeland }';
    expect(offers(standing('2026-03-05', IN_OSLO, CAME, REFERRED))).toEqual([
      'to-hospital oslo > haukeland: offered',
    ]);
    expect(holders(standing('2026-03-07', IN_OSLO, CAME, REFERRED, assessed)).at(-1)).toBe(
      'hospital haukeland by acceptance',
    );
  });

  it('that another hospital answers is not answered', () => {
    const assessed = '2026-03-06 ReferralAssessed { referral: r1, performer: ulleval }';
    const other = standing('2026-03-07', IN_OSLO, CAME, REFERRED, assessed);
    expect(other.holder).toBe('rehabilitation');
    expect(kinds(other)).toEqual(['answer-by-other']);
  });

  it('that names nobody asks the service, and is answered by whoever answers', () => {
    const open = '2026-03-05 ReferralSent { to: hospital, referral: r1 }';
    const assessed = '2026-03-06 ReferralAssessed { referral: r1, performer: ulleval }';
    expect(offers(standing('2026-03-05', IN_OSLO, CAME, open))).toEqual([
      'to-hospital oslo > not-named: offered',
    ]);
    expect(standing('2026-03-07', IN_OSLO, CAME, open, assessed)).toMatchObject({
      holder: 'hospital',
      organisation: 'ulleval',
    });
  });

  it('to an organisation that nobody knows is a deviation', () => {
    const strange = '2026-03-05 ReferralSent { to: hospital, referral: r1, addressee: nr|9 }';
    const asked = standing('2026-03-05', IN_OSLO, CAME, strange);
    expect(offers(asked)).toEqual(['to-hospital oslo > not-in-directory: offered']);
    expect(kinds(asked)).toEqual(['unknown-organisation']);
  });

  it('leads on within the hospital that held the patient before', () => {
    const assessed = '2026-03-06 ReferralAssessed { referral: r1 }';
    const treated = '2026-03-09 TreatmentStarted';
    const all = standing('2026-03-10', IN_OSLO, CAME, REFERRED, assessed, treated);
    expect(holders(all).at(-1)).toBe('outpatients haukeland by deed');
  });
});
