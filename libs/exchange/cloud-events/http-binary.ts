/**
 * CloudEvents over HTTP in binary mode: the attributes are headers that begin with `ce-`, the body
 * is the data alone (CloudEvents 1.0.2, HTTP protocol binding, sections 3.1.1 and 3.1.3).
 */
import type { Fault, Json, JsonObject } from '#care-event';
import type { Writable } from '#care-event';

const PREFIX = 'ce-';
/** What the content type of the request and its body say in binary mode. */
const FROM_BODY: ReadonlySet<string> = new Set(['data', 'data_base64', 'datacontenttype']);

/** The event as structured mode would have it, or what is wrong with the headers. */
export type BinaryReading = { readonly value: JsonObject } | { readonly faults: readonly Fault[] };

export interface BinaryRequest {
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
  readonly contentType: string | undefined;
  /** Parsed; undefined where there is none. */
  readonly body: Json | undefined;
}

/** Whether a request is in binary mode: `ce-specversion` says so. */
export function isBinaryMode(headers: Readonly<Record<string, unknown>>): boolean {
  return headers[`${PREFIX}specversion`] !== undefined;
}

export function readBinaryMode({ rawHeaders, contentType, body }: BinaryRequest): BinaryReading {
  const value: Writable<JsonObject> = Object.create(null) as Writable<JsonObject>;
  const faults: Fault[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const header = (rawHeaders[at] ?? '').toLowerCase();
    if (!header.startsWith(PREFIX)) continue;
    const name = header.slice(PREFIX.length);
    const path = `/${name}`;
    if (FROM_BODY.has(name)) {
      const message = `is no header: the body is the data, and Content-Type says what it is`;
      faults.push({ path, message });
    } else if (Object.hasOwn(value, name)) {
      faults.push({ path, message: `is given twice: ${header} may stand in one header only` });
    } else {
      const text = decode(rawHeaders[at + 1] ?? '');
      if (text === undefined)
        faults.push({ path, message: `is not percent-encoded UTF-8: write % itself as %25` });
      else value[name] = text;
    }
  }
  if (faults.length > 0) return { faults };
  return {
    value: {
      ...value,
      ...(contentType !== undefined && { datacontenttype: contentType }),
      ...(body !== undefined && { data: body }),
    },
  };
}

/** Decoded once, whatever it then looks like; quotes around it are no part of it. */
function decode(header: string): string | undefined {
  const isQuoted = header.length >= 2 && header.startsWith('"') && header.endsWith('"');
  const text = isQuoted ? header.slice(1, -1).replace(/\\(.)/g, '$1') : header;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
