/**
 * Sends what a subscription asks for to its topic, in the order of the log: read a page, send it,
 * wait until the replicas have it, keep the cursor. A crash in between sends the page again with
 * the same ids: at least once, and a patient's events in their order. The cursor is a token of the
 * log; without one, or with one of another log, it begins at the beginning.
 */
import {
  checkToken,
  LogDamaged,
  positionOf,
  tokenOf,
  type EventPage,
  type EventPlace,
  type EventStore,
  type LogToken,
  type Position,
} from '#event-store';
import { writeRecord } from '../binding/cloud-events-binding.js';
import type { KafkaProducer, NewKafkaRecord } from '../client/port.js';
import { cloudEventOf, logFilter, type Subscription } from './subscription.js';

/** Where cursors are kept: a name, and how far. */
export interface Cursors {
  load(name: string): Promise<LogToken | undefined>;
  save(name: string, cursor: LogToken): Promise<void>;
}

export interface LogPublisherOptions {
  readonly subscription: Subscription;
  readonly store: EventStore;
  readonly cursors: Cursors;
  readonly producer: () => Promise<KafkaProducer>;
  /** Called for an event that cannot be read, and is therefore not sent. */
  readonly onDamaged: (error: LogDamaged) => void;
}

const PAGE_EVENTS = 2_000;
const PAGE_BYTES = 1024 * 1024;
/** Brokers take 1 MiB in one batch of a partition unless they are told otherwise. */
const SEND_BYTES = 900_000;
/** What a record takes beside its parts, at most. */
const RECORD_OVERHEAD = 64;

export class LogPublisher {
  /** WARNING: cursors are kept by this name. */
  readonly name: string;
  private at: Position | undefined;
  private resumed = false;
  private records = 0;

  constructor(private readonly options: LogPublisherOptions) {
    const { kind, topic } = options.subscription;
    this.name = `kafka:${kind}:${topic}`;
  }

  /** Up to there all is sent; undefined before the first run. */
  get position(): Position | undefined {
    return this.at;
  }

  /** Records sent since the start. */
  get sent(): number {
    return this.records;
  }

  /** Sends what the log holds by now. @throws KafkaFault, faults of the store; it goes on where it was */
  async runOnce(signal: AbortSignal): Promise<void> {
    await this.resume();
    let reading = this.read(this.at);
    for (;;) {
      const page = await reading;
      const last = page.reached ?? page.events.at(-1);
      if (last === undefined) return;
      const isEnd = page.end || signal.aborted;
      // Read while this one is sent; whoever sends it sees its fault.
      if (!isEnd) {
        reading = this.read(last.position);
        reading.catch(() => undefined);
      }
      await this.send(page);
      await this.save(last);
      if (isEnd) return;
    }
  }

  private async resume(): Promise<void> {
    if (this.resumed) return;
    const { cursors, store } = this.options;
    const cursor = await cursors.load(this.name);
    if (cursor !== undefined && (await checkToken(store, cursor)) === 'same')
      this.at = positionOf(cursor);
    this.resumed = true;
  }

  private read(from: Position | undefined): Promise<EventPage> {
    const { store, subscription } = this.options;
    const filter = logFilter(subscription);
    const bounds = { limit: PAGE_EVENTS, maxBytes: PAGE_BYTES, filter };
    return store.readLog({ ...bounds, ...(from !== undefined && { from }) });
  }

  private async send({ events }: EventPage): Promise<void> {
    const { subscription, onDamaged } = this.options;
    const records: NewKafkaRecord[] = [];
    for (const event of events) {
      if (event.damage !== undefined) {
        onDamaged(new LogDamaged(event));
        continue;
      }
      const cloudEvent = cloudEventOf(event, subscription);
      if (cloudEvent !== undefined) records.push(writeRecord(cloudEvent, subscription.mode));
    }
    if (records.length === 0) return;
    const producer = await this.options.producer();
    for (const part of partsOf(records)) {
      await producer.send(subscription.topic, part);
      this.records += part.length;
    }
  }

  private async save(last: EventPlace): Promise<void> {
    const { cursors, store } = this.options;
    await cursors.save(this.name, tokenOf(await store.identity(), last));
    this.at = last.position;
  }
}

/** As many records as surely fit into one batch. */
function* partsOf(records: readonly NewKafkaRecord[]): Generator<readonly NewKafkaRecord[]> {
  let part: NewKafkaRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const own = bytesOf(record);
    if (part.length > 0 && bytes + own > SEND_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += own;
  }
  if (part.length > 0) yield part;
}

function bytesOf({ key, value, headers }: NewKafkaRecord): number {
  let bytes = RECORD_OVERHEAD + (key?.length ?? 0) + Buffer.byteLength(value);
  for (const [name, text] of Object.entries(headers)) bytes += name.length + text.length * 3 + 4;
  return bytes;
}
