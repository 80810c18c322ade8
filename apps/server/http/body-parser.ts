/**
 * How a body becomes a value: its size, depth and number of keys are checked on
 * the raw text before anything parses it, so a hostile body costs milliseconds.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { JSON_LIMITS, parseJsonStrictly, type JsonLimits, type JsonRefusal } from '#exchange';
import {
  BATCH_CONTENT_TYPE,
  EVENT_CONTENT_TYPES,
  EVENTS_PATH,
  isMediaType,
  LINES_CONTENT_TYPE,
} from './content-types.js';
import { ofRequest } from './request-problems.js';
import { Problem } from './problem.js';

export function useStrictJson(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('preParsing', (request, reply, _payload, done) => done(encoded(request, reply)));
  // Nothing else is taken, not even as text.
  server.removeAllContentTypeParsers();
  const parse = (types: string | RegExp | readonly string[], limits: JsonLimits): void => {
    server.addContentTypeParser(
      typeof types === 'object' && 'length' in types ? [...types] : types,
      { parseAs: 'buffer', bodyLimit: limits.bytesMax },
      (_request, body, done) => {
        if (body.length === 0) return done(null, undefined);
        const read = parseJsonStrictly(body, limits);
        if ('value' in read) done(null, read.value);
        else done(refused(read.refusal));
      },
    );
  };
  parse(EVENT_CONTENT_TYPES, JSON_LIMITS);
  // Data of an event in binary mode; `events/read-request.ts` refuses it elsewhere.
  parse(/^application\/[\w.-]+\+json(?:;|$)/i, JSON_LIMITS);
  parse(BATCH_CONTENT_TYPE, BATCH_LIMITS);
  server.addContentTypeParser(LINES_CONTENT_TYPE, (_request, payload, done) => done(null, payload));
  server.addHook('preParsing', (request, _reply, _payload, done) => done(elsewhere(request)));
}

/** Several events at once; each of them is as large as the log takes one. */
const BATCH_LIMITS: JsonLimits = {
  ...JSON_LIMITS,
  bytesMax: 8 * 1024 * 1024,
  depthMax: JSON_LIMITS.depthMax + 1,
  keysMax: 100_000,
};

/** What only events come as is of no use to other routes. */
function elsewhere({ headers, is404, routeOptions }: FastifyRequest): Problem | null {
  const type = headers['content-type'];
  if (type === undefined || is404 || routeOptions.url === EVENTS_PATH) return null;
  return EVENT_CONTENT_TYPES.some((each) => isMediaType(type, each)) ? null : ofRequest(415);
}

const TITLE = 'The body was refused';
const UTF8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii']);

/**
 * Why the body cannot be read as it is encoded. A compressed body is not unpacked: a bomb would
 * have to be told from an event, and an event is small.
 */
function encoded({ headers, method }: FastifyRequest, reply: FastifyReply): Problem | null {
  if (method === 'GET' || method === 'HEAD') return null;
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (coding !== 'identity') {
    void reply.header('accept-encoding', 'identity');
    return new Problem(415, 'content-encoding', TITLE, 'Send the body uncompressed.');
  }
  const charsets = (headers['content-type'] ?? '').matchAll(/;\s*charset\s*=\s*"?([^";]*)/gi);
  for (const [, charset = ''] of charsets) {
    if (UTF8.has(charset.trim().toLowerCase())) continue;
    return new Problem(415, 'charset', TITLE, 'Send the body as UTF-8.');
  }
  return null;
}

function refused({ code, message, offset }: JsonRefusal): Problem {
  const status = code === 'too-large' ? 413 : 400;
  return new Problem(status, code, TITLE, `The body ${message} (at ${offset}).`);
}
