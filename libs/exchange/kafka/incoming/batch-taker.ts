/**
 * Takes the records of a partition into the engine, piece by piece: translate, record, set aside
 * what cannot be taken, and only then commit the offset. A crash in between brings the piece again,
 * and the engine knows every event by its source and id: nothing is lost and nothing counts twice.
 *
 * Events of one patient are recorded one after the other, in the order of the partition. A store
 * that is busy, full or away holds the piece back, and with it the partition, until it goes on.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { errorText, eventMemory, faultCode, type CareEvent, type FactSink } from '#care-event';
import { isStoreFault } from '#event-store';
import { inCloudEventTerms } from '../../cloud-events/cloud-event.js';
import { Dispatcher } from '../../files/importing/dispatch.js';
import type { KafkaRecord, PartitionOffset, RecordBatch } from '../client/port.js';
import type { SetAsideRecords } from './set-aside-records.js';
import { translateRecord, type IncomingTopic, type RecordFault } from './translate-record.js';

export interface BatchTakerOptions {
  readonly sink: FactSink;
  readonly secret: Uint8Array;
  readonly setAside: SetAsideRecords;
  readonly topics: readonly IncomingTopic[];
  readonly clock: () => number;
  /** Up to there all is recorded or set aside, and committed. */
  readonly onDone: (reached: PartitionOffset) => void;
  /** Called for each failure that holds a partition back. */
  readonly onWaiting: (fault: unknown) => void;
}

/** Records between two commits of an offset: what a crash repeats. */
const PIECE_RECORDS = 5_000;
const PIECE_BYTES = 4 * 1024 * 1024;
/** Patients side by side, whose appends share a commit, and the memory that they may take. */
const CONCURRENCY = 256;
const BYTES_MAX = 64 * 1024 * 1024;
const HEARTBEAT_MS = 1_000;
const WAIT_MS = 250;
const WAIT_MAX_MS = 5_000;

interface Group {
  readonly patient: string;
  readonly facts: CareEvent[];
  readonly records: KafkaRecord[];
}

interface Refused {
  readonly record: KafkaRecord;
  readonly fault: RecordFault;
}

export class BatchTaker {
  readonly counts = { accepted: 0, repeated: 0, setAside: 0 };
  private waiting = new Map<string, unknown>();

  constructor(private readonly options: BatchTakerOptions) {}

  /** Why partitions are held back now; undefined where none is. */
  get waitingFor(): unknown {
    return this.waiting.values().next().value;
  }

  /** @throws when the group takes the partition away; what was under way is done and committed then */
  async take(batch: RecordBatch): Promise<void> {
    const { records } = batch;
    for (let from = 0; from < records.length;) {
      const piece = pieceFrom(records, from);
      from += piece.length;
      if (batch.isStopping() || !(await this.takePiece(piece, batch))) return;
      const next = from === records.length ? batch.end : String(BigInt(piece.at(-1)!.offset) + 1n);
      await batch.commit(next);
      const { topic, partition } = batch;
      this.options.onDone({ topic, partition, offset: next });
      await batch.heartbeat();
    }
  }

  /** @returns false where it was to stop before the piece was done */
  private async takePiece(piece: readonly KafkaRecord[], batch: RecordBatch): Promise<boolean> {
    const key = `${batch.topic}/${batch.partition}`;
    try {
      for (let failures = 0; ; failures += 1) {
        try {
          await this.attempt(piece, batch);
          return true;
        } catch (error) {
          this.waiting.set(key, error);
          this.options.onWaiting(error);
          if (!(await waited(batch, failures))) return false;
        }
      }
    } finally {
      this.waiting.delete(key);
    }
  }

  /** Repeating it changes nothing. @throws faults of the store and of the disk */
  private async attempt(piece: readonly KafkaRecord[], batch: RecordBatch): Promise<void> {
    const { topics, secret, setAside, clock } = this.options;
    const topic = topics.find((each) => each.topic === batch.topic) ?? { topic: batch.topic };
    const groups = new Map<string, Group>();
    const refused: Refused[] = [];
    const pseudonyms = new Map<string, string>();
    for (const record of piece) {
      const read = translateRecord(record, topic, { secret, pseudonyms });
      if ('code' in read) {
        refused.push({ record, fault: read });
        continue;
      }
      const { patient, event } = read;
      const group = groups.get(patient) ?? { patient, facts: [], records: [] };
      group.facts.push(event);
      group.records.push(record);
      groups.set(patient, group);
    }
    const counts = await this.recordAll([...groups.values()], refused, batch);
    const { partition } = batch;
    for (const { record, fault } of refused) {
      const { offset } = record;
      setAside.add({ topic: topic.topic, partition, offset }, record, {
        fault,
        now: clock(),
        topic,
      });
    }
    this.counts.accepted += counts.accepted;
    this.counts.repeated += counts.repeated;
    this.counts.setAside += refused.length;
  }

  private async recordAll(groups: readonly Group[], refused: Refused[], batch: RecordBatch) {
    const counts = { accepted: 0, repeated: 0 };
    const dispatcher = new Dispatcher(CONCURRENCY, BYTES_MAX);
    // What it throws is thrown again by the heartbeat behind the piece, which is drained first.
    const beating = setInterval(() => void batch.heartbeat().catch(() => undefined), HEARTBEAT_MS);
    try {
      for (const group of groups) {
        const bytes = group.facts.reduce((sum, fact) => sum + eventMemory(fact), 0);
        await dispatcher.start(group.patient, bytes, async () => {
          const outcomes = await this.record(group);
          for (const [i, outcome] of outcomes.entries()) {
            if (outcome.status !== 'refused') counts[outcome.status] += 1;
            else refused.push({ record: group.records[i]!, fault: outcome });
          }
        });
      }
      await dispatcher.settle();
    } finally {
      await dispatcher.settle().catch(() => undefined);
      clearInterval(beating);
    }
    return counts;
  }

  /** What fails for any reason but the store concerns this patient alone. @throws faults of the store */
  private async record({
    patient,
    facts,
  }: Group): Promise<
    readonly (
      { readonly status: 'accepted' | 'repeated' } | ({ readonly status: 'refused' } & RecordFault)
    )[]
  > {
    try {
      const { outcomes } = await this.options.sink.recordFacts(patient, facts);
      return outcomes.map((outcome) =>
        outcome.status === 'refused'
          ? { ...outcome, faults: inCloudEventTerms(outcome.faults) }
          : { status: outcome.status },
      );
    } catch (error) {
      if (isStoreFault(error)) throw error;
      const fault = { code: faultCode(error), message: errorText(error), faults: [] };
      return facts.map(() => ({ status: 'refused', ...fault }));
    }
  }
}

function pieceFrom(records: readonly KafkaRecord[], from: number): readonly KafkaRecord[] {
  let bytes = 0;
  let to = from;
  while (to < records.length && to - from < PIECE_RECORDS) {
    bytes += records[to]!.value?.length ?? 0;
    if (to > from && bytes > PIECE_BYTES) break;
    to += 1;
  }
  return records.slice(from, to);
}

/** The group keeps us while we wait. @returns false where the consumer is to stop */
async function waited(batch: RecordBatch, failures: number): Promise<boolean> {
  let leftMs = Math.min(WAIT_MS * 2 ** Math.min(failures, 10), WAIT_MAX_MS);
  while (leftMs > 0) {
    const stepMs = Math.min(leftMs, HEARTBEAT_MS);
    await pause(stepMs, undefined, { ref: false });
    if (batch.isStopping()) return false;
    await batch.heartbeat();
    leftMs -= stepMs;
  }
  return !batch.isStopping();
}
