/** Which versions of organisations are taken, and what is said of the others. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../text/json.js';
import { IDENTIFIER_SYSTEMS } from './identifier-systems.js';
import { ORGANISATION_LIMITS, readOrganisation } from './organisation-schema.js';

const BERGEN: JsonObject = {
  id: 'bergen',
  name: 'Bergen kommune',
  kind: 'municipality',
  level: 'municipal',
  municipalities: ['4601'],
  services: ['rehabilitation'],
  identifiers: [
    { system: 'no-orgnr', value: '964338531' },
    { system: 'no-kommune', value: '4601' },
  ],
  validFrom: '2020-01-01',
};

function faultsOf(change: JsonObject): readonly string[] {
  const read = readOrganisation({ ...BERGEN, ...change });
  return 'faults' in read ? read.faults.map(({ path, message }) => `${path} ${message}`) : [];
}

describe('An organisation', () => {
  it('is taken as it is stated, its lists in order and each entry once', () => {
    const stated = { ...BERGEN, services: ['rehabilitation', 'coordinator', 'coordinator'] };
    expect(readOrganisation(stated)).toEqual({
      organisation: {
        ...BERGEN,
        services: ['coordinator', 'rehabilitation'],
        identifiers: [
          { system: 'no-kommune', value: '4601' },
          { system: 'no-orgnr', value: '964338531' },
        ],
      },
    });
  });

  it('may leave its lists out', () => {
    const bare = { id: 'a', name: 'A', kind: 'hospital', level: 'specialist' };
    const lists = { municipalities: [], services: [], identifiers: [] };
    expect(readOrganisation(bare)).toEqual({ organisation: { ...bare, ...lists } });
  });

  it.each<[string, JsonObject, string]>([
    ['an id with a capital', { id: 'Bergen' }, '/id'],
    ['no name', { name: '' }, '/name'],
    ['a name of blanks', { name: '  ' }, '/name expected text'],
    ['a line break in the name', { name: 'A\nB' }, '/name expected text'],
    ['a long name', { name: 'x'.repeat(ORGANISATION_LIMITS.nameCharacters + 1) }, '/name'],
    ['an unknown level', { level: 'county' }, '/level expected one of'],
    ['a municipality by name', { municipalities: ['Ås'] }, '/municipalities/0'],
    ['a service by title', { services: ['Rehab centre'] }, '/services/0'],
    ['a misspelt field', { vaildFrom: '2020-01-01' }, '/vaildFrom'],
    ['no such day', { validFrom: '2020-02-30' }, '/validFrom'],
    ['an end before the beginning', { validTo: '2019-12-31' }, '/validTo is before validFrom'],
    ['a successor of what goes on', { replacedBy: 'vestland' }, '/replacedBy needs validTo'],
    [
      'itself as its successor',
      { validTo: '2030-01-01', replacedBy: 'bergen' },
      '/replacedBy is the organisation itself',
    ],
    [
      'a wrong check digit',
      { identifiers: [{ system: 'no-orgnr', value: '964338532' }] },
      '/identifiers/0/value expected a Norwegian organisation number',
    ],
    [
      'a misspelt register',
      { identifiers: [{ system: 'no-orgno', value: '964338531' }] },
      '/identifiers/0/system "no-orgno" is no register that is known here. Did you mean no-orgnr?',
    ],
    [
      'a blank in an identifier',
      { identifiers: [{ system: 'no-orgnr', value: '964 338 531' }] },
      '/identifiers/0/value',
    ],
    [
      'more identifiers than one has',
      {
        identifiers: Array.from({ length: ORGANISATION_LIMITS.identifiers + 1 }, (_, n) => ({
          system: 'x',
          value: String(n),
        })),
      },
      '/identifiers',
    ],
  ])('is refused for %s', (_what, change, expected) => {
    expect(faultsOf(change)).toEqual([expect.stringContaining(expected)]);
  });

  it('may have identifiers of registers that are not known here', () => {
    const identifiers = [
      { system: 'se-orgnr', value: '2120000142' },
      { system: 'urn:oid:2.16.578.1.12.4.1.2', value: '4711' },
    ];
    expect(faultsOf({ identifiers })).toEqual([]);
  });
});

describe('An identifier', () => {
  it.each([
    ['no-orgnr', '123456785'],
    ['no-orgnr', '974767880'],
    ['no-herid', '4711'],
    ['no-kommune', '0301'],
    ['fi-ytunnus', '0737546-2'],
    ['fi-ytunnus', '0204819-8'],
    ['fi-oid', '1.2.246.10.2048198'],
    ['fi-oid', '1.2.246.10.2048198.10.0'],
    ['fi-kunta', '091'],
  ])('of %s is taken: %s', (system, value) => {
    expect(IDENTIFIER_SYSTEMS.get(system)?.isValid(value)).toBe(true);
  });

  it.each([
    ['no-orgnr', '12345678'],
    ['no-orgnr', '123456786'],
    ['no-herid', '0'],
    ['no-herid', '12345678901'],
    ['no-kommune', '301'],
    ['fi-ytunnus', '0737546-3'],
    ['fi-ytunnus', '07375462'],
    ['fi-oid', '1.2.246.10.2048199'],
    ['fi-oid', '1.2.246.10.02048198'],
    ['fi-oid', '1.2.246.11.2048198'],
    ['fi-oid', '1.2.246.10.2048198.01'],
    ['fi-kunta', '91'],
  ])('of %s is refused: %s', (system, value) => {
    expect(IDENTIFIER_SYSTEMS.get(system)?.isValid(value)).toBe(false);
  });

  it('with a check digit does not survive a wrong digit', () => {
    const places = fc.nat(8);
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const digits = [...'964338531'];
        digits[place] = String((Number(digits[place]) + shift) % 10);
        expect(IDENTIFIER_SYSTEMS.get('no-orgnr')?.isValid(digits.join(''))).toBe(false);
      }),
    );
  });
});
