/** What is wrong with a request as such, by its status. */
import { JSON_LIMITS } from '#exchange';
import { EVENT_CONTENT_TYPES } from './content-types.js';
import { Problem } from './problem.js';

export const NOT_FOUND = 'Not found';

/** In words of our own: the framework's repeat the address, which may name a patient. */
const REQUEST_PROBLEMS: Readonly<Record<number, readonly [code: string, detail: string]>> = {
  400: ['request', 'The address or a header is malformed.'],
  404: ['not-found', 'There is nothing at this address; /openapi.json lists what there is.'],
  405: ['not-allowed', 'This address does not take this method; see /openapi.json.'],
  406: [
    'not-acceptable',
    'The answer can be had as application/json or, of a figure, as text/csv.',
  ],
  413: ['too-large', `The body is larger than ${JSON_LIMITS.bytesMax} bytes.`],
  414: ['too-long', 'The address is too long.'],
  415: ['content-type', `Send ${EVENT_CONTENT_TYPES.join(' or ')}.`],
};

const REQUEST_TITLES: Readonly<Record<number, string>> = {
  404: NOT_FOUND,
  405: 'Method not allowed',
};

export function ofRequest(status: number): Problem {
  if (status >= 500) return internal();
  const [code, detail] = REQUEST_PROBLEMS[status] ?? ['request', 'The request was refused.'];
  return new Problem(status, code, REQUEST_TITLES[status] ?? 'The request was refused', detail);
}

/** A fault of ours. */
export function internal(): Problem {
  const detail =
    'The request could not be answered. The fault is in the log of this server; sending the same event again is safe.';
  return new Problem(500, 'internal', 'Something went wrong here', detail);
}
