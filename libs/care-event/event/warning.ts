/**
 * What a receipt says beside that an event is recorded: it may lead to something that its sender
 * did not mean. The only place that names the kinds of warning.
 */

export const WARNING_CODES = ['entered-unaddressed'] as const;
type WarningCode = (typeof WARNING_CODES)[number];

/** The same code and pathway have the same message. */
export interface FactWarning {
  readonly code: WarningCode;
  /** What happened, and what to do where it was not meant. */
  readonly message: string;
  readonly pathway: string;
}

/** The event names no pathway and opened this one. */
export function enteredUnaddressed(pathway: string): FactWarning {
  const message =
    `The event names no pathway and opened ${pathway}. ` +
    'If it is not meant for it, name the pathway that it is meant for.';
  return { code: 'entered-unaddressed', message, pathway };
}
