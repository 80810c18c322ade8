/** Counts what became of the events that came, whoever answered: the door, its checks or its limits. */
import { HttpStatus } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Metrics, type EventOutcome } from './metrics.js';

export function countEvents(app: NestFastifyApplication): void {
  const metrics = app.get(Metrics);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      const isEvent = request.method === 'POST' && request.routeOptions.url === '/v1/events';
      if (isEvent) metrics.countEvent(outcomeOf(reply.statusCode));
      done(null, payload);
    });
}

function outcomeOf(status: number): EventOutcome {
  if (status === Number(HttpStatus.CREATED)) return 'accepted';
  if (status === Number(HttpStatus.OK)) return 'repeated';
  return status >= 500 ? 'failed' : 'refused';
}
