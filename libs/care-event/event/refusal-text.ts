/** A refusal in one sentence or two, as people read it where there is no list of faults. */
import type { Fault } from './fault.js';

/**
 * The message with the first fault in it, and how many more there are.
 * @param refusal with faults in the terms of whoever sent the event
 */
export function refusalText({
  message,
  faults,
}: {
  readonly message: string;
  readonly faults: readonly Fault[];
}): string {
  const [first, ...more] = faults;
  if (first === undefined) return message;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return `${message} ${first.path} ${first.message}${others}.`;
}
