/** What lint says where responsibility would stay behind, or go to the wrong service. */
import { describe, expect, it } from '@jest/globals';
import { labelled } from './lint.spec.support.js';

interface Parts {
  readonly stages?: string;
  readonly handover?: string;
  readonly action?: string;
  readonly more?: string;
}

const FIRST = '{ id: first, holder: gp, limit: 1 week, source: s }';
const second = (rest: string) =>
  `{ id: second, holder: clinic, limit: 1 week, source: s, ${rest} }`;
const OPENED = second('opens: AssessmentStarted');

/** A general practice, a clinic that it refers to, and people to notify. */
function small({ stages = FIRST, handover = '', action = 'remind', more = '' }: Parts): string {
  return `pathway: small
version: 1
title: Small
source: s
zone: Europe/Oslo
services:
  gp: { name: GP, level: municipal, source: s }
  clinic: { name: Clinic, level: specialist, source: s }
  ward: { name: Ward, level: specialist, source: s }
entry: { events: ReferralSent, unfiltered: u }
closes: PathwayClosed
stages: [${stages}]
duties: [{ id: d, title: D, from: ReferralSent, until: VisitCompleted, within: 1 day, owner: ward, source: s }]
${
  handover === ''
    ? ''
    : `handovers:
  - id: over
    title: Over
    when: ReferralSent
    from: gp
    to: clinic
    answer-within: 1 day
    accepted: { by: ReferralAssessed${handover} }
    refused: { by: CareDeclined, then: return-to-sender }
    silent: { then: ${action} }
    source: s${more}
`
}`;
}

const OVER = ', opens: second';

describe('A stage of another service', () => {
  it('is well where its holder accepts, on the way there or elsewhere', () => {
    expect(labelled(small({ stages: `${FIRST}, ${second('')}`, handover: OVER }))).toEqual([]);
    expect(labelled(small({ stages: `${FIRST}, ${OPENED}`, handover: OVER }))).toEqual([]);
  });

  it('is well where what opens the stage around it does nothing in its other parts', () => {
    const parts = `{ id: one, limit: 1 week, source: s }, ${OPENED}`;
    const around = `{ id: around, holder: gp, opens: ReferralReceived, limit: 2 weeks, source: s, stages: [${parts}] }`;
    expect(labelled(small({ stages: `${FIRST}, ${around}`, handover: OVER }))).toEqual([]);
  });

  it('is well where coming there is the word of its holder', () => {
    const byDeed = second('opens: AssessmentStarted, takes-over: true');
    expect(labelled(small({ stages: `${FIRST}, ${byDeed}`, handover: OVER }))).toEqual([]);
  });

  it('is doubtful where nobody there ever accepts', () => {
    const third = '{ id: third, holder: ward, limit: 1 week, opens: TreatmentStarted, source: s }';
    const stages = `${FIRST}, ${second('')}, ${third}`;
    expect(labelled(small({ stages, handover: OVER }))).toEqual([
      'warning stages[2] holder-never-accepts',
    ]);
    expect(labelled(small({ stages, handover: OVER, action: '{ offer: ward }' }))).toEqual([]);
  });

  it('at another level is doubtful where the definition has no handovers at all', () => {
    expect(labelled(small({ stages: `${FIRST}, ${OPENED}` }))).toEqual([
      'warning stages[1] moved-by-deed',
    ]);
    const sameLevel = OPENED.replace('clinic', 'gp');
    expect(labelled(small({ stages: `${FIRST}, ${sameLevel}` }))).not.toContain(
      'warning stages[1] moved-by-deed',
    );
  });

  it('is not to be opened by the acceptance of yet another', () => {
    const wards = second('').replace('clinic', 'ward');
    expect(labelled(small({ stages: `${FIRST}, ${wards}`, handover: OVER }))).toContain(
      'error handovers[0].accepted.opens opens-stage-of-another',
    );
  });
});

describe('`takes-over`', () => {
  it('is useless where its holder has the patient already', () => {
    const inside =
      '{ id: second, holder: gp, limit: 1 week, opens: VisitCompleted, takes-over: true, source: s }';
    const stages = `${FIRST}, ${inside}`;
    expect(labelled(small({ stages, handover: ' ' }))).toEqual([
      'warning stages[1].takes-over takes-over-useless',
    ]);
  });

  it('is useless in a definition without handovers', () => {
    const stages = `${FIRST}, ${second('opens: AssessmentStarted, takes-over: true')}`;
    expect(labelled(small({ stages }))).toContain(
      'warning stages[1].takes-over takes-over-useless',
    );
  });

  it('may be said of a stage with parts', () => {
    const parts = 'takes-over: true, opens: AssessmentStarted, stages: [{ id: a, source: s }]';
    expect(labelled(small({ stages: `${FIRST}, ${second(parts)}`, handover: ' ' }))).toEqual([]);
  });
});

describe('What follows on silence', () => {
  const next = (...steps: readonly string[]) =>
    small({ stages: FIRST, handover: ' ', action: `remind, next: [${steps.join(', ')}]` });

  it('comes in order of time', () => {
    expect(
      labelled(next('{ after: 1 day, then: remind }', '{ after: 2 days, then: remind }')),
    ).toEqual([]);
    const backwards = next('{ after: 2 days, then: remind }', '{ after: 1 day, then: remind }');
    expect(labelled(backwards)).toEqual([
      'error handovers[0].silent.next[1].after steps-out-of-order',
    ]);
  });

  it('goes to somebody who does not know', () => {
    for (const who of ['clinic', 'gp'])
      expect(labelled(next(`{ after: 1 day, then: { escalate: ${who} } }`))).toEqual([
        'error handovers[0].silent.next[0].then told-the-same',
      ]);
    expect(labelled(next('{ after: 1 day, then: { escalate: ward } }'))).toEqual([]);
  });
});

describe('One event', () => {
  it.each([
    [
      'information: { requested: ReferralAssessed, supplied: VisitCompleted }',
      'information.requested',
    ],
    ['withdrawn: { by: CareDeclined, answered: VisitCompleted }', 'withdrawn.by'],
    ['withdrawn: { by: VisitCompleted, answered: VisitCompleted }', 'withdrawn.by'],
    ['overtaken: ReferralAssessed', 'overtaken'],
  ])('does not mean two things of a handover: %s', (part, path) => {
    const text = small({ stages: FIRST, handover: ' ', more: `\n    ${part}` });
    expect(labelled(text)).toEqual([`error handovers[0].${path} handover-ambiguous`]);
  });

  it('may withdraw it and release it under different conditions', () => {
    const part =
      'withdrawn: { by: { event: CareDeclined, where: { what: other } }, answered: { event: CareDeclined, where: { what: treatment } } }';
    expect(labelled(small({ stages: FIRST, handover: ' ', more: `\n    ${part}` }))).toEqual([]);
  });
});
