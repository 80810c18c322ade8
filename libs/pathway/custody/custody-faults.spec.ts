/** What the check of custody finds, so that finding nothing means something. */
import { describe, expect, it } from '@jest/globals';
import { EPISODE, SPELLS, assessed, custodyLike } from '../decisions/decide.spec.support.js';
import type { CustodySpell } from '../state/custody-spell.js';
import { custodyFaults } from './custody-faults.js';

const [first] = SPELLS.map(custodyLike) as [CustodySpell];
const FROM = EPISODE.enteredAt;
const whole: CustodySpell = { ...first, from: FROM };
delete (whole as { to?: number }).to;

function faults(...custody: readonly CustodySpell[]): readonly string[] {
  const last = custody.at(-1);
  return custodyFaults(
    assessed({ custody, ...(last !== undefined && { holder: last.holder }), handovers: [] }),
  );
}

describe('Custody', () => {
  it('is without fault where spell follows spell', () => {
    expect(faults(whole)).toEqual([]);
    expect(faults({ ...whole, to: FROM + 5 }, { ...whole, from: FROM + 5 })).toEqual([]);
  });

  it.each<[string, readonly CustodySpell[]]>([
    ['is missing', []],
    ['begins after the entry', [{ ...whole, from: FROM + 1 }]],
    [
      'has a gap',
      [
        { ...whole, to: FROM + 5 },
        { ...whole, from: FROM + 6 },
      ],
    ],
    [
      'overlaps',
      [
        { ...whole, to: FROM + 5 },
        { ...whole, from: FROM + 4 },
      ],
    ],
    ['ends while the episode is open', [{ ...whole, to: FROM + 5 }]],
    [
      'ends before it begins',
      [
        { ...whole, to: FROM - 5 },
        { ...whole, from: FROM - 5 },
      ],
    ],
    ['names nobody', [{ ...whole, holder: '' }]],
    ['is of an episode that there is not', [whole, { ...whole, episode: 7 }]],
    ['came by an acceptance that there is not', [{ ...whole, basis: 'acceptance', handover: 'h' }]],
  ])('%s: that is reported', (_what, custody) => {
    expect(faults(...custody).length).toBeGreaterThan(0);
  });

  it('is reported where another service is given as the holder', () => {
    const other = assessed({ custody: [whole], holder: 'somebody' });
    expect(custodyFaults(other)).toEqual([expect.stringContaining('somebody')]);
  });
});
