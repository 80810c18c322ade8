/** `kafka.yaml`: what it may say, and what is said of what it may not. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationInvalid } from './configuration-invalid.js';
import { loadKafkaConfig, readKafkaConfig } from './kafka-config.js';

const WHOLE = `
brokers: [kafka-1.example:9093, '[::1]:9093']
tls: true
sasl: { mechanism: scram-sha-512, username: stafett, password: { env: KAFKA_PASSWORD } }
in:
  group: stafett
  topics: [care-events, { topic: care-events-north, organisation: hospital-north }]
out:
  care-events: [{ topic: recorded, mode: binary, types: [ReferralSent] }]
  decisions: [{ topic: decided, pathways: [back-pain] }]
receivers:
  rehabilitation@*: { topic: handovers }
`;

describe('kafka.yaml', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'stafett-kafka-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (yaml: string, env = {}) => readKafkaConfig(yaml, join(folder, 'kafka.yaml'), env);
  const problemsOf = (yaml: string): string => {
    try {
      read(yaml);
    } catch (error) {
      if (error instanceof ConfigurationInvalid) return error.message;
      throw error;
    }
    throw new Error('nothing was refused');
  };

  it('says which brokers, which topics, and what goes to which', () => {
    expect(read(WHOLE, { KAFKA_PASSWORD: 'secret\n' })).toEqual({
      address: {
        brokers: ['kafka-1.example:9093', '[::1]:9093'],
        clientId: 'stafett',
        tls: {},
        sasl: { mechanism: 'scram-sha-512', username: 'stafett', password: 'secret' },
      },
      in: {
        group: 'stafett',
        topics: [
          { topic: 'care-events' },
          { topic: 'care-events-north', organisation: 'hospital-north' },
        ],
      },
      out: [
        { kind: 'care-events', topic: 'recorded', mode: 'binary', types: ['ReferralSent'] },
        { kind: 'decisions', topic: 'decided', mode: 'structured', pathways: ['back-pain'] },
      ],
      receivers: [{ service: 'rehabilitation@*', topic: 'handovers', mode: 'structured' }],
    });
  });

  it('needs nothing but brokers', () => {
    const { address, ...rest } = read('brokers: [localhost:9092]');
    expect(address).toEqual({ brokers: ['localhost:9092'], clientId: 'stafett' });
    expect(rest).toEqual({ out: [], receivers: [] });
  });

  it('is no matter where nobody has one', async () => {
    const defaultFile = join(folder, 'none.yaml');
    expect(await loadKafkaConfig({ defaultFile }, {})).toBeUndefined();
    await expect(loadKafkaConfig({ file: defaultFile, defaultFile }, {})).rejects.toThrow('ENOENT');
  });

  it('takes a password from a file that only its owner reads', () => {
    writeFileSync(join(folder, 'open'), 'x', { mode: 0o644 });
    const yaml = (file: string): string =>
      `brokers: [a:1]\nsasl: { mechanism: plain, username: u, password: { file: ${file} } }`;
    expect(problemsOf(yaml('open'))).toMatch(/kafka[.]yaml:2:\d+: others can read the file/);
    expect(problemsOf(yaml('none'))).toContain('ENOENT');
    writeFileSync(join(folder, 'guarded'), 'pass\n', { mode: 0o600 });
    expect(read(yaml('guarded')).address.sasl?.password).toBe('pass');
  });

  it.each([
    ['brokers: [http://a]', 'http://a is no broker'],
    ['brokers: [a:1]\ngroup: x', 'group'],
    ['brokers: [a:1]\nin: { group: g, topics: [a, a] }', 'a is there twice'],
    [
      'brokers: [a:1]\nin: { group: g, topics: [a] }\nout: { decisions: [{ topic: a }] }',
      'a is read as well',
    ],
    [
      'brokers: [a:1]\nin: { group: g, topics: [a] }\nreceivers: { gp: { topic: a } }',
      'a is read as well',
    ],
    ['brokers: [a:1]\nreceivers: { "not one!": { topic: a } }', 'a receiver is a service'],
    ['brokers: [a:1]\ntls: { cert-file: x }', 'cert-file and key-file go together'],
  ])('refuses %j with line and column', (yaml, message) => {
    expect(problemsOf(yaml)).toMatch(/kafka[.]yaml:\d+:\d+: /);
    expect(problemsOf(yaml)).toContain(message);
  });
});
