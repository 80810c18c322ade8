/** The name that somebody probably meant, for messages that ask `did you mean …?`. */

/**
 * The candidate nearest to `word` by edits (insert, delete, replace, swap of neighbours,
 * case ignored), or undefined when none is near: at most a third of its letters may differ. Else
 * the only one that begins with the word.
 */
export function closestName(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > 100) return undefined;
  const sought = word.toLowerCase();
  let best: string | undefined;
  let bestEdits = Infinity;
  for (const candidate of candidates) {
    const allowed = Math.max(1, Math.floor(Math.min(candidate.length, word.length) / 3));
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    if (bestEdits === 0) break;
    const edits = editsBetween(sought, candidate.toLowerCase(), allowed);
    if (edits <= allowed && edits < bestEdits) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return best ?? completionOf(sought, candidates);
}

/** Letters of a beginning that may stand for the whole name. */
const BEGINNING_LEAST = 4;

/** The only candidate that begins so. */
function completionOf(beginning: string, candidates: Iterable<string>): string | undefined {
  if (beginning.length < BEGINNING_LEAST) return undefined;
  const found = [...candidates].filter((each) => each.toLowerCase().startsWith(beginning));
  return found.length === 1 ? found[0] : undefined;
}

/** ` Did you mean …?` to end a message with, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const near = closestName(word, candidates);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

/**
 * Optimal string alignment distance, abandoned (Infinity) once it must exceed `allowed`: a
 * client may send thousands of unknown names.
 */
function editsBetween(a: string, b: string, allowed: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let fewest = row;
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let edits = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (row > 1 && column > 1 && swapped) {
        edits = Math.min(edits, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(edits);
      if (edits < fewest) fewest = edits;
    }
    // Later rows cannot have fewer; a swap reaches back two rows, but costs one itself.
    if (fewest > allowed) return Infinity;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
