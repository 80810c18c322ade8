/** Bytes to text: encodings, packed files, and the place where either breaks. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openBytes } from './bytes.js';
import { fileWith } from '../facts/facts-in-memory.spec.support.js';
import { decodeText, xmlEncoding } from './text.js';

// eslint-disable-next-line @typescript-eslint/require-await -- stands for a stream
async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** All that could be read, and why no more. */
async function drain(
  source: AsyncIterable<string> | AsyncIterable<Uint8Array>,
): Promise<{ text: string; failure?: string }> {
  let text = '';
  try {
    for await (const chunk of source)
      text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return { text };
  } catch (error) {
    return { text, failure: (error as Error).message };
  }
}

describe('Text from bytes', () => {
  it('is the same however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 9 }),
        async (text, size) => {
          fc.pre(text.isWellFormed() && !text.startsWith('\ufeff'));
          expect(await drain(decodeText(chunked(Buffer.from(text), size), 'utf-8'))).toEqual({
            text,
          });
        },
      ),
    );
  });

  it('ends exactly where it is not UTF-8, though it may hold the replacement character', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\ufffdåbc'),
      Buffer.from('å', 'latin1'),
      Buffer.from('def'),
    ]);
    for (const size of [1, 2, 3, 100]) {
      const { text, failure } = await drain(decodeText(chunked(bytes, size), 'utf-8'));
      expect(text).toBe('\ufffdåbc');
      expect(failure).toContain('not UTF-8');
    }
  });

  it('ends where a character is cut off', async () => {
    const { text, failure } = await drain(
      decodeText(chunked(Buffer.from('aå').subarray(0, 2), 9), 'utf-8'),
    );
    expect([text, failure]).toEqual(['a', 'the text is not UTF-8: it ends within a character']);
  });

  it('may be in another encoding, and loses its byte order mark', async () => {
    expect(
      await drain(decodeText(chunked(Buffer.from('blåbær', 'latin1'), 3), 'windows-1252')),
    ).toEqual({ text: 'blåbær' });
    expect(
      await drain(decodeText(chunked(Buffer.from('\ufeffblå', 'utf16le'), 3), 'utf-16le')),
    ).toEqual({ text: 'blå' });
    expect(await drain(decodeText(chunked(Buffer.from('\ufeffblå'), 2), 'utf-8'))).toEqual({
      text: 'blå',
    });
  });

  it('of XML says its encoding itself', () => {
    expect(xmlEncoding(Buffer.from("<?xml version='1.0' encoding='ISO-8859-1'?><log/>"))).toBe(
      'ISO-8859-1',
    );
    expect(xmlEncoding(Buffer.from('<?xml version="1.0"?><log/>'))).toBe('utf-8');
    expect(xmlEncoding(Buffer.from('\ufeff<?xml?>', 'utf16le'))).toBe('utf-16le');
  });
});

describe('The bytes of a file', () => {
  const text = Array.from({ length: 50_000 }, (_, n) => `line ${n}`).join('\n');
  const packed = gzipSync(text);

  async function read(content: Uint8Array): Promise<{ text: string; failure?: string }> {
    const source = await openBytes(fileWith(content, 'any.name'));
    try {
      return await drain(source.chunks);
    } finally {
      await source.close();
    }
  }

  it('are unpacked when they begin as gzip does, whatever the name', async () => {
    expect(await read(packed)).toEqual({ text });
    expect(await read(Buffer.from(text))).toEqual({ text });
    expect(await read(Buffer.concat([packed, packed]))).toEqual({ text: text + text });
  });

  it('are handed on as far as a cut-off file goes', async () => {
    const { text: got, failure } = await read(packed.subarray(0, packed.length - 20_000));
    expect(failure).toBe(
      `the gzip data is cut off: the file ends at byte ${packed.length - 20_000}`,
    );
    expect(got.length).toBeGreaterThan(text.length / 2);
    expect(text.startsWith(got)).toBe(true);
  });

  it('are handed on as far as a damaged file goes', async () => {
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, packed.length - 5_000, packed.length - 4_900);
    const { text: got, failure } = await read(damaged);
    expect(failure).toContain('damaged');
    // What is unpacked within the damage itself is not sound; all before it is.
    expect(got.slice(0, text.length / 2)).toBe(text.slice(0, text.length / 2));
  });

  it('are none in an empty file, and refused where there is none', async () => {
    expect(await read(new Uint8Array())).toEqual({ text: '' });
    await expect(openBytes('/no/such/file')).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(openBytes('/tmp')).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
