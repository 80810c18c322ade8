/** What speaks against a definition whose services are bound to organisations. */
import { describe, expect, it } from '@jest/globals';
import { SMALL } from '#pathway/testing';
import { lintDefinition } from './lint-definition.js';

const BOUND = SMALL.replace('municipal }', 'municipal, organisation: municipality-of-patient }');

const handover = (when: string): string => `handovers:
  - id: move
    source: s
    when: ${when}
    from: gp
    to: gp
    answer-within: 2 weeks
    accepted: { by: ResponsibilityAccepted }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: remind }
`;

const codes = (text: string): string[] => lintDefinition(text).map(({ code }) => code);

describe('A holder that is that of where the patient lives', () => {
  it('is to be handed over when the patient moves', () => {
    expect(codes(BOUND)).toEqual(['moves-without-handover']);
    expect(codes(BOUND + handover('ResponsibilityOffered'))).toEqual(['moves-without-handover']);
    expect(codes(BOUND + handover('PatientMoved'))).toEqual([]);
  });

  it('may be handed over to the same service, which nobody else may', () => {
    expect(codes(SMALL + handover('PatientMoved'))).toContain('handover-to-itself');
  });
});
