/** The JSON codec: whatever is JSON comes back as it was. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonCodec } from './json-codec.js';
import type { JsonObject } from './port.js';

const context = { stream: 'a', type: 'A.v1', field: 'data' } as const;

describe('The JSON codec', () => {
  it('gives back what it was given, from text and from bytes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (payload) => {
        const text = jsonCodec.encode(context, payload as JsonObject);
        // JSON knows no negative zero.
        const expected: unknown = JSON.parse(JSON.stringify(payload));
        expect(jsonCodec.decode(context, text)).toEqual(expected);
        expect(jsonCodec.decode(context, Buffer.from(text as string))).toEqual(expected);
      }),
    );
  });

  it('refuses bytes that are not UTF-8 rather than altering them', () => {
    const broken = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    expect(() => jsonCodec.decode(context, broken)).toThrow();
  });
});
