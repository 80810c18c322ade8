/** Gzip of several members, cut into any chunks; and where it breaks. */
import { describe, expect, it } from '@jest/globals';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { gunzipped } from './gzip.js';

const TEXT = Array.from({ length: 2_000 }, (_, n) => `line ${n}`).join('\n');
const PACKED = gzipSync(TEXT);

// eslint-disable-next-line @typescript-eslint/require-await -- stands for a stream
async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** All that could be unpacked, and why no more; the same whatever the chunks. */
async function unpack(bytes: Uint8Array): Promise<{ text: string; failure?: string }> {
  const results = [];
  for (const size of [1, 7, 4_096, bytes.length]) {
    const chunks: Uint8Array[] = [];
    let failure: string | undefined;
    try {
      for await (const chunk of gunzipped(chunked(bytes, size))) chunks.push(chunk);
    } catch (error) {
      failure = (error as Error).message;
    }
    const text = Buffer.concat(chunks).toString();
    results.push(failure === undefined ? { text } : { text, failure });
  }
  const [first, ...others] = results as [{ text: string }];
  for (const other of others) expect(other).toEqual(first);
  return first;
}

/** With everything that a header can have. */
function withFullHeader(text: string): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(text), 0);
  trailer.writeUInt32LE(Buffer.byteLength(text), 4);
  const header = Buffer.from([0x1f, 0x8b, 8, 0b11110, 1, 2, 3, 4, 0, 3, 3, 0, 9, 9, 9]);
  const names = Buffer.from('name\0comment\0\x01\x02', 'latin1');
  return Buffer.concat([header, names, deflateRawSync(text), trailer]);
}

describe('Gzip data', () => {
  it('is unpacked, one member after another', async () => {
    expect(await unpack(PACKED)).toEqual({ text: TEXT });
    expect(await unpack(Buffer.concat([PACKED, gzipSync(''), PACKED]))).toEqual({
      text: TEXT + TEXT,
    });
    expect(await unpack(withFullHeader('full'))).toEqual({ text: 'full' });
  });

  it('is unpacked whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), async (parts) => {
        const members = Buffer.concat(parts.map((part) => gzipSync(part)));
        expect(await unpack(members)).toEqual({ text: parts.join('') });
      }),
      { numRuns: 30 },
    );
  });

  it('may be padded with zeros', async () => {
    expect(await unpack(Buffer.concat([PACKED, Buffer.alloc(10_000)]))).toEqual({ text: TEXT });
  });

  it.each([
    ['text', Buffer.from('garbage')],
    ['a single byte', Buffer.from('g')],
    ['zeros and then text', Buffer.concat([Buffer.alloc(5_000), Buffer.from('garbage')])],
    ['zeros and then a member', Buffer.concat([Buffer.alloc(5_000), PACKED])],
  ])('ends at its end where something else follows: %s', async (_name, garbage) => {
    expect(await unpack(Buffer.concat([PACKED, garbage]))).toEqual({
      text: TEXT,
      failure: `there is something else after the gzip data, at byte ${PACKED.length}`,
    });
  });

  it('ends where it is cut off: in the header, the data, the trailer', async () => {
    for (const at of [5, PACKED.length - 500, PACKED.length - 8, PACKED.length - 3]) {
      const { text, failure } = await unpack(PACKED.subarray(0, at));
      expect(failure).toBe(`the gzip data is cut off: the file ends at byte ${at}`);
      expect(TEXT.startsWith(text)).toBe(true);
    }
    const half = Buffer.concat([PACKED, PACKED.subarray(0, 2)]);
    expect(await unpack(half)).toEqual({
      text: TEXT,
      failure: `the gzip data is cut off: the file ends at byte ${half.length}`,
    });
  });

  it('ends where a checksum, a length or a header is wrong', async () => {
    const at = (offset: number, from = PACKED): Buffer => {
      const damaged = Buffer.from(from);
      damaged[offset]! ^= 0xff;
      return damaged;
    };
    const failureOf = async (bytes: Buffer) => (await unpack(bytes)).failure;
    const end = PACKED.length;
    expect(await failureOf(at(end - 8))).toBe(
      `the gzip data is damaged at byte ${end - 8} (wrong checksum)`,
    );
    expect(await failureOf(at(end - 1))).toBe(
      `the gzip data is damaged at byte ${end - 8} (wrong length)`,
    );
    expect(await failureOf(at(end + 2, Buffer.concat([PACKED, PACKED])))).toBe(
      `the gzip data is damaged at byte ${end} (wrong header)`,
    );
  });
});
