/** A log in memory, a processor on it and a handler that a test makes fail, for the specs of processors. */
import { openSqliteEventStore } from '#event-store/sqlite';
import {
  appendOnce,
  positionOf,
  timeOrderedId,
  type EventStore,
  type LogToken,
  type PayloadCodec,
  type Position,
  type RecordedEvent,
} from '#event-store';
import { ParkedSequences } from '../parking/parked-sequences.js';
import type { ParkedSequence } from '../parking/parked-sequence.js';
import { InMemoryCheckpointStore, type CheckpointStore } from './checkpoint-store.js';
import { LogProcessor, type LogProcessorOptions } from './log-processor.js';

export const BY = { author: 'A. Berg', reason: 'mended' } as const;

export interface ProcessorHarness {
  readonly store: EventStore;
  readonly checkpoints: CheckpointStore;
  /** What the handler took, in that order: patient and number. */
  readonly handled: string[];
  readonly reported: ParkedSequence[];
  /** Makes the handler throw; undefined lets the event pass. */
  fails: (event: RecordedEvent) => unknown;
  now: number;
  /** Appends one event to a patient's stream; `n` counts through the whole test. */
  record(patient: string): Promise<Position>;
  /** A processor as a new process has it: its parking parked read from the log. */
  open(
    options?: Partial<LogProcessorOptions>,
  ): Promise<{ processor: LogProcessor; parked: ParkedSequences }>;
  /** Of the event that the saved checkpoint names. */
  checkpointPosition(): Promise<Position | undefined>;
  close(): Promise<void>;
}

/** A checkpoint of another log, as after a restored backup. */
export const LOST = `1.${'x'.repeat(32)}` as LogToken;

/** @param codec one that cannot read some events makes these damaged */
export async function openProcessorHarness(codec?: PayloadCodec): Promise<ProcessorHarness> {
  const store = await openSqliteEventStore({
    file: ':memory:',
    access: 'write',
    clock: () => harness.now,
    ...(codec && { codec }),
  });
  const checkpoints = new InMemoryCheckpointStore();
  let n = 0;
  const harness: ProcessorHarness = {
    store,
    checkpoints,
    handled: [],
    reported: [],
    fails: () => undefined,
    now: Date.UTC(2026, 0, 1),
    async record(patient) {
      n += 1;
      const id = timeOrderedId(0, 'test', String(n));
      const event = { id, type: 'Told.v1', data: { n }, metadata: {} };
      return (await appendOnce(store, `patient-${patient}`, [event])).position;
    },
    async open(options = {}) {
      const parked = new ParkedSequences({
        store,
        onParked: (sequence) => harness.reported.push(sequence),
      });
      await parked.load();
      const processor = new LogProcessor({
        name: 'handovers',
        store,
        checkpoints,
        parking: parked,
        partitionKeyOf: ({ stream }) => /^patient-(.*)$/.exec(stream)?.[1],
        handle: (event) => handle(harness, event),
        clock: () => harness.now,
        ...options,
      });
      return { processor, parked };
    },
    async checkpointPosition() {
      const saved = await checkpoints.load('handovers');
      return saved === undefined ? undefined : positionOf(saved);
    },
    close: () => store.close(),
  };
  return harness;
}

async function handle(harness: ProcessorHarness, event: RecordedEvent): Promise<void> {
  // As a handler that reads before it decides.
  await harness.store.head();
  const fault = harness.fails(event);
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- handlers may throw anything
  if (fault !== undefined) throw fault;
  harness.handled.push(named(event));
}

/** `a1`: the patient and the event's number. */
export function named({ stream, data }: RecordedEvent): string {
  return `${stream.slice('patient-'.length)}${Number(data['n'])}`;
}
