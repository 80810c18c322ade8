/** A processor that meets an event which nobody can read: one sequence waits, and everybody else's goes on. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { jsonCodec, readEventAt } from '#event-store';
import {
  BY,
  openProcessorHarness,
  type ProcessorHarness,
} from './processor-harness.spec.support.js';

describe('A processor that meets a damaged event', () => {
  /** Numbers of events, or patients of whom what is parked cannot be read. */
  const unreadable = new Set<unknown>();
  let harness: ProcessorHarness;

  beforeEach(async () => {
    unreadable.clear();
    harness = await openProcessorHarness({
      ...jsonCodec,
      decode: (context, bytes) => {
        const payload = jsonCodec.decode(context, bytes);
        const isParking = context.stream.startsWith('parked-');
        if (unreadable.has(isParking ? payload['patient'] : payload['n'])) throw new Error('lost');
        return payload;
      },
    });
  });
  afterEach(() => harness.close());

  const damagedKeyOf = ({ stream }: { stream: string }): string | undefined =>
    /^patient-(.*)$/.exec(stream)?.[1];

  it('parks the sequence that it holds up, once and by its place', async () => {
    for (const patient of ['a', 'b', 'a', 'a', 'b']) await harness.record(patient);
    unreadable.add(3);
    const { processor } = await harness.open({ damagedKeyOf });
    expect(await processor.runOnce()).toMatchObject({ handled: 3, parked: 1, held: 1 });
    expect(harness.handled).toEqual(['a1', 'b2', 'b5']);
    expect(harness.reported).toMatchObject([{ patient: 'a', code: 'log-damaged' }]);
    const [{ position }] = harness.reported as [ProcessorHarness['reported'][number]];
    expect(await readEventAt(harness.store, position)).toMatchObject({ damage: 'data' });
  });

  it('goes on behind it once it is discarded, and handles it where it was mended and retried', async () => {
    for (const patient of ['a', 'a', 'b', 'b']) await harness.record(patient);
    unreadable.add(1).add(3);
    const { processor, parked } = await harness.open({ damagedKeyOf });
    await processor.runOnce();
    unreadable.delete(3);
    await parked.release({ processor: 'handovers', patient: 'a', kind: 'discarded', ...BY });
    await parked.release({ processor: 'handovers', patient: 'b', kind: 'retried', ...BY });
    await processor.runOnce();
    expect(harness.handled).toEqual(['a2', 'b3', 'b4']);
  });

  it('passes by what nobody can say to be its own', async () => {
    for (const patient of ['a', 'a']) await harness.record(patient);
    unreadable.add(1);
    const { processor } = await harness.open();
    expect(await processor.runOnce()).toMatchObject({ handled: 1, parked: 0 });
  });

  it('leaves a patient alone of whom what was parked cannot be read, and nobody else', async () => {
    for (const patient of ['a', 'b']) await harness.record(patient);
    harness.fails = ({ stream }) => (stream === 'patient-a' ? new Error('poison') : undefined);
    await (await harness.open({ damagedKeyOf })).processor.runOnce();
    unreadable.add('a');
    harness.fails = () => undefined;
    for (const patient of ['a', 'b']) await harness.record(patient);
    const { processor, parked } = await harness.open({ damagedKeyOf });
    expect([...parked.setAside.keys()]).toEqual(['a']);
    expect(await processor.runOnce()).toMatchObject({ handled: 1, held: 1 });
    expect(harness.handled).toEqual(['b2', 'b4']);
  });
});
