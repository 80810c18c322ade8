/** The definitions that come along are good and say what their guides say. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assess } from './assess.js';
import type { RecordedFact } from './care-event.js';
import type { Definition } from './definition.js';
import { readDefinition } from './read-definition.js';

function load(file: string): Definition {
  const result = readDefinition(readFileSync(resolve(file), 'utf8'));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.definition;
}

const fact = (type: string, occurredAt: string): RecordedFact => {
  const [id, source, version] = [`${type} ${occurredAt}`, 'urn:x', 1];
  return { id, source, type, version, occurredAt, data: {}, recordedAt: 0 };
};

const at = (text: string): number => Date.parse(text);

describe('The back-pain pathway', () => {
  const definition = load('deploy/pathways/back-pain.yaml');

  it('says of every element where it comes from', () => {
    const { services, stages, milestones, duties } = definition;
    for (const element of [definition, ...services.values(), ...stages, ...milestones, ...duties]) {
      expect([element, element.source?.length]).not.toEqual([element, undefined]);
    }
  });

  it('gives primary care six weeks from the first symptoms, also when they are known to the day', () => {
    const facts = [
      fact('FirstContactMade', '2026-03-20T09:00:00+02:00'),
      fact('SymptomOnsetReported', '2026-03-02'),
    ];
    const lastInstant = at('2026-04-13T23:59:59.999+03:00');
    expect(assess(definition, facts, lastInstant)).toMatchObject({
      holder: 'primary-care',
      duties: [{ state: 'not-yet-due', dueAt: lastInstant, owner: 'primary-care' }],
    });
    const planned = [...facts, fact('RehabPlanAgreed', '2026-04-13')];
    expect(assess(definition, planned, lastInstant + 1)).toMatchObject({
      holder: 'rehabilitation',
      duties: [{ state: 'met' }],
    });
  });

  it('gives the hospital three weeks for a referral, while the sender holds the patient', () => {
    const facts = [
      fact('FirstContactMade', '2026-03-02T09:00:00+02:00'),
      fact('ReferralReceived', '2026-03-03T09:00:00+02:00'),
    ];
    expect(assess(definition, facts, at('2026-03-25T00:00:00+02:00'))).toMatchObject({
      holder: 'primary-care',
      duties: [{ duty: 'referral-assessed', state: 'breached', owner: 'spine-clinic' }],
    });
  });
});

describe('The sepsis pathway', () => {
  const definition = load('test/pathways/sepsis.yaml');

  it('gives one hour from sepsis triage to antibiotics', () => {
    const triage = fact('ER Sepsis Triage', '2014-10-22T11:27:00+02:00');
    const duty = (minute: string) =>
      assess(definition, [triage, fact('IV Antibiotics', minute)], at('2015-01-01T00:00:00Z'))
        .duties[0]?.state;
    expect(duty('2014-10-22T12:27:00+02:00')).toBe('met');
    expect(duty('2014-10-22T12:27:01+02:00')).toBe('met-late');
    expect(duty('2014-10-22T11:26:59+02:00')).toBe('breached');
  });

  it('follows the patient from the emergency department to the ward and home', () => {
    const facts = [
      fact('ER Registration', '2014-10-22T11:15:41+02:00'),
      fact('ER Sepsis Triage', '2014-10-22T11:27:00+02:00'),
      fact('Admission NC', '2014-10-22T14:13:19+02:00'),
      fact('Release A', '2014-11-02T15:15:00+01:00'),
      fact('Return ER', '2014-12-01T10:00:00+01:00'),
    ];
    const home = assess(definition, facts, at('2015-01-01T00:00:00Z'));
    expect(home.state).toBe('closed');
    expect(home.deviations).toEqual([]);
    expect(home.stages.map((spell) => spell.holder)).toEqual([
      'emergency-department',
      'emergency-department',
      'ward',
    ]);
    expect(home.milestones.map((one) => one.milestone)).toEqual([
      'sepsis-recognised',
      'admitted',
      'returned',
    ]);
  });
});
