/** A processor: what it acknowledges, what it repeats, and whose sequence it parks. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  appendOnce,
  positionOf,
  StoreFull,
  timeOrderedId,
  tokenOf,
  WrongExpectedRevision,
  type Position,
  type RecordedEvent,
} from '#event-store';
import {
  BY,
  LOST,
  named,
  openProcessorHarness,
  type ProcessorHarness,
} from './processor-harness.spec.support.js';

describe('LogProcessor', () => {
  let harness: ProcessorHarness;
  beforeEach(async () => {
    harness = await openProcessorHarness();
  });
  afterEach(() => harness.close());

  const poison =
    (...which: readonly string[]) =>
    (event: RecordedEvent): unknown =>
      which.includes(named(event)) ? new TypeError('the handler cannot') : undefined;
  const recordAll = async (...patients: readonly string[]): Promise<void> => {
    for (const patient of patients) await harness.record(patient);
  };

  it('hands every event of a patient over in order, and acknowledges the last', async () => {
    await recordAll('a', 'b', 'a', 'a');
    const { processor } = await harness.open();
    const run = await processor.runOnce();
    expect(run).toMatchObject({ handled: 4, held: 0, parked: 0 });
    expect(run.position).toBe(await harness.store.head());
    expect(harness.handled.filter((each) => each.startsWith('a'))).toEqual(['a1', 'a3', 'a4']);
    expect(await harness.checkpointPosition()).toBe(run.position);
  });

  it('does nothing twice in the next run, nor in the next process', async () => {
    await recordAll('a', 'b');
    const { processor } = await harness.open();
    await processor.runOnce();
    expect((await processor.runOnce()).handled).toBe(0);
    await recordAll('b');
    expect((await (await harness.open()).processor.runOnce()).handled).toBe(1);
  });

  it('works on several patients side by side, and never on two events of one', async () => {
    await recordAll('a', 'a', 'b', 'b', 'c', 'c');
    const under = new Set<string>();
    let most = 0;
    const { processor } = await harness.open({
      concurrency: 2,
      handle: async ({ stream }) => {
        expect(under.has(stream)).toBe(false);
        under.add(stream);
        most = Math.max(most, under.size);
        for (let waits = 0; waits < 5; waits += 1) await harness.store.head();
        under.delete(stream);
      },
    });
    expect((await processor.runOnce()).handled).toBe(6);
    expect(most).toBe(2);
  });

  it('reads no more ahead of a slow event than it may', async () => {
    await recordAll('slow', ...Array.from({ length: 60 }, (_, n) => `p${n}`));
    let free: () => void = () => undefined;
    const freed = new Promise<void>((resolve) => (free = resolve));
    let handled = 0;
    const { processor } = await harness.open({
      readAheadEvents: 10,
      handle: async ({ stream }) => {
        if (stream === 'patient-slow') await freed;
        handled += 1;
      },
    });
    const run = processor.runOnce();
    await new Promise((resolve) => setImmediate(resolve));
    expect(handled).toBe(9);
    expect(processor.position).toBeUndefined();
    free();
    expect((await run).handled).toBe(61);
  });

  it('passes over what it is not about, and its checkpoint with it', async () => {
    const note = (n: number) => ({
      ...{ id: timeOrderedId(n, 'note', String(n)), type: 'Noted.v1', data: {}, metadata: {} },
    });
    const notes = Array.from({ length: 50 }, (_, n) => note(n));
    await recordAll('a');
    await appendOnce(harness.store, 'patient-b', notes);
    await recordAll('a');
    await appendOnce(harness.store, 'patient-c', [note(99)]);
    const asked: string[] = [];
    const { processor } = await harness.open({
      types: ['Told.v1'],
      partitionKeyOf: ({ stream, type }) => {
        asked.push(type);
        return stream.slice('patient-'.length);
      },
      readAheadEvents: 4,
    });
    expect(await processor.runOnce()).toMatchObject({ handled: 2 });
    expect(new Set(asked)).toEqual(new Set(['Told.v1']));
    expect(processor.position).toBe(await harness.store.head());
    expect(await harness.checkpointPosition()).toBe(processor.position);
    // The checkpoint is a token of an event that nobody handed out, and holds.
    expect((await (await harness.open()).processor.runOnce()).handled).toBe(0);
  });

  it('works off what was held back although it passes over most of the log', async () => {
    harness.fails = poison('a1');
    await recordAll('a', 'b', 'a');
    const { processor, parked } = await harness.open({ types: ['Told.v1'], sequencesIn: 'log' });
    await processor.runOnce();
    harness.fails = () => undefined;
    await parked.release({ processor: 'handovers', patient: 'a', kind: 'retried', ...BY });
    expect(await processor.runOnce()).toMatchObject({ handled: 2, released: 1 });
    expect(harness.handled).toEqual(['b2', 'a1', 'a3']);
  });

  it('starts over where the checkpoint is of another log, or past the end of this one', async () => {
    await recordAll('a', 'b');
    const {
      events: [first],
    } = await harness.store.readLog({ limit: 1 });
    const here = await harness.store.identity();
    const past = { ...first!, position: '999' as Position };
    const other = { ...first!, id: 'another' };
    for (const token of [
      tokenOf('another log', first!),
      tokenOf(here, other),
      tokenOf(here, past),
    ]) {
      await harness.checkpoints.save('handovers', token);
      harness.handled.length = 0;
      await (await harness.open()).processor.runOnce();
      expect(harness.handled).toEqual(['a1', 'b2']);
    }
  });

  it('parks the sequence of a poison event after a few attempts, and goes on with the others', async () => {
    await recordAll('a', 'b', 'a', 'b', 'a');
    let tries = 0;
    harness.fails = (event) => {
      if (named(event) !== 'a3') return undefined;
      tries += 1;
      return new TypeError('the handler cannot');
    };
    const { processor, parked } = await harness.open();
    expect(await processor.runOnce()).toMatchObject({ handled: 3, parked: 1, held: 1 });
    expect(tries).toBe(3);
    expect(harness.handled.toSorted()).toEqual(['a1', 'b2', 'b4']);
    expect(parked.isParked('handovers', 'a')).toBe(true);
    expect(parked.isParked('delivery', 'a')).toBe(false);
    expect(harness.reported).toMatchObject([{ patient: 'a', code: 'type-error', attempt: 1 }]);
    // What was parked stands in the log: the checkpoint may pass it.
    await processor.runOnce();
    expect(processor.position).toBe(await harness.store.head());
  });

  it('leaves a sequence parked over a restart, whatever comes', async () => {
    await recordAll('a', 'a');
    harness.fails = poison('a1');
    await (await harness.open()).processor.runOnce();
    harness.fails = () => undefined;
    await recordAll('a');
    const { processor } = await harness.open();
    expect(await processor.runOnce()).toMatchObject({ handled: 0, held: 1 });
  });

  it('processes what was held back in order after a retry, and then what came after', async () => {
    await recordAll('a', 'a', 'b');
    harness.fails = poison('a1');
    const { processor, parked } = await harness.open();
    await processor.runOnce();
    await recordAll('a');
    harness.fails = () => undefined;
    await parked.release({ processor: 'handovers', patient: 'a', kind: 'retried', ...BY });
    await recordAll('a');
    expect(await processor.runOnce()).toMatchObject({ handled: 4, released: 1 });
    expect(harness.handled).toEqual(['b3', 'a1', 'a2', 'a4', 'a5']);
    expect(await processor.runOnce()).toMatchObject({ handled: 0, released: 0 });
  });

  it('goes on behind the event that was discarded, and never comes back to it', async () => {
    await recordAll('a', 'a');
    harness.fails = poison('a1');
    const { processor, parked } = await harness.open();
    await processor.runOnce();
    await parked.release({ processor: 'handovers', patient: 'a', kind: 'discarded', ...BY });
    await processor.runOnce();
    expect(harness.handled).toEqual(['a2']);
    // Even where all checkpoints are lost, and the handler could do it now.
    harness.fails = () => undefined;
    await harness.checkpoints.save('handovers', LOST);
    await (await harness.open()).processor.runOnce();
    expect(harness.handled).toEqual(['a2', 'a2']);
  });

  it('parks again what fails again, as another attempt', async () => {
    await recordAll('a', 'a', 'a');
    harness.fails = poison('a1');
    const { processor, parked } = await harness.open();
    await processor.runOnce();
    await parked.release({ processor: 'handovers', patient: 'a', kind: 'retried', ...BY });
    await processor.runOnce();
    harness.fails = poison('a2');
    await parked.release({ processor: 'handovers', patient: 'a', kind: 'retried', ...BY });
    await processor.runOnce();
    expect(harness.handled).toEqual(['a1']);
    expect(parked.ofPatient('a')).toMatchObject([
      { attempt: 1, release: { kind: 'retried' } },
      { attempt: 2, release: { kind: 'retried' } },
      { attempt: 1 },
    ]);
    expect(parked.counts()).toEqual(new Map([['handovers', 1]]));
  });

  it('processes what was held back in other streams too, where its events are all over the log', async () => {
    harness.fails = poison('a1');
    await recordAll('a');
    const record = { type: 'Told.v1', data: { n: 99 }, metadata: {} };
    const wants = ({ stream }: RecordedEvent) =>
      stream === 'elsewhere' ? 'a' : /^patient-(.*)$/.exec(stream)?.[1];
    const { processor, parked } = await harness.open({ partitionKeyOf: wants, sequencesIn: 'log' });
    await processor.runOnce();
    const id = '00000000-0000-4000-8000-000000000001';
    await appendOnce(harness.store, 'elsewhere', [{ id, ...record }]);
    await processor.runOnce();
    harness.fails = () => undefined;
    await parked.release({ processor: 'handovers', patient: 'a', kind: 'retried', ...BY });
    expect(await processor.runOnce()).toMatchObject({ handled: 2, released: 1 });
  });

  it('acknowledges nothing that a full disk kept from being done, and parks nobody', async () => {
    await recordAll('a', 'b', 'c');
    harness.fails = (event) => (named(event) === 'b2' ? new StoreFull() : undefined);
    const { processor, parked } = await harness.open({ concurrency: 1 });
    await expect(processor.runOnce()).rejects.toThrow(StoreFull);
    expect(parked.counts().size).toBe(0);
    expect(harness.handled).toEqual(['a1']);
    const {
      events: [first],
    } = await harness.store.readLog({ limit: 1 });
    expect(await harness.checkpointPosition()).toBe(first?.position);
    harness.fails = () => undefined;
    expect(await processor.runOnce()).toMatchObject({ handled: 2 });
  });

  it('hands an event over again at once when another writer was first', async () => {
    await recordAll('a');
    let races = 0;
    harness.fails = () => (races++ < 2 ? new WrongExpectedRevision('s', 1, 2) : undefined);
    expect(await (await harness.open()).processor.runOnce()).toMatchObject({
      handled: 1,
      parked: 0,
    });
  });

  it('lets what is under way finish when it is stopped, and leaves the rest', async () => {
    await recordAll('a', 'b', 'c', 'd');
    const stop = new AbortController();
    const { processor } = await harness.open({
      concurrency: 1,
      handle: (event) => {
        harness.handled.push(named(event));
        if (harness.handled.length === 2) stop.abort();
        return Promise.resolve();
      },
    });
    await processor.runOnce(stop.signal);
    expect(harness.handled).toEqual(['a1', 'b2']);
    await processor.runOnce();
    expect(harness.handled).toEqual(['a1', 'b2', 'c3', 'd4']);
  });

  it('saves its checkpoint on the way, not only at the end', async () => {
    await recordAll(...Array.from({ length: 25 }, (_, n) => `p${n}`));
    const saved: string[] = [];
    const { processor } = await harness.open({
      checkpointEvents: 10,
      readAheadEvents: 4,
      checkpoints: {
        load: () => Promise.resolve(undefined),
        save: (_name, token) => Promise.resolve(void saved.push(positionOf(token))),
        close: () => Promise.resolve(),
      },
    });
    await processor.runOnce();
    expect(saved.length).toBeGreaterThanOrEqual(2);
    expect(saved.at(-1)).toBe(await harness.store.head());
  });
});
