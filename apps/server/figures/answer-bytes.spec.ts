/** An answer written in pieces is the JSON that it would be in one, or nothing. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesOf, jsonPieces } from './answer-bytes.js';

const NOBODY_LEFT = new AbortController().signal;
const write = async (answer: object, bytesMax = 2 ** 20): Promise<string> =>
  Buffer.from(await bytesOf(jsonPieces(answer), { bytesMax, signal: NOBODY_LEFT })).toString();

describe('The bytes of an answer', () => {
  it('are its JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.option(fc.jsonValue())), async (answer) => {
        expect(await write(answer)).toBe(JSON.stringify(answer));
      }),
    );
  });

  it('are its JSON where a list has many rows', async () => {
    for (const length of [999, 1_000, 1_001, 2_000, 2_500]) {
      const rows = Array.from({ length }, (_, n) => ({ n, name: `æ${n}`, gone: undefined }));
      const answer = { before: 1, absent: undefined, rows, after: { x: [null] } };
      expect(await write(answer)).toBe(JSON.stringify(answer));
    }
  });

  it('are refused where they are too many', async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => n);
    await expect(write({ rows }, 10_000)).rejects.toMatchObject({ code: 'answer-too-large' });
  });

  it('are no longer written once nobody waits', async () => {
    const gone = new AbortController();
    let written = 0;
    const rows = Array.from({ length: 5_000 }, () => ({
      toJSON: () => {
        written += 1;
        gone.abort(new Error('gone'));
        return 1;
      },
    }));
    const writing = bytesOf(jsonPieces({ rows }), { bytesMax: 2 ** 20, signal: gone.signal });
    await expect(writing).rejects.toThrow('gone');
    expect(written).toBe(1_000);
  });
});
