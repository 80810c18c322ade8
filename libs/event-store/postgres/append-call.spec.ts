/** What a group becomes on its way to the server, and what the server's refusals mean for it. */
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { event } from '../contract/harness.js';
import { jsonCodec } from '../json-codec.js';
import { APPEND_LIMITS } from '../port.js';
import { encodeBatch } from '../validation.js';
import { roundsOf } from './append-call.js';
import { FENCED } from './append-function.js';
import { int8Array, textArray } from './binary-arrays.js';
import { groupFault } from './faults.js';

const ENCODING = { codec: jsonCodec, limits: APPEND_LIMITS, uniqueKeys: true };
const batch = (stream: string, ...keys: readonly string[]) =>
  encodeBatch(ENCODING, stream, 'none', [
    event(0),
    ...keys.map((uniqueKey, n) => event(n + 1, { uniqueKey })),
  ]);

describe('A group on its way to PostgreSQL', () => {
  it('is one round as long as no stream and no key comes twice', () => {
    const group = [batch('a', 'x'), batch('b', 'y'), batch('c')];
    expect(roundsOf(group)).toEqual([group]);
  });

  it('keeps what meets in a stream or a key in its order, in rounds of their own', () => {
    const [a1, b1, a2, c1, a3] = [
      ...[batch('a'), batch('b', 'x'), batch('a'), batch('c', 'x'), batch('a', 'x')],
    ] as const;
    expect(roundsOf([a1, b1, a2, c1, a3])).toEqual([[a1, b1], [a2, c1], [a3]]);
  });

  it('has arrays in the binary form, with numbers of 64 bits and texts that may be missing', () => {
    const header = '00000001' + '00000001';
    expect(int8Array([-1, 2 ** 40 + 5]).toString('hex')).toBe(
      `${header}000000140000000200000001` +
        ['00000008ffffffffffffffff', '000000080000010000000005'].join(''),
    );
    expect(textArray(['å', undefined]).toString('hex')).toBe(
      `${header}000000190000000200000001` + '00000002c3a5' + 'ffffffff',
    );
  });
});

function serverError(code: string, message = 'canceling statement'): Error {
  return Object.assign(new pg.DatabaseError(message, 0, 'error'), { code });
}

describe('A fault of PostgreSQL while a group is appended', () => {
  it('leaves the outcome unknown only where the connection broke after it was sent', () => {
    for (const broken of [new Error('Connection terminated unexpectedly'), serverError('57P01')]) {
      expect(groupFault(broken, true)).toMatchObject({ kind: 'unknown' });
      expect(groupFault(broken, false)).toMatchObject({ kind: 'unavailable' });
    }
  });

  it('is called by what to do about it', () => {
    for (const [code, kind] of [
      ...[['53100', 'full'] as const, ['25006', 'read-only'] as const],
      ...[['57014', 'unavailable'] as const, ['40P01', 'unavailable'] as const],
      ...[[FENCED, 'failed'] as const, ['XX001', 'failed'] as const],
    ])
      expect(groupFault(serverError(code), true)).toMatchObject({ kind });
  });

  it('repeats no value of the statement', () => {
    const fault = groupFault(serverError('22P02', 'invalid input: "patient Ola"'), true);
    expect(fault).toEqual({ kind: 'unavailable', reason: 'the server refused it, 22P02.' });
  });
});
