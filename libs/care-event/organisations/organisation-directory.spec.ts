/** Which organisation a question leads to, on which day. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayOf } from '#calendar';
import type { Organisation } from './organisation.js';
import { EMPTY_DIRECTORY, OrganisationDirectory } from './organisation-directory.js';
import { IN_2019, IN_2026, municipality, WEST } from './organisation-directory.spec.support.js';

const directory = new OrganisationDirectory(WEST);

function idOf(found: ReturnType<OrganisationDirectory['byReference']>): string {
  return found.status === 'found' ? found.organisation.id : found.status;
}

describe('OrganisationDirectory', () => {
  it('knows an organisation as it is on the day, its last day included', () => {
    expect(directory.byId('bergen', IN_2019)?.municipalities).toEqual(['1201']);
    expect(directory.byId('bergen', IN_2026)?.municipalities).toEqual(['4601']);
    expect(directory.byId('bergen', dayOf('2019-12-31'))?.municipalities).toEqual(['1201']);
    expect(directory.byId('bergen', dayOf('2020-01-01'))?.municipalities).toEqual(['4601']);
    expect(directory.byId('fjell', dayOf('2019-12-31'))?.id).toBe('fjell');
    expect(directory.byId('fjell', dayOf('2020-01-01'))).toBeUndefined();
    expect(directory.byId('voss', IN_2026)).toBeUndefined();
  });

  it('lists those of the day, by id', () => {
    expect(directory.on(IN_2019).map(({ id }) => id)).toEqual([
      'bergen',
      'fjell',
      'oygarden',
      'sund',
    ]);
    expect(directory.on(IN_2026).map(({ id }) => id)).toEqual(['bergen', 'oygarden']);
  });

  it('leads from a merged municipality to the one that took over', () => {
    expect(directory.currentOf('fjell', IN_2019)?.id).toBe('fjell');
    expect(directory.currentOf('fjell', IN_2026)?.id).toBe('oygarden');
    expect(idOf(directory.byReference('sund', IN_2026))).toBe('oygarden');
    expect(idOf(directory.byReference('no-kommune|1246', IN_2026))).toBe('oygarden');
    expect(idOf(directory.providing('rehabilitation', '1246', IN_2026))).toBe('oygarden');
  });

  it('leads from an old number to the municipality that has a new one', () => {
    expect(idOf(directory.byReference('no-kommune|1201', IN_2026))).toBe('bergen');
    expect(idOf(directory.providing('rehabilitation', '1201', IN_2026))).toBe('bergen');
    expect(idOf(directory.providing('rehabilitation', '4601', IN_2019))).toBe('unknown');
  });

  it('knows nobody who does not provide the service, and guesses at none of several', () => {
    expect(idOf(directory.providing('hospital', '4601', IN_2026))).toBe('unknown');
    const twice = new OrganisationDirectory([...WEST, municipality('askoy', '4601')]);
    expect(twice.providing('rehabilitation', '4601', IN_2026)).toEqual({
      status: 'ambiguous',
      ids: ['askoy', 'bergen'],
    });
  });

  it('does not give a service back to whoever gave it up while the number lives on', () => {
    const given = new OrganisationDirectory([
      ...WEST,
      municipality('bergen', '4601', { validFrom: '2025-01-01', services: ['coordinator'] }),
    ]);
    expect(idOf(given.providing('rehabilitation', '4601', IN_2026))).toBe('unknown');
    expect(idOf(given.providing('coordinator', '4601', IN_2026))).toBe('bergen');
  });

  it('does not send residents back to whoever served them, and now serves others', () => {
    const divided = new OrganisationDirectory([
      municipality('county', '049', { municipalities: ['049', '091'] }),
      municipality('county', '091', { validFrom: '2025-01-01' }),
      municipality('city', '049', { validFrom: '2025-01-01', services: ['coordinator'] }),
    ]);
    expect(idOf(divided.providing('rehabilitation', '049', IN_2019))).toBe('county');
    expect(idOf(divided.providing('rehabilitation', '049', IN_2026))).toBe('unknown');
  });

  it('takes the later of two versions with one first day: a version can be corrected', () => {
    const corrected = municipality('bergen', '4601', { validFrom: '2020-01-01', name: 'Bergen' });
    const directory = new OrganisationDirectory([...WEST, corrected]);
    expect(directory.versionsOf('bergen').map(({ name }) => name)).toEqual(['bergen', 'Bergen']);
  });

  it('comes to an end where organisations are said to replace each other', () => {
    const ended = { validTo: '2019-12-31' };
    const circle = new OrganisationDirectory([
      municipality('a', '1', { ...ended, replacedBy: 'b' }),
      municipality('b', '2', { ...ended, replacedBy: 'a' }),
    ]);
    expect(circle.currentOf('a', IN_2026)).toBeUndefined();
    expect(circle.replacedOn(IN_2026).size).toBe(0);
  });

  it('follows a chain of 20,000 mergers in one walk', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) =>
      municipality(`o${at}`, `${at}`, { validTo: '2019-12-31', replacedBy: `o${at + 1}` }),
    );
    const directory = new OrganisationDirectory([...chain, municipality('o20000', '20000')]);
    const begin = performance.now();
    const replaced = directory.replacedOn(IN_2026);
    // One walk takes some 50 ms; one for each of them took half a minute.
    expect(performance.now() - begin).toBeLessThan(5_000);
    expect(replaced.size).toBe(20_000);
    expect(new Set(replaced.values())).toEqual(new Set(['o20000']));
  });

  it('leads nowhere where nobody has said which organisations there are', () => {
    expect(EMPTY_DIRECTORY.size).toBe(0);
    expect(idOf(EMPTY_DIRECTORY.providing('rehabilitation', '4601', IN_2026))).toBe('unknown');
  });
});

const days = fc.integer({ min: 0, max: 40 });
const dayText = days.map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const versions: fc.Arbitrary<readonly Organisation[]> = fc.array(
  fc
    .record({
      id: fc.constantFrom('a', 'b', 'c'),
      number: fc.constantFrom('1', '2'),
      validFrom: fc.option(dayText, { nil: undefined }),
      validTo: fc.option(dayText, { nil: undefined }),
      replacedBy: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
    })
    .map(({ id, number, validFrom, validTo, replacedBy }) =>
      municipality(id, number, {
        ...(validFrom !== undefined && { validFrom }),
        ...(validTo !== undefined && { validTo }),
        ...(replacedBy !== undefined && { replacedBy }),
      }),
    ),
  { maxLength: 8 },
);

/** No two with one id and first day, so that any order says the same. */
const distinct = versions.map((all) => [
  ...new Map(all.map((version) => [`${version.id} ${version.validFrom}`, version])).values(),
]);

describe('A directory of any organisations', () => {
  it('says the same in whatever order they became known', () => {
    const shuffled = distinct.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, days, ([all, other], day) => {
        const [a, b] = [new OrganisationDirectory(all), new OrganisationDirectory(other)];
        expect(a.on(day)).toEqual(b.on(day));
        for (const number of ['1', '2']) {
          const asked = ['rehabilitation', number, day] as const;
          expect(a.providing(...asked)).toEqual(b.providing(...asked));
        }
        expect(a.currentOf('a', day)).toEqual(b.currentOf('a', day));
      }),
    );
  });

  it('has in the place of each that is gone whoever is asked for by its id', () => {
    fc.assert(
      fc.property(versions, days, (all, day) => {
        const directory = new OrganisationDirectory(all);
        const replaced = directory.replacedOn(day);
        for (const id of ['a', 'b', 'c']) {
          const heir = directory.byId(id, day) ? undefined : directory.currentOf(id, day)?.id;
          expect(replaced.get(id)).toBe(heir);
        }
      }),
    );
  });

  it('leads only to organisations that exist on the day and provide what was asked for', () => {
    fc.assert(
      fc.property(versions, days, fc.constantFrom('1', '2'), (all, day, number) => {
        const directory = new OrganisationDirectory(all);
        const existing = directory.on(day);
        const found = directory.providing('rehabilitation', number, day);
        if (found.status === 'found') expect(existing).toContain(found.organisation);
        const serving = existing.filter(({ municipalities }) => municipalities.includes(number));
        if (serving.length === 1)
          expect(found).toEqual({ status: 'found', organisation: serving[0] });
        if (serving.length > 1) expect(found.status).toBe('ambiguous');
      }),
    );
  });
});
