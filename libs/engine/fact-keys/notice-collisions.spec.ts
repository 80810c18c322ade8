/** One source and id for events of two patients: noticed on both, whatever happens in between. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readStreamAsItIs, timeOrderedId } from '#event-store';
import { storedFact } from '#care-event';
import { openSqliteFactKeyIndex } from '../sqlite/index.js';
import {
  openProcessorHarness,
  type ProcessorHarness,
} from '../processors/processor-harness.spec.support.js';
import { InMemoryCheckpointStore } from '../processors/checkpoint-store.js';
import type { FactKeyIndex } from './fact-key-index.js';
import { factKeysWork } from './notice-collisions.js';

let harness: ProcessorHarness;
let index: FactKeyIndex;
let collisions: number;
let events: number;
beforeEach(async () => {
  harness = await openProcessorHarness();
  index = await openSqliteFactKeyIndex({ file: ':memory:' });
  collisions = events = 0;
});
afterEach(async () => {
  await index.close();
  await harness.close();
});

async function record(patient: string, ...ids: string[]): Promise<void> {
  const stream = `patient-${patient}`;
  for (const id of ids) {
    const fact = { id, source: 'urn:x', type: 'OnsetReported', occurredAt: '2026-01-01' };
    const last = (await readStreamAsItIs(harness.store, stream)).at(-1)?.revision;
    events += 1;
    await harness.store.append(stream, last ?? 'none', [
      { id: timeOrderedId(0, String(events)), ...storedFact({ ...fact, version: 1, data: {} }) },
    ]);
  }
}

/** As a new process has it. */
async function run(using: FactKeyIndex = index) {
  const { store } = harness;
  const checkpoints = new InMemoryCheckpointStore();
  const onCollision = () => void (collisions += 1);
  const work = factKeysWork({ store, index: using, onCollision });
  const { processor } = await harness.open({ ...work, checkpoints });
  return processor.runOnce();
}

const noticed = async (patient: string) =>
  (await readStreamAsItIs(harness.store, `id-collisions-${patient}`)).map((event) =>
    event.damage === undefined ? event.data : event.damage,
  );

describe('one source and id for two patients', () => {
  it('is noticed on both, once, and says nothing of the other', async () => {
    await record('anna', 'e1', 'e2');
    await record('bo', 'e3', 'e2');
    await run();
    expect(await noticed('anna')).toEqual([{ source: 'urn:x', id: 'e2' }]);
    expect(await noticed('bo')).toEqual([{ source: 'urn:x', id: 'e2' }]);
    expect(collisions).toBe(1);
    await run();
    expect([await noticed('anna'), await noticed('bo')]).toHaveLength(2);
    expect(await noticed('anna')).toHaveLength(1);
    expect(collisions).toBe(1);
  });

  it('is noticed again for a third, and not twice for the first', async () => {
    await record('anna', 'e1');
    await record('bo', 'e1');
    await run();
    await record('cid', 'e1');
    await run();
    for (const patient of ['anna', 'bo', 'cid']) expect(await noticed(patient)).toHaveLength(1);
    expect(collisions).toBe(2);
  });

  it('is not noticed of one patient alone, nor where only the source or only the id is the same', async () => {
    await record('anna', 'e1', 'e2');
    await record('bo', 'e3');
    await run();
    await run();
    expect(collisions).toBe(0);
  });

  it('is not believed of an index that knows what the log no longer says', async () => {
    await index.claim('urn:x e1', 'gone');
    await record('anna', 'e1');
    await record('bo', 'e2');
    await run();
    expect(collisions).toBe(0);
    expect(await noticed('gone')).toEqual([]);
    await record('bo', 'e1');
    await run();
    expect(await noticed('anna')).toHaveLength(1);
  });

  it('is found by an index that was lost and is made again', async () => {
    await record('anna', 'e1');
    await record('bo', 'e1');
    const other = await openSqliteFactKeyIndex({ file: ':memory:' });
    await run();
    await run(other);
    expect(await noticed('anna')).toHaveLength(1);
    expect(collisions).toBe(1);
    await other.close();
  });

  it('waits for an index that does not answer: no patient is set aside for it', async () => {
    await record('anna', 'e1');
    const broken = { ...index, claim: () => Promise.reject(new Error('gone')) };
    await expect(run(broken)).rejects.toMatchObject({ code: 'store-unavailable' });
    expect(harness.reported).toEqual([]);
  });
});
