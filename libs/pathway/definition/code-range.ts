/** Ranges of codes, such as `M40-M54`, `M54` or `L84`. */

/**
 * All codes from `first` to `last`, both with everything below them: `M40` to `M54`
 * holds `M54.5`. Upper case, without the point.
 */
export interface CodeRange {
  readonly first: string;
  readonly last: string;
}

const CODE = /^[A-Z][A-Z0-9]*(\.[A-Z0-9]+)?$/i;

/**
 * Reads `M54`, `M54.5`, `M40-M54` or `A00-B99`. Undefined for anything else, such as ends
 * in the wrong order.
 */
export function parseCodeRange(text: string): CodeRange | undefined {
  const ends = text.trim().split(/\s*-\s*/);
  const [from, to = from] = ends;
  if (ends.length > 2 || from === undefined || to === undefined) return undefined;
  if (!CODE.test(from) || !CODE.test(to)) return undefined;
  const [first, last] = [plainCode(from), plainCode(to)];
  return first.slice(0, last.length) > last ? undefined : { first, last };
}

/** Whether any of the ranges holds the code, however it is written (`M54.5`, `m545`). */
export function codeInRanges(code: string, ranges: readonly CodeRange[]): boolean {
  const plain = plainCode(code);
  for (const { first, last } of ranges) {
    // Cutting the code to the length of the end takes in everything below that end.
    if (plain >= first && plain.slice(0, last.length) <= last) return true;
  }
  return false;
}

function plainCode(code: string): string {
  return code.trim().replace('.', '').toUpperCase();
}
