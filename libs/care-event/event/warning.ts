/**
 * What a receipt says beside that an event is recorded: it may say or lead to something that its
 * sender did not mean. The only place that names the kinds of warning.
 */

export const WARNING_CODES = [
  'entered-unaddressed',
  'unknown-type',
  'unknown-pathway',
  'unknown-correction',
  'unknown-service',
  'unknown-organisation',
  'far-past',
  'far-future',
] as const;
type WarningCode = (typeof WARNING_CODES)[number];

/** The same code and message are the same warning: no message tells patients apart. */
export interface FactWarning {
  readonly code: WarningCode;
  /** JSON pointer to what it is about. */
  readonly path: string;
  /** What was noticed, and what to do where it was not meant. */
  readonly message: string;
  /** The pathway that the event opened. */
  readonly pathway?: string;
  /** The name that was probably meant. */
  readonly suggestion?: string;
}

/** The event names no pathway and opened this one. */
export function enteredUnaddressed(pathway: string): FactWarning {
  const message =
    `The event names no pathway and opened ${pathway}. ` +
    'If it is not meant for it, name the pathway that it is meant for.';
  return { code: 'entered-unaddressed', path: '/pathway', message, pathway };
}
