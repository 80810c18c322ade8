/** How large one patient's history may be: it is in memory as a whole wherever it is assessed. */
import type { JsonObject } from '../text/json.js';
import { jsonMemory } from '../text/json-memory.js';

/**
 * Memory that one patient's history may take: some hundred thousand ordinary events. New facts
 * are refused beyond the first limit; the rest is for decisions, so that time goes on passing
 * for such a patient.
 */
export const HISTORY_LIMITS = {
  factBytes: 64 * 1024 * 1024,
  bytes: 80 * 1024 * 1024,
} as const;

/** What an event takes beside its data: names, times, ids, and its entries in lists. */
const ENVELOPE_BYTES = 400;

/** About how much memory a fact or a decision takes. */
export function eventMemory({ data }: { readonly data: JsonObject }): number {
  return ENVELOPE_BYTES + jsonMemory(data);
}

/** What is recorded of one patient takes more memory than one patient may. */
export class HistoryTooLarge extends Error {
  readonly code = 'history-too-large';
  override readonly name = 'HistoryTooLarge';
  readonly limitBytes = HISTORY_LIMITS.bytes;
  constructor() {
    super(
      `What is recorded of this patient takes more than ${HISTORY_LIMITS.bytes / 2 ** 20} MiB of ` +
        'memory, which is the limit for one patient.',
    );
  }
}
