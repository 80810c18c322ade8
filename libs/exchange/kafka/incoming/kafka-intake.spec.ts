/** How a consumer is kept going: begun again when it ends, replaced when it goes silent, and what is said of it. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FactsInMemory, SECRET } from '../../files/facts/facts-in-memory.spec.support.js';
import { KafkaInMemory } from '../client/kafka-in-memory.spec.support.js';
import { KafkaIntake } from './kafka-intake.js';
import { SetAsideRecords } from './set-aside-records.js';

const report = (id: string): string =>
  JSON.stringify({
    ...{ specversion: '1.0', id, source: 'urn:x', type: 'ReferralSent.v1', subject: 'test|kari' },
    ...{ occurredat: '2026-03-14', data: {} },
  });

describe('The intake from Kafka', () => {
  let folder: string;
  let kafka: KafkaInMemory;
  let sink: FactsInMemory;
  let intake: KafkaIntake;
  let errors: unknown[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stafett-intake-'));
    kafka = new KafkaInMemory();
    sink = new FactsInMemory();
    errors = [];
    intake = new KafkaIntake({
      ...{ client: kafka, group: 'g', topics: [{ topic: 'care' }], sink, secret: SECRET },
      ...{ setAside: new SetAsideRecords(folder), clock: () => 0, lookMs: 10, stalledMs: 60 },
      onError: (error) => errors.push(error),
    });
  });
  afterEach(async () => {
    await intake.stop();
    rmSync(folder, { recursive: true });
  });
  const until = async (holds: () => boolean, message: string): Promise<void> => {
    const end = performance.now() + 20_000;
    while (!holds()) {
      if (performance.now() > end) throw new Error(`It took too long: ${message}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it('says how far each partition is, and what became of the records', async () => {
    kafka.add('care', report('a'), '{', report('a'));
    intake.start();
    await until(() => intake.status().partitions[0]?.position === '3', 'not all were taken');
    expect(intake.status()).toEqual({
      ...{ state: 'running', stalls: 0, counts: { accepted: 1, repeated: 1, setAside: 1 } },
      partitions: [{ topic: 'care', partition: 0, position: '3', head: '3', lag: 0 }],
    });
  });

  it('begins again, from the last commit, when the consumer has ended by itself', async () => {
    kafka.add('care', report('a'));
    intake.start();
    await until(() => sink.all.length === 1, 'the first did not come in');
    kafka.endConsumers();
    kafka.add('care', report('b'));
    await until(() => sink.all.length === 2, 'the second did not come in');
    expect(kafka.consumers).toBe(2);
    expect(errors).toMatchObject([{ code: 'unreachable' }]);
  });

  it('replaces a consumer that says nothing although there are records', async () => {
    kafka.silent = 1;
    kafka.add('care', report('a'));
    intake.start();
    await until(() => sink.all.length === 1, 'the silent consumer stays');
    expect(intake.status().stalls).toBe(1);
    expect(errors).toMatchObject([{ code: 'consumer-stalled' }]);
  });

  it('leaves a consumer alone that has nothing to say', async () => {
    intake.start();
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(intake.status()).toMatchObject({ state: 'running', stalls: 0 });
    expect(kafka.consumers).toBe(1);
  });
});
