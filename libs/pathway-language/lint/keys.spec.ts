/** Keys of episodes: fields that exist, and events that can say which episode they are about. */
import { describe, expect, it } from '@jest/globals';
import { labelled, withLines } from './lint.spec.support.js';
import { lintDefinition } from './lint-definition.js';

const found = (text: string) => lintDefinition(text).map(({ path, code }) => `${path} ${code}`);

const keyed = (key: string, keyless = '') =>
  withLines(`episodes: { key: ${key}${keyless === '' ? '' : `, keyless: ${keyless}`}, source: s }`)
    .replace(/entry:.*/, 'entry: { events: ReferralReceived, unfiltered: u }')
    .replace(/closes:.*/, 'closes: PatientDied');

describe('A key of episodes', () => {
  it('is a field of some event that the definition names', () => {
    expect(found(keyed('refferal'))).toEqual(['episodes.key unknown-field']);
    expect(found(keyed('[need, referral]'))).toEqual(['episodes.key[0] unknown-field']);
  });

  it('is there where it is said what events without one do', () => {
    const text = keyed('referral').replace('key: referral', 'keyless: every');
    expect(found(text)).toEqual(['episodes.keyless keyless-without-key']);
  });

  it('leaves open what an event closes that cannot have it, unless it closes all', () => {
    expect(labelled(keyed('referral'))).toContain('warning closes without-key');
    expect(labelled(keyed('referral', '{ every: PatientDied }'))).not.toContain(
      'warning closes without-key',
    );
    expect(labelled(keyed('referral', 'every'))).not.toContain('warning closes without-key');
  });

  it('is missing from every episode that an event opens which cannot have it', () => {
    const text = keyed('referral').replace(
      'events: ReferralReceived',
      'events: [ReferralReceived, SymptomOnsetReported]',
    );
    expect(labelled(text)).toContain('warning entry.events[1] without-key');
  });
});
