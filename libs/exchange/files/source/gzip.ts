/**
 * Gzip unpacked member by member, so that whatever is wrong has its place in the file: what
 * is cut off or damaged, a checksum that does not match, bytes that belong to no member. What
 * could be unpacked before that is delivered first.
 */
import { crc32, createInflateRaw } from 'node:zlib';
import { BrokenSource } from './malformed-file.js';

const MAGIC = [0x1f, 0x8b] as const;
const DEFLATE = 8;
/** Flags of a member's header: what it has besides. */
const FLAG = { headerChecksum: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/** Gzip is known by its first two bytes, whatever the file is called. */
export function beginsAsGzip(start: Uint8Array): boolean {
  return start[0] === MAGIC[0] && start[1] === MAGIC[1];
}

/** @throws BrokenSource with the place, as a number of bytes from the beginning of the file */
export async function* gunzipped(raw: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = new PackedBytes(raw);
  do {
    await readHeader(input);
    yield* readMember(input);
  } while (await hasAnother(input));
}

/** The packed bytes, and how many of them have been used. */
class PackedBytes {
  offset = 0;
  private chunk: Uint8Array = new Uint8Array();
  private readonly chunks: AsyncIterator<Uint8Array>;

  constructor(raw: AsyncIterable<Uint8Array>) {
    this.chunks = raw[Symbol.asyncIterator]();
  }

  /** The next bytes, at least one, all of them still unused; undefined at the end of the file. */
  async peek(): Promise<Uint8Array | undefined> {
    while (this.chunk.length === 0) {
      const next = await this.chunks.next();
      if (next.done === true) return undefined;
      this.chunk = next.value;
    }
    return this.chunk;
  }

  use(bytes: number): void {
    this.chunk = this.chunk.subarray(bytes);
    this.offset += bytes;
  }

  /** One byte. @throws BrokenSource at the end of the file */
  async byte(): Promise<number> {
    const byte = (await this.peek())?.[0];
    if (byte === undefined) throw this.cutOff();
    this.use(1);
    return byte;
  }

  /** A number of that many bytes, the lowest first. */
  async number(bytes: number): Promise<number> {
    let number = 0;
    for (let n = 0; n < bytes; n += 1) number += (await this.byte()) * 2 ** (8 * n);
    return number;
  }

  cutOff(): BrokenSource {
    return new BrokenSource(
      'packing',
      `the gzip data is cut off: the file ends at byte ${this.offset}`,
    );
  }

  damaged(why: string, at = `at byte ${this.offset}`): BrokenSource {
    return new BrokenSource('packing', `the gzip data is damaged ${at} (${why})`);
  }
}

async function readHeader(input: PackedBytes): Promise<void> {
  const begin = `at byte ${input.offset}`;
  for (const expected of [...MAGIC, DEFLATE]) {
    if ((await input.byte()) !== expected) throw input.damaged('wrong header', begin);
  }
  const flags = await input.byte();
  if ((flags & FLAG.reserved) !== 0) throw input.damaged('wrong header', begin);
  // When and where it was packed.
  await input.number(6);
  if ((flags & FLAG.extra) !== 0) {
    for (let left = await input.number(2); left > 0; left -= 1) await input.byte();
  }
  for (const text of [FLAG.name, FLAG.comment]) {
    if ((flags & text) !== 0) while ((await input.byte()) !== 0);
  }
  if ((flags & FLAG.headerChecksum) !== 0) await input.number(2);
}

/** Chunk by chunk, so that all that was unpacked before an error is delivered before it. */
async function* readMember(input: PackedBytes): AsyncGenerator<Uint8Array> {
  const begin = input.offset;
  const inflate = createInflateRaw({ chunkSize: 64 * 1024 });
  let ready: Uint8Array[] = [];
  let checksum = 0;
  let size = 0;
  let failure: Error | undefined;
  let ended = false;
  let settle = (): void => {};
  inflate.on('data', (chunk: Uint8Array) => {
    checksum = crc32(chunk, checksum);
    size += chunk.length;
    ready.push(chunk);
  });
  inflate.on('end', () => {
    ended = true;
    settle();
  });
  inflate.on('error', (error) => {
    failure = error;
    settle();
  });
  const written = (chunk: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      settle = resolve;
      inflate.write(chunk, () => resolve());
    });
  try {
    while (!ended) {
      const chunk = await input.peek();
      if (chunk === undefined) throw input.cutOff();
      await written(chunk);
      const unpacked = ready;
      ready = [];
      yield* unpacked;
      if (failure !== undefined) throw input.damaged(failure.message, `after byte ${input.offset}`);
      input.use(begin + inflate.bytesWritten - input.offset);
    }
  } finally {
    inflate.destroy();
  }
  const trailer = `at byte ${input.offset}`;
  if ((await input.number(4)) !== checksum) throw input.damaged('wrong checksum', trailer);
  if ((await input.number(4)) !== size % 2 ** 32) throw input.damaged('wrong length', trailer);
}

/** Zeros up to the end are padding, as tapes have it; anything else has to be a member. */
async function hasAnother(input: PackedBytes): Promise<boolean> {
  const end = input.offset;
  let padded = false;
  for (let chunk = await input.peek(); chunk !== undefined; chunk = await input.peek()) {
    const zeros = chunk.findIndex((byte) => byte !== 0);
    if (zeros === 0 && !padded && chunk[0] === MAGIC[0]) return true;
    if (zeros >= 0) {
      throw new BrokenSource(
        'packing',
        `there is something else after the gzip data, at byte ${end}`,
      );
    }
    padded = true;
    input.use(chunk.length);
  }
  return false;
}
