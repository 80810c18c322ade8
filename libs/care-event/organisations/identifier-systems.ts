/**
 * The registers whose identifiers are known by form. A check digit is checked where its rule is
 * public; an identifier of any other system is taken as it is.
 */
interface IdentifierSystem {
  /** What its identifiers look like, for messages. */
  readonly form: string;
  readonly isValid: (value: string) => boolean;
}

/** https://www.brreg.no/english/coordination/number.html */
const ORGNR_WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2];
/** Business ID (Y-tunnus): the same rule with weights of its own. */
const YTUNNUS_WEIGHTS = [7, 9, 10, 5, 8, 4, 2];

export const IDENTIFIER_SYSTEMS: ReadonlyMap<string, IdentifierSystem> = new Map([
  [
    'no-orgnr',
    {
      form: 'a Norwegian organisation number, nine digits of which the last is a check digit',
      isValid: (value: string) => /^\d{9}$/.test(value) && hasCheckDigit(value, ORGNR_WEIGHTS),
    },
  ],
  [
    'no-herid',
    {
      form: 'a HER-id, up to ten digits that do not begin with 0',
      isValid: (value: string) => /^[1-9]\d{0,9}$/.test(value),
    },
  ],
  [
    'no-kommune',
    {
      form: 'a Norwegian municipality number, four digits',
      isValid: (value: string) => /^\d{4}$/.test(value),
    },
  ],
  [
    'fi-oid',
    {
      form: 'a Finnish OID, 1.2.246.10. and a business ID without its hyphen and leading zeros',
      isValid: isFinnishOid,
    },
  ],
  [
    'fi-ytunnus',
    {
      form: 'a Finnish business ID, seven digits, a hyphen and a check digit',
      isValid: (value: string) =>
        /^\d{7}-\d$/.test(value) && hasCheckDigit(value.replace('-', ''), YTUNNUS_WEIGHTS),
    },
  ],
  [
    'fi-kunta',
    {
      form: 'a Finnish municipality number, three digits',
      isValid: (value: string) => /^\d{3}$/.test(value),
    },
  ],
]);

/**
 * JHS 159, annex 1: `1.2.246.10`, the organisation's business ID, and below it what the
 * organisation numbers by itself. A part of an OID never begins with a zero.
 * http://docs.jhs-suositukset.fi/jhs-suositukset/JHS159_liite1/JHS159_liite1.html
 */
function isFinnishOid(value: string): boolean {
  const form = /^1\.2\.246\.10\.([1-9]\d{6,7})(\.(0|[1-9]\d*))*$/.exec(value);
  return form !== null && hasCheckDigit((form[1] ?? '').padStart(8, '0'), YTUNNUS_WEIGHTS);
}

/** Modulus 11: a remainder of 1 has no check digit, so that such numbers are not given out. */
function hasCheckDigit(digits: string, weights: readonly number[]): boolean {
  const sum = weights.reduce((all, weight, index) => all + weight * Number(digits[index]), 0);
  const remainder = sum % 11;
  const expected = remainder === 0 ? 0 : 11 - remainder;
  return Number(digits[weights.length]) === expected;
}
