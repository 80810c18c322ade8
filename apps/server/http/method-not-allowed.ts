/**
 * A path that exists under another method is answered with 405, and with what it takes. Each
 * path gets a second route, for all the methods that it does not take.
 */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HTTPMethods } from 'fastify';
import { document, ofRequest, PROBLEM_TYPE } from './problem.js';

const METHODS: readonly HTTPMethods[] = [
  ...(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const),
];

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
    for (const [url, methods] of [...taken]) {
      const allow = [...methods].join(', ');
      const method = METHODS.filter((each) => !methods.has(each));
      server.route({
        url,
        method,
        // Before the body is read: it does not matter what it is.
        onRequest: (_request, reply) => {
          void reply
            .status(405)
            .header('allow', allow)
            .header('content-type', PROBLEM_TYPE)
            .send(document(ofRequest(405)));
        },
        handler: () => undefined,
      });
    }
  };
}
