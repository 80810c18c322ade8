/**
 * What POST /v1/events stands beside: a bare Fastify handler that parses and validates the same
 * JSON and commits the same rows to SQLite, those that wait in one commit, each durable before
 * it is answered. It assesses nothing and finds no duplicate.
 *
 * Called with the file of the database and one of rows: what one event leaves in the log.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { CLOUD_EVENT_SCHEMA } from '../../apps/composition/schemas/cloud-event-schema.js';
import { openRawTable } from './limits.js';

interface Row {
  readonly data: unknown;
  readonly metadata: unknown;
}

const [file = '', rowsFile = ''] = process.argv.slice(2);
const rows = JSON.parse(readFileSync(rowsFile, 'utf8')) as readonly Row[];
const { db, insert } = openRawTable(file);
let stream = 0;
let waiting: (() => void)[] = [];

const commit = db.transaction((events: number) => {
  for (let event = 0; event < events; event += 1) {
    stream += 1;
    rows.forEach(({ data, metadata }, revision) => {
      const now = Date.now();
      const texts = [JSON.stringify(data), JSON.stringify(metadata)] as const;
      insert.run(stream, revision, randomBytes(16), ...texts, now);
    });
  }
});

function flush(): void {
  const group = waiting;
  waiting = [];
  commit(group.length);
  for (const done of group) done();
}

const app = Fastify({ ajv: { customOptions: { strict: false, removeAdditional: false } } });
app.addContentTypeParser(
  'application/cloudevents+json',
  { parseAs: 'string' },
  app.getDefaultJsonParser('error', 'error'),
);
app.post('/v1/events', { schema: { body: CLOUD_EVENT_SCHEMA } }, async (_request, reply) => {
  await new Promise<void>((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(flush);
  });
  return reply.status(201).send({ status: 'accepted', position: String(stream), decisions: 1 });
});
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`);
process.on('SIGTERM', () => void app.close());
