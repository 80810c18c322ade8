/** What parked sequences promise on any event store: each step once, durable, by name and with a reason. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  appendOnce,
  readWholeLog,
  readWholeStream,
  timeOrderedId,
  type EventStore,
  type NewEvent,
  type RecordedEvent,
} from '#event-store';
import { ParkedSequences, type ToPark } from '../parking/parked-sequences.js';
import type { ParkedSequence } from '../parking/parked-sequence.js';

export interface OpenedLog {
  readonly store: EventStore;
  /** Closes the log and removes it. */
  dispose(): Promise<void>;
}

const BY = { author: 'A. Berg', reason: 'mended' } as const;
const RETRY = { processor: 'handovers', patient: 'p1', kind: 'retried', ...BY } as const;
const FAULT = { code: 'type-error', message: 'the handler cannot' } as const;

function told(n: number): NewEvent {
  return { id: timeOrderedId(n, 'told'), type: 'Told.v1', data: { n }, metadata: {} };
}

/** A log with four events of a patient, and the sequences parked in it. */
class Harness {
  readonly reported: ParkedSequence[] = [];
  readonly parked: ParkedSequences;

  private constructor(
    private readonly log: OpenedLog,
    readonly events: readonly RecordedEvent[],
  ) {
    const onParked = (sequence: ParkedSequence): void => void this.reported.push(sequence);
    this.parked = new ParkedSequences({ store: log.store, onParked });
  }

  static async open(openLog: () => Promise<OpenedLog>): Promise<Harness> {
    const log = await openLog();
    for (let n = 0; n < 4; n += 1) await appendOnce(log.store, 'patient-p1', [told(n)]);
    return new Harness(log, await readWholeStream(log.store, 'patient-p1'));
  }

  get store(): EventStore {
    return this.log.store;
  }

  /** A start of another process. */
  async restart(): Promise<ParkedSequences> {
    const parked = new ParkedSequences({ store: this.store });
    await parked.load();
    return parked;
  }

  at(n: number): ToPark {
    return { processor: 'handovers', patient: 'p1', event: this.events[n]!, ...FAULT };
  }

  async types(): Promise<readonly string[]> {
    return (await readWholeStream(this.store, 'parked-p1')).map(({ type }) => type);
  }

  /** Whether each of the four events has to wait. */
  waiting(parked = this.parked): readonly boolean[] {
    return this.events.map(({ position }) => parked.covers('handovers', 'p1', position));
  }

  /** Appends an event as the first version had it: by the position of the event. */
  async appendV1(type: 'Parked' | 'Retried' | 'Discarded', n: number): Promise<void> {
    const said = type === 'Parked' ? FAULT : BY;
    const { position } = this.events[n]!;
    const data = { processor: 'handovers', patient: 'p1', position, ...said };
    const id = timeOrderedId(n, type, 'v1');
    await appendOnce(this.store, 'parked', [
      {
        id: timeOrderedId(0, 'listed'),
        type: 'ParkedPatientListed.v1',
        data: { patient: 'p1' },
        metadata: {},
      },
    ]);
    await appendOnce(this.store, 'parked-p1', [
      { id, type: `Sequence${type}.v1`, data, metadata: {} },
    ]);
  }

  dispose(): Promise<void> {
    return this.log.dispose();
  }
}

export function describeParkedSequencesContract(
  name: string,
  open: () => Promise<OpenedLog>,
): void {
  describe(`Parked sequences contract: ${name}`, () => {
    let harness: Harness;
    beforeEach(async () => {
      harness = await Harness.open(open);
    });
    afterEach(() => harness.dispose());

    describeParking(() => harness);
    describeReleasing(() => harness);
    describeFirstVersion(() => harness);
  });
}

function describeParking(of: () => Harness): void {
  it('parks once, reports it once, and knows it after a restart', async () => {
    const { parked, reported, events } = of();
    await parked.park(of().at(1));
    await parked.park(of().at(1));
    expect(await of().types()).toEqual(['SequenceParked.v2']);
    expect(reported).toMatchObject([{ position: events[1]?.position, attempt: 1 }]);
    const restarted = await of().restart();
    expect(restarted.isParked('handovers', 'p1')).toBe(true);
    await restarted.park(of().at(1));
    expect(await of().types()).toHaveLength(1);
    expect(reported).toHaveLength(1);
  });

  it('names the event by stream and revision, and no position of the log', async () => {
    await of().parked.park(of().at(1));
    await of().parked.release(RETRY);
    const [parked, retried] = await readWholeStream(of().store, 'parked-p1');
    expect(parked?.data).toEqual({
      ...{ processor: 'handovers', patient: 'p1', stream: 'patient-p1', revision: 1 },
      ...{ attempt: 1, ...FAULT },
    });
    expect(retried?.data).toEqual({ processor: 'handovers', patient: 'p1', parked: 0, ...BY });
  });

  it('holds back the event and what follows it, for that processor only', async () => {
    const { parked, events } = of();
    await parked.park(of().at(1));
    for (const each of [parked, await of().restart()]) {
      expect(of().waiting(each)).toEqual([false, true, true, true]);
      expect(each.covers('delivery', 'p1', events[2]!.position)).toBe(false);
      expect(each.covers('handovers', 'p2', events[2]!.position)).toBe(false);
    }
  });

  it('reads no more of the log at a start than what was ever parked', async () => {
    await of().parked.park(of().at(1));
    await of().parked.park({ ...of().at(2), processor: 'delivery' });
    await of().parked.park({ ...of().at(2), patient: 'p2' });
    const read: string[] = [];
    const watched = Object.create(of().store, {
      readLog: { value: () => Promise.reject(new Error('the whole log is read')) },
      readStream: {
        value: (...asked: Parameters<EventStore['readStream']>) => {
          read.push(asked[0]);
          return of().store.readStream(...asked);
        },
      },
    }) as EventStore;
    await new ParkedSequences({ store: watched }).load();
    expect(new Set(read)).toEqual(new Set(['parked', 'parked-p1', 'parked-p2', 'patient-p1']));
    expect(read.length).toBeLessThanOrEqual(6);
  });

  it('keeps every attempt on record', async () => {
    const { parked } = of();
    await parked.park(of().at(1));
    await parked.release(RETRY);
    await parked.park(of().at(1));
    expect(parked.ofPatient('p1')).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
    await parked.release({ ...RETRY, kind: 'discarded' });
    expect(await of().types()).toEqual([
      ...['SequenceParked.v2', 'SequenceRetried.v2'],
      ...['SequenceParked.v2', 'SequenceDiscarded.v2'],
    ]);
    expect((await of().restart()).ofPatient('p1')).toEqual(parked.ofPatient('p1'));
  });

  it('parks once where several park the same at the same time', async () => {
    const others = await Promise.all([of().restart(), of().restart(), of().restart()]);
    await Promise.all(others.map((each) => each.park(of().at(1))));
    expect(await of().types()).toEqual(['SequenceParked.v2']);
  });
}

function describeReleasing(of: () => Harness): void {
  it('releases a sequence once, on the word of somebody', async () => {
    const { parked, events } = of();
    const { position } = events[1]!;
    await parked.park(of().at(1));
    expect(await parked.release(RETRY)).toMatchObject({ status: 'retried', parked: position });
    expect(parked.isParked('handovers', 'p1')).toBe(false);
    expect(await parked.release(RETRY)).toMatchObject({ status: 'repeated', parked: position });
    expect(await parked.release({ ...RETRY, author: 'B. Li' })).toMatchObject({
      ...{ status: 'refused', code: 'not-parked' },
      message: expect.stringContaining('A. Berg'),
    });
    expect(await of().types()).toEqual(['SequenceParked.v2', 'SequenceRetried.v2']);
  });

  it('refuses to release what is not parked', async () => {
    expect(await of().parked.release({ ...RETRY, kind: 'discarded' })).toMatchObject({
      ...{ status: 'refused', code: 'not-parked' },
    });
    expect(await of().types()).toEqual([]);
  });

  it('tells a processor that meets a release what it has released', async () => {
    const { parked, events } = of();
    await parked.park(of().at(1));
    const released = await parked.release(RETRY);
    if (released.status === 'refused') throw new Error(released.message);
    const { position } = released;
    const event = { processor: 'handovers', patient: 'p1', kind: 'retried', position } as const;
    for (const each of [parked, await of().restart(), new ParkedSequences({ store: of().store })]) {
      expect(await each.releasedBy(event)).toMatchObject({ position: events[1]?.position });
      expect(each.isDueAt(event, events[2]!.position)).toBe(true);
    }
  });

  it('appends nothing twice when an answer is lost', async () => {
    await of().parked.park(of().at(1));
    await of().parked.release(RETRY);
    const before = await of().store.head();
    for (const { id, type, data, metadata } of await readWholeStream(of().store, 'parked-p1'))
      await appendOnce(of().store, 'parked-p1', [{ id, type, data, metadata }]);
    expect(await of().store.head()).toBe(before);
  });
}

/** Logs of before hold positions of theirs. */
function describeFirstVersion(of: () => Harness): void {
  it('reads what the first version parked, and parks it once', async () => {
    await of().appendV1('Parked', 1);
    const parked = await of().restart();
    expect(of().waiting(parked)).toEqual([false, true, true, true]);
    await parked.park(of().at(1));
    expect(await of().types()).toEqual(['SequenceParked.v1']);
  });

  it('reads what the first version released', async () => {
    await of().appendV1('Parked', 1);
    await of().appendV1('Retried', 1);
    const parked = await of().restart();
    expect(parked.isParked('handovers', 'p1')).toBe(false);
    expect(parked.ofPatient('p1')).toMatchObject([{ release: { kind: 'retried', ...BY } }]);
  });

  it('releases what the first version parked, and counts its attempts on', async () => {
    await of().appendV1('Parked', 1);
    const parked = await of().restart();
    expect(await parked.release(RETRY)).toMatchObject({ status: 'retried' });
    expect(await of().types()).toEqual(['SequenceParked.v1', 'SequenceRetried.v2']);
    await parked.park(of().at(1));
    expect((await of().restart()).ofPatient('p1').map(({ attempt }) => attempt)).toEqual([1, 2]);
    let events = 0;
    for await (const page of readWholeLog(of().store)) events += page.length;
    expect(events).toBe(4 + 1 + 3);
  });
}
