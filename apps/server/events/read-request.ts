/**
 * The ways in which events come in a request, told apart by its content type as the HTTP binding of
 * CloudEvents has it: one event in structured or binary mode, a batch, or a stream of lines.
 */
import type { FastifyRequest } from 'fastify';
import type { Json } from '#care-event';
import { isBinaryMode, readBinaryMode, readCloudEvent, type ReadCloudEvent } from '#exchange';
import {
  EVENT_CONTENT_TYPES,
  isMediaType,
  LINES_CONTENT_TYPE,
  BATCH_CONTENT_TYPE,
  BATCH_EVENTS_MAX,
} from '../http/content-types.js';
import { Problem } from '../http/problem.js';
import { ofRequest } from '../http/request-problems.js';
import { invalidCloudEvent } from './refusals.js';

export type EventsRequest =
  | { readonly mode: 'one'; readonly event: ReadCloudEvent }
  | { readonly mode: 'batch'; readonly events: readonly Json[] }
  | { readonly mode: 'lines'; readonly chunks: AsyncIterable<Uint8Array> };

/** @throws Problem 400, 413, 415, 422: the request is none of them */
export function readEvents({ headers, raw, body }: FastifyRequest): EventsRequest {
  const type = headers['content-type'];
  const sent = body as Json | AsyncIterable<Uint8Array> | undefined;
  if (isMediaType(type, LINES_CONTENT_TYPE)) {
    if (sent === undefined) throw noBody('CloudEvents as lines of JSON');
    return { mode: 'lines', chunks: sent as AsyncIterable<Uint8Array> };
  }
  const value = sent as Json | undefined;
  if (isMediaType(type, BATCH_CONTENT_TYPE)) return { mode: 'batch', events: batchOf(value) };
  return { mode: 'one', event: oneOf({ headers, raw, value, type }) };
}

function batchOf(value: Json | undefined): readonly Json[] {
  if (value === undefined) throw noBody('a list of CloudEvents as JSON');
  if (!Array.isArray(value)) {
    const detail = `A batch is a list of CloudEvents; one alone is sent as ${EVENT_CONTENT_TYPES[0]}.`;
    throw new Problem(422, 'invalid-event', 'The batch is invalid', detail);
  }
  if (value.length > BATCH_EVENTS_MAX) {
    const detail = `A batch has at most ${BATCH_EVENTS_MAX} events, and this one has ${value.length}; more go as lines, ${LINES_CONTENT_TYPE}.`;
    throw new Problem(413, 'batch-too-large', 'The batch is too large', detail);
  }
  return value as readonly Json[];
}

interface SingleRequest extends Pick<FastifyRequest, 'headers' | 'raw'> {
  readonly value: Json | undefined;
  readonly type: string | undefined;
}

function oneOf(request: SingleRequest): ReadCloudEvent {
  const read = readCloudEvent(structured(request));
  if ('faults' in read) throw invalidCloudEvent(read.faults);
  return read;
}

/** The event as structured mode has it, whichever mode it came in. */
function structured({ headers, raw, value, type }: SingleRequest): Json {
  const isStructured = isMediaType(type, 'application/cloudevents+json');
  if (!isStructured && isBinaryMode(headers)) {
    const { rawHeaders } = raw;
    const read = readBinaryMode({ rawHeaders, contentType: type, body: value });
    if ('value' in read) return read.value;
    const detail = read.faults.map(({ path, message }) => `ce-${path.slice(1)} ${message}`);
    throw new Problem(400, 'request', 'A header is malformed', detail.join('; '), read.faults);
  }
  if (value === undefined) throw noBody('one CloudEvent as JSON');
  if (!EVENT_CONTENT_TYPES.some((each) => isMediaType(type, each))) throw ofRequest(415);
  if (Array.isArray(value)) {
    const detail = `A list of events is a batch; send it as ${BATCH_CONTENT_TYPE}.`;
    throw new Problem(422, 'invalid-event', 'The event is invalid', detail);
  }
  return value;
}

function noBody(what: string): Problem {
  const detail = `The request has no body; send ${what}.`;
  return new Problem(400, 'no-body', 'The body is missing', detail);
}
