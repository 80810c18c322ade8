/**
 * Refuses requests that were addressed to another name. Loopback is all that guards
 * the server, and a web page can make a browser on this machine call it under a name
 * of its own (DNS rebinding); such a request carries that name in its Host header.
 */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isLoopback } from './loopback.js';
import { document, Problem, PROBLEM_TYPE } from './problem.js';

export function refuseForeignHosts(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, reply, done) => {
    if (isLoopback(request.hostname.replace(/^\[|\]$/g, ''))) return done();
    const detail = 'This server answers to localhost, 127.0.0.1 and [::1] only.';
    const problem = new Problem(421, 'foreign-host', 'Not addressed to this server', detail);
    void reply.status(421).header('content-type', PROBLEM_TYPE).send(document(problem));
  });
}
