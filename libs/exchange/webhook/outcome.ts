/** What an answer means for a message: arrived, to be tried again, or never to arrive. */
import type { DeliveryOutcome } from '#engine/delivery-port';
import type { Answer } from './post.js';

/**
 * Answers of the 4xx that do not concern the message: whoever is asked at this address, with
 * this signature, answers everything so. A wrong secret, a wrong path, a proxy in between, an
 * application that is just being replaced. Any other 4xx refuses the message itself.
 */
const OF_THE_CONFIGURATION: ReadonlySet<number> = new Set([
  ...[401, 402, 403, 404, 405, 407, 421, 426],
]);
/** The receiver is there and asks for patience. */
const BUSY: ReadonlySet<number> = new Set([408, 425, 429, 503]);

/** @param nowMs to reckon with a `Retry-After` that names an instant */
export function outcomeOf(answer: Answer, nowMs: number): DeliveryOutcome {
  if ('none' in answer) return failed(answer.none, 'target');
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { status: 'delivered' };
  // Following it would carry the message, and the signature, where nobody allowed it.
  if (status >= 300 && status < 400) return failed('redirect', 'target');
  const reason = `status-${status}`;
  if (BUSY.has(status)) {
    const retryAfterMs = retryAfter(headers['retry-after'], nowMs);
    const outcome = failed(reason, 'busy');
    return retryAfterMs === undefined ? outcome : { ...outcome, retryAfterMs };
  }
  const isRefusal = status >= 400 && status < 500 && !OF_THE_CONFIGURATION.has(status);
  return failed(reason, isRefusal ? 'message' : 'target');
}

function failed(
  reason: string,
  fault: 'message' | 'target' | 'busy',
): Extract<DeliveryOutcome, { status: 'failed' }> {
  return { status: 'failed', reason, fault };
}

/** Seconds, or an HTTP date; anything else is as if it were not there. */
function retryAfter(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const ms = Date.parse(text) - nowMs;
  return ms > 0 ? ms : undefined;
}
