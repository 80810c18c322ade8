/**
 * Bytes to text, in chunks. Text that is not in its encoding ends the reading exactly
 * there: replacing it would quietly change what a hospital recorded.
 */
import { isUtf8 } from 'node:buffer';
import { BrokenSource } from './malformed-file.js';

/** @throws RangeError when the encoding is not known */
export function decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return decoder.encoding === 'utf-8' ? decodeUtf8(chunks) : decodeOther(chunks, decoder);
}

async function* decodeUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let carried: Uint8Array = new Uint8Array();
  let first = true;
  for await (const chunk of chunks) {
    const bytes =
      carried.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
        : Buffer.concat([carried, chunk]);
    const whole = bytes.length - unfinishedAtEnd(bytes);
    carried = bytes.subarray(whole);
    const ready = bytes.subarray(0, whole);
    const start = first && ready.length > 0 && hasByteOrderMark(ready) ? 3 : 0;
    first &&= ready.length === 0;
    if (isUtf8(ready)) {
      yield ready.toString('utf8', start);
      continue;
    }
    yield ready.toString('utf8', start, lengthOfValid(ready));
    throw new BrokenSource('encoding', 'the text is not UTF-8');
  }
  if (carried.length > 0)
    throw new BrokenSource('encoding', 'the text is not UTF-8: it ends within a character');
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** How many bytes at the end belong to a character that goes on in the next chunk: 0 to 3. */
function unfinishedAtEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? back : 0;
  }
  return 0;
}

/** The length of the longest prefix that is UTF-8, by halving. */
function lengthOfValid(bytes: Buffer): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1;
    const prefix = bytes.subarray(0, middle);
    if (isUtf8(prefix.subarray(0, middle - unfinishedAtEnd(prefix)))) valid = middle;
    else invalid = middle;
  }
  return valid - unfinishedAtEnd(bytes.subarray(0, valid));
}

async function* decodeOther(
  chunks: AsyncIterable<Uint8Array>,
  decoder: InstanceType<typeof TextDecoder>,
): AsyncGenerator<string> {
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new BrokenSource('encoding', `the text is not ${decoder.encoding}`);
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}

/** What an XML text says its encoding is, from its first bytes; `utf-8` when it says nothing. */
export function xmlEncoding(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  const head = Buffer.from(start.subarray(0, 256)).toString('latin1');
  const declared =
    /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head);
  return declared?.[1] ?? 'utf-8';
}
