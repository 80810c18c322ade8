/** The codec used where nothing else is asked for: payloads as JSON text. */
import type { JsonObject, PayloadCodec } from './port.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export const jsonCodec: PayloadCodec = {
  encode: (_context, payload) => JSON.stringify(payload),
  decode: (_context, bytes) => {
    const payload: unknown = JSON.parse(typeof bytes === 'string' ? bytes : utf8.decode(bytes));
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
      throw new TypeError('The payload is not a JSON object.');
    return payload as JsonObject;
  },
};
