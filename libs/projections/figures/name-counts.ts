/** How often each name was met. */
import { compareTexts } from '#care-event';

export function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** By name, whatever order they were met in. */
export function byName(counts: Iterable<readonly [string, number]>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => compareTexts(a, b)));
}

/** The most frequent first, then by name. */
export function mostFirst(counts: Iterable<readonly [string, number]>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, n], [b, m]) => m - n || compareTexts(a, b)));
}
