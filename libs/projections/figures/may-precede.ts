/** Whether one fact can have come before another, given how precisely both are known. */
import type { PlacedFact } from '#pathway';

/**
 * For two facts of which `b` sorts before `a`: two instants are in their order; what is
 * known to the day or month may have come after wherever the two intervals allow it.
 */
export function mayPrecede(a: PlacedFact, b: PlacedFact): boolean {
  const instants = a.start === a.end && b.start === b.end;
  return !instants && a.start <= b.end;
}
