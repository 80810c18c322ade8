/** Custody by organisation, and of what nobody knows. */
import { describe, expect, it } from '@jest/globals';
import { type Organisation, OrganisationDirectory } from '#care-event';
import type { CustodySpell, HeldSpell } from '#pathway';
import { OrganisationTallies } from './custody-organisations.js';

const AT = Date.parse('2026-03-10T12:00:00Z');
const DAY = 86_400_000;

function organisation(id: string, more: Partial<Organisation> = {}): Organisation {
  return {
    ...{ id, name: id, kind: 'any', level: 'other', services: ['rehabilitation'] },
    ...{ municipalities: [], identifiers: [] },
    ...more,
  };
}

const DIRECTORY = new OrganisationDirectory([
  organisation('bergen'),
  organisation('sund', { validTo: '2026-03-05', replacedBy: 'bergen' }),
]);

function held(days: number, spell: Partial<CustodySpell>): HeldSpell {
  const from = AT - days * DAY;
  return {
    spell: { episode: 1, holder: 'rehabilitation', basis: 'entry', fact: 'f', from, ...spell },
    ...{ heldMs: days * DAY, days, idleDays: 0, longestIdleDays: 0 },
  };
}

function countsOf(...patients: readonly (readonly HeldSpell[])[]) {
  const tallies = new OrganisationTallies(DIRECTORY, AT, 'Europe/Oslo');
  for (const spells of patients) {
    tallies.begin();
    for (const spell of spells) tallies.hold(spell);
  }
  return tallies.counts();
}

describe('Custody by organisation', () => {
  it('is left out where no service is bound to organisations', () => {
    expect(countsOf([held(2, {})])).toEqual({});
  });

  it('counts a merged organisation with the one that took its place', () => {
    const { organisations } = countsOf(
      [held(2, { organisation: 'bergen' })],
      [held(4, { organisation: 'sund' })],
    );
    expect(organisations).toMatchObject([
      { service: 'rehabilitation', organisation: 'bergen', patients: 2, heldSeconds: 6 * 86_400 },
    ]);
  });

  it('says of how many patients and for how long it is not known, and why', () => {
    const { organisations, unknownOrganisation } = countsOf(
      [
        held(3, { organisationUnknown: 'no-municipality', to: AT }),
        held(0, { organisation: 'bergen', basis: 'identified' }),
      ],
      [held(2, { organisationUnknown: 'ambiguous' })],
    );
    expect(unknownOrganisation).toEqual({
      patients: 1,
      heldSeconds: 5 * 86_400,
      offers: 0,
      reasons: { ambiguous: 1 },
    });
    expect(organisations).toMatchObject([{ organisation: 'bergen', patients: 1 }]);
  });
});
