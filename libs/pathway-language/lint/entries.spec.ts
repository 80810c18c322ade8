/** Lint asks of an entry that it says what it is about, or why it does not. */
import { describe, expect, it } from '@jest/globals';
import { SMALL } from '#pathway/testing';
import { labelled } from './lint.spec.support.js';

const entry = (events: string, more = '') =>
  SMALL.replace('entry: any', `entry: { events: ${events} }`) + more;

describe('An entry', () => {
  it.each([
    'ReferralSent',
    '{ event: ReferralSent, where: { urgency: urgent } }',
    '{ event: ReferralSent, where: { patient-age: { at-least: 18 } } }',
    '{ event: ReferralSent, where: { icd10: { present: false } } }',
    '{ event: ReferralSent, where: { to: { not: [eye-clinic], or-missing: true } } }',
  ])('by %s is an error: it may be about anything', (events) => {
    expect(labelled(entry(events))).toEqual([
      expect.stringMatching(/^error entry\.events(\.event)? unfiltered-entry$/),
    ]);
  });

  it.each([
    '{ event: ReferralSent, where: { icd10: { codes: M40-M54 } } }',
    '{ event: ReferralSent, where: { icd10: M54.5 } }',
    '{ event: ReferralSent, where: { to: gp } }',
    '{ event: VisitCompleted, where: { service: gp } }',
    'ReferralSent, unfiltered: every referral is followed',
  ])('by %s is well', (events) => {
    expect(labelled(entry(events))).toEqual([]);
  });

  it('is well where `about` or the key of episodes tells it apart', () => {
    const about = (conditions: string) =>
      entry('ReferralSent', `about: { event: ReferralSent, where: { ${conditions} } }\n`);
    expect(labelled(about('to: gp'))).toEqual([]);
    expect(labelled(about('urgency: urgent'))).toHaveLength(1);
    const keyed = entry(
      '{ event: ReferralSent, where: { referral: { present: true } } }',
      'episodes: { key: referral, source: s }\n',
    );
    expect(labelled(keyed).filter((one) => one.includes('unfiltered'))).toEqual([]);
  });

  it('by what the definition declares itself is well', () => {
    expect(labelled(entry('Came', 'events: { Came: {} }\n'))).toEqual([]);
  });

  it('names each pattern that has no filter', () => {
    const two = entry(
      '[ReferralSent, { event: DiagnosisCoded, where: { icd10: M54 } }, SickLeaveIssued]',
    );
    expect(labelled(two)).toEqual([
      'error entry.events[0] unfiltered-entry',
      'error entry.events[2] unfiltered-entry',
    ]);
  });
});
