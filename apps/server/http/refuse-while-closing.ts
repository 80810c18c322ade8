/** A request that comes on an open connection while the server closes is refused, with when to come again. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Connections } from './connections.js';
import { Problem } from './problem.js';

export function refuseWhileClosing(app: NestFastifyApplication, connections: Connections): void {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (_request, _reply, done) => {
    if (!connections.isClosing) return done();
    const detail = 'The server is being stopped; send this again when it is back.';
    done(new Problem(503, 'closing', 'Not now', detail));
  });
}
