/** Texts of values that may be written in several ways. */
import type { Json } from '#care-event';

/** A name may be written as a number, and may have other attributes nested in it. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'object' && value !== null && 'value' in value) {
    return textOf((value as Readonly<Record<string, Json>>)['value']);
  }
  return undefined;
}
