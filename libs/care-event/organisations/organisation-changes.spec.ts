/** What a file of organisations changes, and what cannot be true beside what is known. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesBy } from './organisation-changes.js';
import { municipality, WEST } from './organisation-directory.spec.support.js';
import { organisationFromStored, storedOrganisation } from './stored-organisation.js';

const kinds = (changes: ReturnType<typeof changesBy>): readonly string[] =>
  changes.changes.map(({ change, organisation }) => `${change} ${organisation.id}`);

describe('changesBy', () => {
  it('registers what is new, adds versions, and leaves alone what is known', () => {
    const bergen = municipality('bergen', '1201');
    expect(kinds(changesBy(WEST, [bergen]))).toEqual([
      'registered fjell',
      'registered sund',
      'registered oygarden',
      'added oygarden',
      'added bergen',
    ]);
    expect(changesBy(WEST, WEST)).toEqual({ changes: [], unchanged: 6, problems: [] });
  });

  it('corrects a version that says something else of the same first day', () => {
    const other = municipality('bergen', '1201', { services: ['coordinator'] });
    expect(kinds(changesBy([other], WEST))).toEqual(['corrected bergen']);
    const closed = municipality('bergen', '4601', {
      validFrom: '2020-01-01',
      validTo: '2030-12-31',
    });
    expect(kinds(changesBy([closed], WEST))).toEqual(['corrected bergen']);
  });

  it('names a version that is stated twice', () => {
    const { problems } = changesBy([...WEST, municipality('sund', '9')], []);
    expect(problems).toEqual([
      { index: 6, field: 'id', message: 'sund has a version without validFrom above already' },
    ]);
  });

  it('names a successor that nobody knows', () => {
    const lost = municipality('voss', '1235', { validTo: '2019-12-31', replacedBy: 'vos' });
    expect(changesBy([lost], WEST).problems).toEqual([
      { index: 0, field: 'replacedBy', message: expect.stringContaining('no organisation "vos"') },
    ]);
  });

  it('names an identifier that two have on the same days, whether known or stated', () => {
    const identifiers = [{ system: 'no-kommune', value: '1201' }];
    const rival = municipality('askoy', '1247', { identifiers });
    const shared = 'no-kommune|1201 is also an identifier of bergen on the same days';
    const expected = [{ index: 0, field: 'identifiers', message: shared }];
    expect(changesBy([rival], WEST).problems).toEqual(expected);
    expect(changesBy([rival, municipality('bergen', '1201')], []).problems).toHaveLength(2);
    const later = municipality('askoy', '1247', { identifiers, validFrom: '2020-01-01' });
    expect(changesBy([later], WEST).problems).toEqual([]);
  });

  it('finds nothing left to change once its changes are known, whatever was known before', () => {
    const some = fc.subarray([...WEST]);
    fc.assert(
      fc.property(some, some, (known, stated) => {
        const { changes, unchanged } = changesBy(stated, known);
        expect(changes.length + unchanged).toBe(stated.length);
        const recorded = changes.map((change) =>
          organisationFromStored(storedOrganisation(change, { author: 'a', reason: 'b' })),
        );
        const after = [...known, ...recorded.flatMap((organisation) => organisation ?? [])];
        expect(changesBy(stated, after).changes).toEqual([]);
      }),
    );
  });
});
