/** The types of event that patterns name. */
import type { EventPattern } from '#pathway';

/** Each type once, in the order of the patterns. */
export function typesOf(patterns: readonly EventPattern[]): readonly string[] {
  return [...new Set(patterns.map(({ type }) => type))];
}
