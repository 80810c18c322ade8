/** Which name is suggested for a misspelt one. */
import { describe, expect, it } from '@jest/globals';
import { closestName } from './closest-name.js';

describe('closestName', () => {
  const names = ['urgency', 'reason', 'referral', 'from', 'to'];

  it.each([
    ['urgncy', 'urgency'],
    ['ugrency', 'urgency'],
    ['Reason', 'reason'],
    ['refferal', 'referral'],
    ['form', 'from'],
    ['ot', 'to'],
    ['urgenyc', 'urgency'],
    ['rugenyc', 'urgency'],
    ['refe', 'referral'],
  ])('takes %s for %s', (word, meant) => {
    expect(closestName(word, names)).toBe(meant);
  });

  it.each(['priority', 'x', '', 'ref', 'r'.repeat(200)])('finds nothing near %j', (word) => {
    expect(closestName(word, names)).toBeUndefined();
  });
});
