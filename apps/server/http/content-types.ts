/** Where events come in, and as which content types. */

export const EVENTS_PATH = '/v1/events';

/** One CloudEvent in structured mode; the second is that of the data in binary mode, too. */
export const EVENT_CONTENT_TYPES = ['application/cloudevents+json', 'application/json'] as const;
/** A list of them. */
export const BATCH_CONTENT_TYPE = 'application/cloudevents-batch+json';
/** So many in one list; more go as lines. */
export const BATCH_EVENTS_MAX = 1_000;
/** One a line, as many as there are. */
export const LINES_CONTENT_TYPE = 'application/x-ndjson';

/** Whether a `Content-Type` is that type, whatever its parameters. */
export function isMediaType(header: string | undefined, type: string): boolean {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() === type;
}
