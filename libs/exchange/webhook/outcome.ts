/** What an answer means for a message: arrived, to be tried again, or never to arrive. */
import type { DeliveryOutcome } from '#engine/delivery-port';
import type { Answer } from './post.js';

/** Refusals of this one message; whatever else is answered concerns the target as a whole. */
const OF_THE_MESSAGE: ReadonlySet<number> = new Set([400, 409, 413, 422]);
/** The receiver is there and asks for patience. */
const BUSY: ReadonlySet<number> = new Set([429, 503]);
const TOO_MANY = 429;
/** The receiver is gone for good and says so. */
const GONE = 410;

/** @param nowMs to reckon with a `Retry-After` that names an instant */
export function outcomeOf(answer: Answer, nowMs: number): DeliveryOutcome {
  if ('none' in answer) return failed(answer.none, 'target');
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return { status: 'delivered' };
  // Following it would carry the message, and the signature, where nobody allowed it.
  if (status >= 300 && status < 400) return failed('redirect', 'target');
  const reason = `status-${status}`;
  if (status === GONE) return { ...failed(reason, 'target'), retryable: false };
  if (OF_THE_MESSAGE.has(status)) return failed(reason, 'message');
  const outcome = failed(reason, status === TOO_MANY ? 'message' : 'target');
  const retryAfterMs = BUSY.has(status) ? retryAfter(headers['retry-after'], nowMs) : undefined;
  return retryAfterMs === undefined ? outcome : { ...outcome, retryAfterMs };
}

function failed(
  reason: string,
  fault: 'message' | 'target',
): Extract<DeliveryOutcome, { status: 'failed' }> {
  return { status: 'failed', reason, retryable: true, fault };
}

/** Seconds, or an HTTP date; anything else is as if it were not there. */
function retryAfter(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const ms = Date.parse(text) - nowMs;
  return ms > 0 ? ms : undefined;
}
