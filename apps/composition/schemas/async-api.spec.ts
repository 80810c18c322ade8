/** The AsyncAPI document holds to the published schema of AsyncAPI 3, and names what there is. */
import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { CATALOGUE } from '#care-event';
import { asyncApiDocument } from './async-api.js';

const require = createRequire(import.meta.url);
const schema = require('@asyncapi/specs/schemas/3.0.0.json') as object;

/** The schema brings its own meta-schema, and formats that only generators look at. */
const OPTIONS = {
  strict: false,
  meta: false,
  validateSchema: false,
  validateFormats: false,
} as const;

interface Document {
  readonly channels: Readonly<Record<string, { address: string | null; messages: object }>>;
  readonly operations: Readonly<Record<string, { action: string }>>;
}

const CONFIG = {
  address: { brokers: ['kafka.example:9093'], clientId: 'stafett', tls: {} },
  in: { group: 'stafett', topics: [{ topic: 'care-events' }, { topic: 'care.north' }] },
  out: [{ kind: 'decisions', topic: 'decided', mode: 'binary' }],
  receivers: [],
} as const;

describe('The AsyncAPI document', () => {
  it.each([
    ['without topics', undefined],
    ['with topics', CONFIG],
  ])('holds to the schema of AsyncAPI 3 %s', (_what, config) => {
    const check = new Ajv(OPTIONS).compile(schema);
    check(JSON.parse(JSON.stringify(asyncApiDocument(config, '0.1.0'))));
    expect(check.errors).toBeNull();
  });

  it('has each type of the catalogue as a message, and the topics as channels', () => {
    const { channels, operations } = asyncApiDocument(CONFIG, '0.1.0') as unknown as Document;
    const addresses = Object.entries(channels).map(([name, { address }]) => [name, address]);
    expect(Object.fromEntries(addresses)).toEqual({
      'reports-care-events': 'care-events',
      'reports-care-north': 'care.north',
      'care-events': null,
      'decisions-decided': 'decided',
      'handover-messages': null,
    });
    expect(Object.keys(channels['reports-care-events']!.messages)).toHaveLength(CATALOGUE.size);
    expect(operations['receive-reports-care-events']).toMatchObject({ action: 'receive' });
  });

  it('is found wanting by that schema where a channel is missing', () => {
    const check = new Ajv(OPTIONS).compile(schema);
    const broken = {
      ...asyncApiDocument(undefined, '0.1.0'),
      operations: { x: { action: 'take' } },
    };
    expect(check(JSON.parse(JSON.stringify(broken)))).toBe(false);
  });
});
