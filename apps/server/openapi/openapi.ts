/**
 * The OpenAPI 3.1 document: routes and query parameters from the controllers, answers from
 * their schemas, the event body from the care-event catalogue, so that it cannot say anything else.
 */
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemSchema } from './schemas/problem.schema.js';
import { ANSWER_SCHEMAS } from './answers.js';
import { FIGURE_TYPES } from './figures/types.schema.js';
import {
  CLOUD_EVENT_SCHEMA,
  EXAMPLE_CLOUD_EVENT,
} from '../../composition/schemas/cloud-event-schema.js';
import { stafettVersion, type KafkaConfig } from '../../composition/index.js';
import { asyncApiDocument } from '../../composition/schemas/async-api.js';
import {
  BATCH_CONTENT_TYPE,
  BATCH_EVENTS_MAX,
  EVENT_CONTENT_TYPES,
  EVENTS_PATH,
  LINES_CONTENT_TYPE,
} from '../http/content-types.js';

export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Stafett')
    .setDescription(
      'Care events in, honest figures out. Every answer names the log position and the definition it is based on; every error is an RFC 9457 problem document.',
    )
    .setVersion('0.1.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory });
  const publish = document.paths[EVENTS_PATH]?.post;
  if (publish !== undefined) publish.requestBody = EVENTS_BODY;
  document.components = {
    ...document.components,
    schemas: {
      ...document.components?.schemas,
      ...FIGURE_TYPES,
      ...ANSWER_SCHEMAS,
      CloudEvent: CLOUD_EVENT_SCHEMA,
      Problem: ProblemSchema,
    },
  };
  return document;
}

/** Serves the document at `/openapi.json`, made once. */
export function addOpenApi(app: NestFastifyApplication): void {
  let text: string | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .get('/openapi.json', (_request, reply) => {
      text ??= JSON.stringify(openApiDocument(app));
      void reply.header('content-type', 'application/json; charset=utf-8').send(text);
    });
}

/** Serves what goes through Kafka, as AsyncAPI, at `/asyncapi.json`. */
export function addAsyncApi(app: NestFastifyApplication, kafka: KafkaConfig | undefined): void {
  let text: string | undefined;
  app
    .getHttpAdapter()
    .getInstance()
    .get('/asyncapi.json', (_request, reply) => {
      text ??= JSON.stringify(asyncApiDocument(kafka, stafettVersion()));
      void reply.header('content-type', 'application/json; charset=utf-8').send(text);
    });
}

const ONE = { $ref: '#/components/schemas/CloudEvent' };
const EVENTS_BODY = {
  required: true,
  content: {
    ...Object.fromEntries(
      EVENT_CONTENT_TYPES.map((type) => [type, { schema: ONE, example: EXAMPLE_CLOUD_EVENT }]),
    ),
    [BATCH_CONTENT_TYPE]: {
      schema: { type: 'array', maxItems: BATCH_EVENTS_MAX, items: ONE },
      example: [EXAMPLE_CLOUD_EVENT],
    },
    [LINES_CONTENT_TYPE]: {
      schema: { type: 'string', description: 'One CloudEvent as JSON a line.' },
      example: `${JSON.stringify(EXAMPLE_CLOUD_EVENT)}\n`,
    },
  },
};

const operationIdFactory = (_controller: string, method: string): string => method;
