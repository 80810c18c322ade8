/** The facts of a batch as text, one behind another in a few large buffers. */

/** The first is small, since a live event needs no more. */
const CHUNK_BYTES = { least: 4 * 1024, most: 4 * 1024 * 1024 };
/** Of UTF-8, for one character of a string. */
const CHARACTER_BYTES_MAX = 3;

/** Where a text stands: in which of the buffers, from where, and how many bytes. */
export interface TextPlace {
  readonly text: number;
  readonly from: number;
  readonly bytes: number;
}

export class FactTexts {
  readonly buffers: Buffer<ArrayBuffer>[] = [];
  /** Bytes written of the last of them. */
  private written = 0;

  write(text: string): TextPlace {
    let buffer = this.buffers.at(-1);
    const bytesMax = CHARACTER_BYTES_MAX * text.length;
    if (buffer === undefined || this.written + bytesMax > buffer.length) {
      const usual = Math.min(CHUNK_BYTES.most, 4 * (buffer?.length ?? CHUNK_BYTES.least / 4));
      buffer = Buffer.from(new ArrayBuffer(Math.max(usual, bytesMax)));
      this.buffers.push(buffer);
      this.written = 0;
    }
    const from = this.written;
    const bytes = buffer.write(text, from);
    this.written += bytes;
    return { text: this.buffers.length - 1, from, bytes };
  }
}
