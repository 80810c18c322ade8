/**
 * CloudEvents in Kafka records, as the Kafka protocol binding of CloudEvents 1.0 has it. Binary:
 * attributes in headers that begin with `ce_`, `datacontenttype` as `content-type`, data as the
 * value. Structured: all of it in the value. The key of a record is the attribute `partitionkey`.
 * Pure.
 */
import { isUtf8 } from 'node:buffer';
import type { Json, JsonObject } from '#care-event';
import { JSON_LIMITS, type JsonLimits } from '../../json/json-limits.js';
import { parseJsonStrictly } from '../../json/parse-json.js';

/** A header that was given several times comes as a list. */
type HeaderValue = Buffer | string | readonly (Buffer | string)[] | undefined;

export interface RecordContent {
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, HeaderValue>>;
}

export interface NewRecord {
  readonly key: string | null;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type BindingFault =
  'tombstone' | 'not-a-cloud-event' | 'unsupported-format' | 'bad-header' | 'bad-json';

/** What a record holds: a CloudEvent in its JSON form, or why it holds none. */
export type BindingReading =
  { readonly value: Json } | { readonly code: BindingFault; readonly message: string };

export type ContentMode = 'binary' | 'structured';

const STRUCTURED = 'application/cloudevents+json';
const PREFIX = 'ce_';
const CONTENT_TYPE = 'content-type';

export function readRecord(
  { value, headers }: RecordContent,
  limits: JsonLimits = JSON_LIMITS,
): BindingReading {
  if (value === null) return fault('tombstone', 'the record has no value (a tombstone)');
  const texts = headerTexts(headers);
  if ('code' in texts) return texts;
  const contentType = texts.get(CONTENT_TYPE);
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === STRUCTURED) return readJson(value, limits);
  if (mediaType?.startsWith('application/cloudevents') === true)
    return fault('unsupported-format', `the content type is not ${STRUCTURED}`);
  if (texts.has(`${PREFIX}specversion`)) return readBinary(value, texts, limits);
  // Many producers cannot set headers; an event that says what it is needs none.
  const bare = contentType === undefined ? readJson(value, limits) : undefined;
  if (bare !== undefined && !('value' in bare)) return bare;
  if (bare !== undefined && isEvent(bare.value)) return bare;
  return fault(
    'not-a-cloud-event',
    `the record is no CloudEvent: it has neither the content type ${STRUCTURED} nor a header ce_specversion`,
  );
}

function readBinary(
  value: Buffer,
  headers: ReadonlyMap<string, string>,
  limits: JsonLimits,
): BindingReading {
  const attributes: [string, Json][] = [];
  for (const [name, text] of headers) {
    if (name.startsWith(PREFIX)) attributes.push([name.slice(PREFIX.length), text]);
  }
  const contentType = headers.get(CONTENT_TYPE);
  if (contentType !== undefined) attributes.push(['datacontenttype', contentType]);
  if (value.length === 0) return { value: Object.fromEntries(attributes) };
  const data = readJson(value, limits);
  return 'value' in data
    ? { value: Object.fromEntries([...attributes, ['data', data.value]]) }
    : data;
}

/** Names in lower case, as attributes have it. */
function headerTexts(
  headers: RecordContent['headers'],
): ReadonlyMap<string, string> | Extract<BindingReading, { readonly code: BindingFault }> {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (lower !== CONTENT_TYPE && !lower.startsWith(PREFIX)) continue;
    if (value === undefined) continue;
    if (typeof value !== 'string' && !Buffer.isBuffer(value))
      return fault('bad-header', `the header ${formatName(name)} is there more than once`);
    if (typeof value !== 'string' && !isUtf8(value))
      return fault('bad-header', `the header ${formatName(name)} is not UTF-8 text`);
    if (texts.has(lower))
      return fault('bad-header', `the header ${formatName(name)} is there more than once`);
    texts.set(lower, value.toString('utf8'));
  }
  return texts;
}

function readJson(value: Buffer, limits: JsonLimits): BindingReading {
  const json = parseJsonStrictly(value, limits);
  if ('value' in json) return json;
  return fault('bad-json', `the value ${json.refusal.message}`);
}

function isEvent(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'specversion');
}

/** A name of a stranger's, cut and without what a terminal would obey. */
function formatName(name: string): string {
  return name.slice(0, 60).replace(/[^\x20-\x7e]/g, '?');
}

function fault(
  code: BindingFault,
  message: string,
): Extract<BindingReading, { readonly code: BindingFault }> {
  return { code, message };
}

/** @param event a CloudEvent in its JSON form, data as JSON */
export function writeRecord(event: JsonObject, mode: ContentMode): NewRecord {
  const { partitionkey } = event;
  const key = typeof partitionkey === 'string' ? partitionkey : null;
  if (mode === 'structured') {
    const headers = { [CONTENT_TYPE]: `${STRUCTURED}; charset=utf-8` };
    return { key, value: JSON.stringify(event), headers };
  }
  const { data, datacontenttype = 'application/json', ...attributes } = event;
  const headers: Record<string, string> = { [CONTENT_TYPE]: textOf(datacontenttype) };
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) headers[`${PREFIX}${name}`] = textOf(value);
  }
  return { key, value: data === undefined ? '' : JSON.stringify(data), headers };
}

/** Attributes are texts, numbers and truth values. */
function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
