/** Answers that answer nothing are never silent, also where two handovers lead to the same service. */
import { describe, expect, it } from '@jest/globals';
import type { Definition } from '../definition/definition.js';
import { pathway, standing } from './journey-story.spec.support.js';

/** Two ways to the clinic: a referral and an emergency. */
function twoWays(emergencyIsAcceptedBy: string, refusedBy: string): Definition {
  return pathway(`
handovers:
  - id: referred
    when: Told
    from: holder
    to: clinic
    matching: handover
    answer-within: 10 days
    accepted: { by: { event: ResponsibilityAccepted, where: { to: clinic } } }
    refused: { by: { event: ResponsibilityRefused, where: { to: clinic } }, then: return-to-sender }
    silent: { then: remind }
  - id: emergency
    when: Planned
    from: holder
    to: clinic
    matching: handover
    answer-within: 1 days
    accepted: { by: ${emergencyIsAcceptedBy} }
    refused: { by: ${refusedBy}, then: return-to-sender }
    silent: { then: remind }
`);
}

const SAME = twoWays(
  '{ event: ResponsibilityAccepted, where: { to: clinic } }',
  '{ event: ResponsibilityRefused, where: { to: clinic } }',
);
const APART = twoWays('Treated', 'Screened');

function deviations(definition: Definition, ...lines: string[]): string[] {
  const { deviations: found } = standing(definition, '2026-04-01', '2026-03-02 Came', ...lines);
  return found.map(({ kind, rule, fact }) => `${kind} ${rule} by ${fact}`);
}

describe.each([
  ['that the same events answer', SAME],
  ['that are answered by different events', APART],
])('With two handovers to one service, %s,', (_what, definition) => {
  it.each(['ResponsibilityAccepted', 'ResponsibilityRefused'])(
    '%s where nothing was offered is one deviation',
    (type) => {
      expect(deviations(definition, `2026-03-03 ${type} { to: clinic }`)).toEqual([
        'answer-without-offer referred by urn:x 2',
      ]);
    },
  );

  it.each(['ResponsibilityAccepted', 'ResponsibilityRefused'])(
    '%s whose reference matches nothing is one deviation',
    (type) => {
      expect(
        deviations(
          definition,
          '2026-03-03 Told { handover: r-1 }',
          `2026-03-04 ${type} { to: clinic, handover: r-999 }`,
        ),
      ).toEqual(['answer-without-offer referred by urn:x 3']);
    },
  );

  it('an answer to one of them is no deviation of the other, nor is its repeat', () => {
    expect(
      deviations(
        definition,
        '2026-03-03 Told { handover: r-1 }',
        '2026-03-04 ResponsibilityAccepted { to: clinic, handover: r-1 }',
        '2026-03-05 ResponsibilityAccepted { to: clinic, handover: r-1 }',
      ),
    ).toEqual([]);
  });
});

describe('An answer that comes first on the day of the offer', () => {
  it('is no deviation of either handover once one of them is offered', () => {
    for (const offer of ['Told', 'Planned'])
      expect(
        deviations(SAME, '2026-03-03 ResponsibilityAccepted { to: clinic }', `2026-03-03 ${offer}`),
      ).toEqual([]);
  });
});

describe('An answer for a service that only another handover leads to', () => {
  const definition = pathway(`
handovers:
  - id: to-clinic
    when: ReferralSent
    from: holder
    to: clinic
    answer-within: 10 days
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
  - id: to-physio
    when: Told
    from: holder
    to: physio
    answer-within: 10 days
    accepted: { by: Trained }
    refused: { by: Screened, then: return-to-sender }
    silent: { then: remind }
`);

  it('is a deviation where that handover is not answered by such events', () => {
    expect(deviations(definition, '2026-03-03 ResponsibilityAccepted { to: physio }')).toEqual([
      'answer-without-offer to-clinic by urn:x 2',
    ]);
    expect(
      deviations(
        definition,
        '2026-03-03 ReferralSent',
        '2026-03-04 ResponsibilityAccepted { to: physio }',
      ),
    ).toEqual(['answer-by-other to-clinic by urn:x 3']);
  });
});
