/**
 * What every adapter checks before it writes or reads: the limits and the shapes
 * that the port promises. Encoding happens here too, because the limit on an
 * event's size counts its encoded bytes.
 */
import { InvalidEvent, InvalidRead, LimitExceeded } from './errors.js';
import { LIMITS } from './port.js';
import type {
  AppendLimits,
  CodecContext,
  Direction,
  ExpectedRevision,
  NewEvent,
  PayloadCodec,
  Position,
} from './port.js';

/** A payload as the codec made it: text, or bytes. */
export type Payload = string | Uint8Array;

/** An event that has passed every check, ready to be stored. Its id is in lower case. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Payload;
  readonly metadata: Payload;
  readonly uniqueKey?: string;
}

export interface EncodedBatch {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
  /** Encoded payloads of the whole batch. */
  readonly bytes: number;
}

/** How a store encodes what it takes, and how much it takes. */
export interface Encoding {
  readonly codec: PayloadCodec;
  readonly limits: AppendLimits;
  /** Whether the store keeps keys that are unique over the whole log. */
  readonly uniqueKeys: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const POSITION = /^(?:0|[1-9][0-9]{0,18})$/;

/**
 * Checks a batch whole and encodes it.
 *
 * @throws LimitExceeded a name, the batch or an event is over its limit
 * @throws InvalidEvent anything else that cannot be stored as it is
 */
export function encodeBatch(
  { codec, limits, uniqueKeys }: Encoding,
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): EncodedBatch {
  checkName('The stream name', stream, LIMITS.streamNameCharacters);
  checkExpected(expected);
  if (events.length === 0) throw new InvalidEvent('A batch needs at least one event.');
  if (events.length > limits.batchEvents) {
    throw new LimitExceeded('The number of events in the batch', limits.batchEvents, events.length);
  }
  let bytes = 0;
  const encoded = events.map((event) => {
    if (event.uniqueKey !== undefined && !uniqueKeys)
      throw new InvalidEvent('This store keeps no keys that are unique over the whole log.');
    const one = encodeEvent(codec, stream, event);
    bytes += checkSize(one, limits.eventBytes);
    return one;
  });
  if (bytes > limits.batchBytes) {
    throw new LimitExceeded('The size of the batch in bytes', limits.batchBytes, bytes);
  }
  if (encoded.length > 1) checkIdsDiffer(encoded);
  return { stream, expected, events: encoded, bytes };
}

/** @throws InvalidRead, LimitExceeded */
export function checkPage(
  limit: number,
  direction: Direction | undefined,
  maxBytes: number = LIMITS.pageBytes,
): void {
  if (!Number.isInteger(maxBytes) || maxBytes < 1)
    throw new InvalidRead(`The bytes of a page are a whole number from 1, not ${maxBytes}.`);
  if (maxBytes > LIMITS.pageBytes)
    throw new LimitExceeded('The size of the page in bytes', LIMITS.pageBytes, maxBytes);
  if (!Number.isInteger(limit) || limit < 1) {
    throw new InvalidRead(`The limit of a page is a whole number from 1, not ${limit}.`);
  }
  if (limit > LIMITS.pageEvents) throw new LimitExceeded('The page', LIMITS.pageEvents, limit);
  if (direction !== undefined && direction !== 'forwards' && direction !== 'backwards') {
    throw new InvalidRead(`A page is read forwards or backwards, not ${String(direction)}.`);
  }
}

/** @throws InvalidRead */
export function checkRevision(from: number | undefined): void {
  if (from !== undefined && (!Number.isInteger(from) || from < 0)) {
    throw new InvalidRead(`A revision is a whole number from 0, not ${from}.`);
  }
}

/** Reads a position that may have come from outside. @throws InvalidRead */
export function checkPosition(position: Position | undefined): void {
  if (position !== undefined && !POSITION.test(position)) {
    throw new InvalidRead(`A position is decimal digits as the log gave them, not ${position}.`);
  }
}

function encodeEvent(codec: PayloadCodec, stream: string, event: NewEvent): EncodedEvent {
  const { id, type, uniqueKey } = event;
  if (typeof id !== 'string' || !UUID.test(id)) {
    throw new InvalidEvent(`An event's id is a UUID, not ${String(id)}.`);
  }
  checkName('The event type', type, LIMITS.typeCharacters);
  const data = encodePayload(codec, { stream, type, field: 'data' }, event);
  const metadata = encodePayload(codec, { stream, type, field: 'metadata' }, event);
  const encoded = { id: id.toLowerCase(), type, data, metadata };
  if (uniqueKey === undefined) return encoded;
  checkText('The unique key', uniqueKey, LIMITS.uniqueKeyCharacters);
  return { ...encoded, uniqueKey };
}

function checkSize({ id, data, metadata }: EncodedEvent, limit: number): number {
  const bytes = payloadBytes(data) + payloadBytes(metadata);
  if (bytes > limit) {
    throw new LimitExceeded(`The size of event ${id} in bytes`, limit, bytes);
  }
  return bytes;
}

function payloadBytes(payload: Payload): number {
  return typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength;
}

function encodePayload(codec: PayloadCodec, context: CodecContext, event: NewEvent): Payload {
  const payload = event[context.field];
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new InvalidEvent(`The ${context.field} of event ${event.id} is not a JSON object.`);
  }
  try {
    return codec.encode(context, payload);
  } catch (cause) {
    // A circle, a bigint or a nesting deeper than the encoder's stack.
    throw new InvalidEvent(`The ${context.field} of event ${event.id} cannot be encoded.`, {
      cause,
    });
  }
}

function checkName(what: string, name: string, limit: number): void {
  checkText(what, name, limit);
  // Logs keep such names for events and streams of their own.
  if (name.startsWith('$')) throw new InvalidEvent(`${what} begins with $.`);
}

function checkText(what: string, name: string, limit: number): void {
  if (typeof name !== 'string' || name.length === 0) throw new InvalidEvent(`${what} is empty.`);
  if (name.length > limit) {
    throw new LimitExceeded(`The length of ${what.toLowerCase()}`, limit, name.length);
  }
  // A lone surrogate or a zero byte does not survive every store unchanged.
  if (!name.isWellFormed() || name.includes('\0')) {
    throw new InvalidEvent(`${what} has characters that are not text.`);
  }
}

function checkExpected(expected: ExpectedRevision): void {
  if (expected === 'none') return;
  if (!Number.isInteger(expected) || expected < 0) {
    throw new InvalidEvent(`The expected revision is a whole number from 0, not ${expected}.`);
  }
}

function checkIdsDiffer(events: readonly EncodedEvent[]): void {
  const ids = new Set<string>();
  const keys = new Set<string>();
  for (const { id, uniqueKey } of events) {
    if (ids.has(id)) throw new InvalidEvent(`Event ${id} is in the batch twice.`);
    ids.add(id);
    if (uniqueKey === undefined) continue;
    if (keys.has(uniqueKey)) throw new InvalidEvent('A unique key is in the batch twice.');
    keys.add(uniqueKey);
  }
}
