/** What a definition says about the organisations of its services. */
import { describe, expect, it } from '@jest/globals';
import { problemsOf, SMALL, WHOLE_LANGUAGE } from '#pathway/testing';
import { readDefinition } from './read-definition.js';

function bindingsIn(text: string) {
  const read = readDefinition(text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const services = [...read.definition.services.values()];
  return Object.fromEntries(services.map(({ id, organisation }) => [id, organisation]));
}

describe('The organisation of a service', () => {
  it('is told by residence, by an event, by who held the patient, or by the definition', () => {
    expect(bindingsIn(WHOLE_LANGUAGE)).toEqual({
      gp: { kind: 'municipality-of-patient' },
      clinic: { kind: 'addressee-of', types: ['ReferralSent', 'ReferralReceived'] },
      hospital: { kind: 'sender-of', types: ['ReferralAssessed'] },
      outpatients: { kind: 'previous-holder' },
      register: { kind: 'fixed', organisation: 'national-register' },
    });
  });

  it('is left open where the definition says nothing', () => {
    expect(Object.values(bindingsIn(SMALL))).toEqual([undefined]);
  });

  it('is refused where the event or the word is not known', () => {
    const bound = (binding: string) =>
      problemsOf(SMALL.replace('municipal }', `municipal, organisation: ${binding} }`));
    expect(bound('{ addressee-of: ReferalSent }').map(({ code }) => code)).toEqual([
      'unknown-event-type',
    ]);
    expect(bound('municipality').length).toBeGreaterThan(0);
    expect(bound('{ fixed: "Oslo kommune" }').length).toBeGreaterThan(0);
  });
});
