/**
 * One line on standard error for each sequence that is parked: where in the log, for which
 * processor and why. No pseudonym: whoever may know whose it is asks `stafett parked list`.
 */
import type { ParkedSequence } from '#engine';

export function reportParked(
  { processor, position, code, attempt }: ParkedSequence,
  stream: { write(text: string): unknown } = process.stderr,
): void {
  const line = { level: 'warn', what: 'sequence parked', processor, position, code, attempt };
  stream.write(`${JSON.stringify(line)}\n`);
}
