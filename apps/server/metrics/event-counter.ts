/** Counts the requests with events that are refused or fail, whoever answers: checks, limits, the log. */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Metrics } from './metrics.js';

export function countEvents(app: NestFastifyApplication): void {
  const metrics = app.get(Metrics);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      const isEvent = request.method === 'POST' && request.routeOptions.url === '/v1/events';
      const { statusCode } = reply;
      if (isEvent && statusCode >= 400)
        metrics.countEvents({ [statusCode >= 500 ? 'failed' : 'refused']: 1 });
      done(null, payload);
    });
}
