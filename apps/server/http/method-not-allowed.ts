/**
 * A path that exists under another method is answered with 405, and with what it takes. Each
 * path gets a second route, for all the methods that it does not take.
 */
import { METHODS } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ofRequest } from './request-problems.js';

/** A tunnel has no path (`parser-refusals.ts`). */
const WITH_PATH = METHODS.filter((method) => method !== 'CONNECT');

/**
 * Call it before any route is there.
 * @returns what adds the second routes, once all the first ones are there
 */
export function collectRoutes(app: NestFastifyApplication): () => void {
  const server = app.getHttpAdapter().getInstance();
  const taken = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const methods = taken.get(url) ?? new Set();
    taken.set(url, methods);
    for (const each of [method].flat()) methods.add(each);
  });
  return () => {
    for (const method of WITH_PATH) {
      if (!server.supportedMethods.includes(method)) server.addHttpMethod(method);
    }
    for (const [url, methods] of [...taken]) {
      const allow = [...methods].join(', ');
      server.route({
        url,
        method: WITH_PATH.filter((each) => !methods.has(each)),
        // Before the body is read: it does not matter what it is.
        onRequest: (_request, reply, done) => {
          void reply.header('allow', allow);
          done(ofRequest(405));
        },
        handler: () => undefined,
      });
    }
  };
}
