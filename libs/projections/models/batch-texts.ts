/**
 * Texts that grow piece by piece, thousands of them at a time, outside the heap: as strings they
 * would be most of what the garbage collector has to look at while a batch is folded.
 */
/** The first is small: a live event needs no more. */
const CHUNK_BYTES = { least: 4 * 1024, most: 4 * 1024 * 1024 };
/** Of UTF-8, for one character of a string. */
const CHARACTER_BYTES_MAX = 3;
const COMMA = 0x2c;

/** Where a text stands. Pieces that follow one another in a chunk are one. */
export interface BatchText {
  /** Of UTF-8, separators included. */
  bytes: number;
  readonly pieces: Piece[];
}

interface Piece {
  readonly chunk: Buffer;
  readonly from: number;
  to: number;
}

export class BatchTexts {
  private chunk = Buffer.alloc(0);
  private end = 0;

  begin(piece: string): BatchText {
    const text: BatchText = { bytes: 0, pieces: [] };
    this.write(text, piece);
    return text;
  }

  /** After a comma. */
  append(text: BatchText, piece: string): void {
    const last = text.pieces.at(-1);
    const isNext = last?.chunk === this.chunk && last.to === this.end;
    if (!isNext || !this.fits(piece)) return this.write(text, piece);
    this.chunk[this.end] = COMMA;
    this.end += 1 + this.chunk.write(piece, this.end + 1);
    text.bytes += this.end - last.to;
    last.to = this.end;
  }

  private write(text: BatchText, piece: string): void {
    if (!this.fits(piece)) {
      const { least, most } = CHUNK_BYTES;
      const usual = Math.min(most, Math.max(least, 4 * this.chunk.length));
      const bytes = Math.max(usual, 1 + CHARACTER_BYTES_MAX * piece.length);
      this.chunk = Buffer.allocUnsafeSlow(bytes);
      this.end = 0;
    }
    const { chunk, end: from } = this;
    this.end += chunk.write(piece, from);
    text.bytes += this.end - from + 1;
    text.pieces.push({ chunk, from, to: this.end });
  }

  /** With a comma. */
  private fits(piece: string): boolean {
    return this.end + 1 + CHARACTER_BYTES_MAX * piece.length <= this.chunk.length;
  }
}

/** Its pieces, separated by commas. */
export function textOf({ pieces }: BatchText): string {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined) return stringOf(first);
  return pieces.map(stringOf).join(',');
}

function stringOf({ chunk, from, to }: Piece): string {
  return chunk.toString('utf8', from, to);
}
