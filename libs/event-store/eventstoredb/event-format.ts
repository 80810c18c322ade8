/**
 * Events as this server holds them, and back. A payload that the codec makes as text is JSON there,
 * for everybody who looks at it with the server's own tools; bytes are bytes. Since the server's
 * time may go back after a change of leader, the metadata also say since when an event counts as
 * known.
 */
import { InvalidEvent } from '../errors.js';
import { jsonCodec } from '../json-codec.js';
import type { CodecContext, JsonObject, LogEvent, PayloadCodec, Upcasters } from '../port.js';
import { upcastWith } from '../upcasting.js';
import type { EncodedEvent, Payload } from '../validation.js';
import { positionFrom } from './client.js';
import type { ServerEvent, ServerRecord } from './client.js';

/** STORED: milliseconds since 1970-01-01T00:00:00Z from when the event counts as known. */
const KNOWN_AT = 'stafett-known-at';
/** STORED: metadata that the codec made as bytes, in base64. */
const SEALED = 'stafett-metadata';

const utf8 = new TextEncoder();

/** An event on its way to the server, and how many bytes the server will count for it. */
export interface OutgoingEvent {
  readonly event: ServerEvent;
  readonly bytes: number;
}

/** An event, and how many bytes its payloads take as text, more or less. */
export interface ReadEvent {
  readonly event: LogEvent;
  readonly bytes: number;
}

interface Content {
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

export class EventFormat {
  private readonly upcast;

  constructor(
    private readonly codec: PayloadCodec,
    upcasters: Upcasters | undefined,
  ) {
    this.upcast = upcastWith(upcasters);
  }

  /** @throws InvalidEvent the codec makes text that is no JSON object */
  outgoing({ id, type, data, metadata }: EncodedEvent, knownAt: number): OutgoingEvent {
    const bytes = utf8.encode(outgoingMetadata(id, metadata, knownAt));
    const rest = { id, type, metadata: bytes };
    if (typeof data === 'string') {
      const event = { ...rest, contentType: 'application/json', data: objectOf(id, data) } as const;
      return { event, bytes: bytes.byteLength + Buffer.byteLength(data) };
    }
    const event = { ...rest, contentType: 'application/octet-stream', data } as const;
    return { event, bytes: bytes.byteLength + data.byteLength };
  }

  /** @param stream its name in this log */
  event(record: ServerRecord, stream: string): ReadEvent {
    const { id, type, revision, position, created } = record;
    const recordedAt = created.getTime();
    const metadata = isObject(record.metadata) ? record.metadata : undefined;
    const known = metadata?.[KNOWN_AT];
    const isKnown = Number.isSafeInteger(known);
    const envelope = {
      ...{ id: id.toLowerCase(), stream, revision: Number(revision) },
      ...{ position: positionFrom(position.commit), recordedAt },
      knownAt: isKnown ? (known as number) : recordedAt,
    };
    const bytes = sizeOf(record.data) + sizeOf(metadata);
    if (metadata === undefined || !isKnown)
      return { event: { ...envelope, damage: 'metadata' }, bytes };
    let damage: CodecContext['field'] = 'metadata';
    try {
      const decoded = this.metadata({ stream, type, field: damage }, metadata);
      damage = 'data';
      const data = this.data({ stream, type, field: damage }, record);
      const content = { type, data, metadata: decoded };
      const current = this.upcast === undefined ? content : this.upcast(content);
      return { event: { ...envelope, ...current }, bytes };
    } catch {
      // What a parser says of a payload repeats a part of it, so nothing of the error is kept.
      return { event: { ...envelope, damage }, bytes };
    }
  }

  /** What a stored event says, before any upcasting. @throws what the codec throws */
  content(record: ServerRecord, stream: string): Content {
    const { type } = record;
    const metadata = isObject(record.metadata) ? record.metadata : {};
    return {
      type,
      data: this.data({ stream, type, field: 'data' }, record),
      metadata: this.metadata({ stream, type, field: 'metadata' }, metadata),
    };
  }

  /** What an event that was encoded will say when it is read, before any upcasting. */
  contentOf({ type, data, metadata }: EncodedEvent, stream: string): Content {
    return {
      type,
      data: this.codec.decode({ stream, type, field: 'data' }, data),
      metadata: this.codec.decode({ stream, type, field: 'metadata' }, metadata),
    };
  }

  private metadata(context: CodecContext, stored: JsonObject): JsonObject {
    const { [KNOWN_AT]: known, [SEALED]: sealed, ...own } = stored;
    if (known === undefined) throw new TypeError('This event was recorded by somebody else.');
    if (typeof sealed === 'string')
      return this.codec.decode(context, Buffer.from(sealed, 'base64'));
    return this.decodeObject(context, own);
  }

  private data(context: CodecContext, { isJson, data }: ServerRecord): JsonObject {
    if (!isJson) return this.codec.decode(context, data);
    if (!isObject(data)) throw new TypeError('The data are no JSON object.');
    return this.decodeObject(context, data);
  }

  /** The client has parsed it already. */
  private decodeObject(context: CodecContext, parsed: JsonObject): JsonObject {
    if (this.codec === jsonCodec) return parsed;
    return this.codec.decode(context, JSON.stringify(parsed));
  }
}

function outgoingMetadata(id: string, metadata: Payload, knownAt: number): string {
  if (typeof metadata !== 'string')
    return `{"${KNOWN_AT}":${knownAt},"${SEALED}":"${Buffer.from(metadata).toString('base64')}"}`;
  const own = objectOf(id, metadata);
  if (KNOWN_AT in own || SEALED in own)
    throw new InvalidEvent(`The metadata of event ${id} have a name that this store uses itself.`);
  return JSON.stringify({ [KNOWN_AT]: knownAt, ...own });
}

/** @throws InvalidEvent */
function objectOf(id: string, text: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (!isObject(parsed))
    throw new InvalidEvent(`A payload of event ${id} is text that is no JSON object.`);
  return parsed;
}

function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  );
}

/** Near enough for the bound of a page: the client does not tell how many bytes came. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 6;
  if (value instanceof Uint8Array) return value.byteLength;
  let size = 2;
  for (const [key, part] of Object.entries(value)) size += key.length + 4 + sizeOf(part);
  return size;
}
