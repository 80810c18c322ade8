/**
 * How a body becomes a value: its size, depth and number of keys are checked on
 * the raw text before anything parses it, so a hostile body costs milliseconds.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { JSON_LIMITS, parseJsonStrictly, type JsonRefusal } from '#exchange';
import { EVENT_CONTENT_TYPES } from './content-types.js';
import { Problem } from './problem.js';

export function useStrictJson(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('preParsing', (request, reply, _payload, done) => done(encoded(request, reply)));
  // Nothing else is taken, not even as text.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    EVENT_CONTENT_TYPES,
    { parseAs: 'buffer', bodyLimit: JSON_LIMITS.bytesMax },
    (_request, body, done) => {
      if (body.length === 0) return done(null, undefined);
      const read = parseJsonStrictly(body);
      if ('value' in read) done(null, read.value);
      else done(refused(read.refusal));
    },
  );
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
