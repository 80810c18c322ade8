/** What befalls the store and not one patient: a poll ends with it, and nobody is parked. */
import {
  LogFileDamaged,
  OutcomeUnknown,
  StoreClosed,
  StoreFailed,
  StoreFull,
  Unavailable,
} from '#event-store';

export type FatalFault =
  StoreFull | StoreFailed | StoreClosed | Unavailable | OutcomeUnknown | LogFileDamaged;

const FATAL_FAULTS = [
  ...[StoreFull, StoreFailed, StoreClosed, Unavailable, OutcomeUnknown, LogFileDamaged],
];

export function isFatal(what: unknown): what is FatalFault {
  return FATAL_FAULTS.some((fault) => what instanceof fault);
}
