/**
 * How a body becomes a value: its size, depth and number of keys are checked on
 * the raw text before anything parses it, so a hostile body costs milliseconds.
 */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { JSON_LIMITS, parseJsonStrictly, type JsonRefusal } from '#exchange';
import { EVENT_CONTENT_TYPES } from './content-types.js';
import { Problem } from './problem.js';

export function useStrictJson(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  // Nothing else is taken, not even as text.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    EVENT_CONTENT_TYPES,
    { parseAs: 'buffer', bodyLimit: JSON_LIMITS.bytesMax },
    (_request, body, done) => {
      const read = parseJsonStrictly(body);
      if ('value' in read) done(null, read.value);
      else done(refused(read.refusal));
    },
  );
}

function refused({ code, message, offset }: JsonRefusal): Problem {
  const status = code === 'too-large' ? 413 : 400;
  return new Problem(status, code, 'The body was refused', `The body ${message} (at ${offset}).`);
}
