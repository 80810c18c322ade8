/** How reading a file of events can end before its end. */

/** A file that cannot be read any further: what came before this point was read. */
export class MalformedFile extends Error {
  readonly code = 'malformed-file';
  override readonly name = 'MalformedFile';
  constructor(
    /** What is wrong, without the line and column. */
    readonly reason: string,
    /** From 1; of the (decompressed) text. */
    readonly line: number,
    /** From 1, in characters; undefined where only the line is known. */
    readonly column?: number,
  ) {
    super(`line ${line}${column === undefined ? '' : `, column ${column}`}: ${reason}`);
  }
}

/** The bytes themselves are broken: cut off, damaged, or in another encoding. Whoever parses them adds the line. */
export class BrokenSource extends Error {
  override readonly name = 'BrokenSource';
  constructor(
    readonly code: 'packing' | 'encoding',
    message: string,
  ) {
    super(message);
  }
}

/** Somebody asked to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('interrupted');
  }
}
