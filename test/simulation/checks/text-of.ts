/** A value of a stored event, for a message. */
import type { Json } from '#event-store';

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
