/** Which numbers survive as written. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isExactNumber } from './exact-number.js';

describe('A number', () => {
  it.each(
    [
      [
        '0',
        '-0',
        '0.000',
        '0e5',
        '1',
        '-1',
        '1.50',
        '0.1',
        '1e3',
        '1E+3',
        '12.5e-1',
        '1e21',
        '1e23',
      ],
      [
        '9007199254740991',
        '9007199254740992',
        '9007199254740994',
        '5e-324',
        '1.7976931348623157e308',
      ],
      ['3.14159265358979', '0.30000000000000004'],
    ].flat(),
  )('survives as %s', (token) => {
    expect(isExactNumber(token)).toBe(true);
  });

  it.each(
    [
      ['9007199254740993', '9007199254740993.0', '9007199254740993e0', '1234567890123456789'],
      ['1e-400', '1e400', '2e-324', '0.1000000000000000055511151231257827', '0.10000000000000001'],
      ['', '-', '.5', '1.', '1e', '0x10', 'NaN', 'Infinity', '1_000', ' 1'],
    ].flat(),
  )('does not survive as %j', (token) => {
    expect(isExactNumber(token)).toBe(false);
  });

  it('survives in the shortest form of any double, and with zeros added', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = String(value);
        expect(isExactNumber(text)).toBe(true);
        if (/^-?\d+\.\d+$/.test(text)) expect(isExactNumber(`${text}00`)).toBe(true);
      }),
    );
  });

  it('does not survive with a digit more than the double holds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        (last, more) => {
          // Between two neighbouring doubles there is no room for odd whole numbers beyond 2^53.
          expect(isExactNumber(String(2n ** 53n + 2n * more + 1n))).toBe(false);
          expect(isExactNumber(`1.00000000000000000${last}`)).toBe(false);
        },
      ),
    );
  });
});
