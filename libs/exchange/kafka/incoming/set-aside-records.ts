/**
 * Records that could not be taken, set aside in files beside the rejects of imports: one file for
 * each, with topic, partition and offset, why, and the record as it was. It is on the disk before
 * the offset moves on. It may hold personal data as the record did: only its owner may read it.
 */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '#care-event';
import type { KafkaRecord, TopicPartition } from '../client/port.js';
import type { IncomingTopic, RecordFault } from './translate-record.js';

/** Where it stood: `kafka:TOPIC/PARTITION/OFFSET` */
export interface RecordPlace extends TopicPartition {
  readonly offset: string;
}

export interface SetAsideSummary extends RecordPlace {
  /** Its name in commands. */
  readonly record: string;
  readonly code: string;
  readonly message: string;
  readonly setAsideAt: string;
  /** How many times it could not be taken, from 1. */
  readonly attempts: number;
}

/** As it is in its file. */
export interface SetAsideRecord extends SetAsideSummary {
  readonly faults: readonly Fault[];
  /** Whose topic it was; absent for a shared one. */
  readonly organisation?: string;
  /** When the record was written, RFC 3339. */
  readonly timestamp: string;
  /** Base64, as are the headers. */
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

interface Failure {
  readonly fault: RecordFault;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly topic?: Pick<IncomingTopic, 'organisation'>;
}

export interface Release {
  readonly kind: 'retried' | 'discarded';
  readonly author: string;
  readonly reason: string;
}

/** More would hide that something is wrong with all of them: then the consumer waits. */
export const SET_ASIDE_MAX = 10_000;

export class SetAsideFull extends Error {
  readonly code = 'set-aside-full';
  override readonly name = 'SetAsideFull';
  constructor() {
    super(
      `${SET_ASIDE_MAX} records from Kafka are set aside; no more are taken until some are retried or discarded: stafett parked list`,
    );
  }
}

const PLACE = /^kafka:([A-Za-z0-9._-]{1,249})\/(\d{1,10})\/(\d{1,19})$/;
const FILE = /^(\d+)-(\d+)\.json$/;

/** Undefined where the text names no record. */
export function readRecordName(text: string): RecordPlace | undefined {
  const [, topic, partition, offset] = PLACE.exec(text) ?? [];
  if (topic === undefined || partition === undefined || offset === undefined) return undefined;
  if (topic === '.' || topic === '..') return undefined;
  return { topic, partition: Number(partition), offset };
}

function nameOf({ topic, partition, offset }: RecordPlace): string {
  return `kafka:${topic}/${partition}/${offset}`;
}

export class SetAsideRecords {
  private known: Set<string> | undefined;

  /** @param folder made when something is set aside */
  constructor(private readonly folder: string) {}

  get count(): number {
    return this.names().size;
  }

  /** Setting the same record aside again counts as another attempt. @throws SetAsideFull */
  add(
    place: RecordPlace,
    record: Pick<KafkaRecord, 'key' | 'value' | 'headers' | 'timestamp'>,
    { fault, now, topic: { organisation } = {} }: Failure,
  ): void {
    const name = nameOf(place);
    const earlier = this.read(place);
    if (earlier === undefined && this.count >= SET_ASIDE_MAX) throw new SetAsideFull();
    const { topic, partition, offset } = place;
    const { code, message, faults } = fault;
    const setAside: SetAsideRecord = {
      ...{ record: name, topic, partition, offset, code, message, faults },
      setAsideAt: earlier?.setAsideAt ?? new Date(now).toISOString(),
      ...(organisation !== undefined && { organisation }),
      attempts: (earlier?.attempts ?? 0) + 1,
      timestamp: new Date(Number(record.timestamp)).toISOString(),
      key: record.key?.toString('base64') ?? null,
      value: record.value?.toString('base64') ?? null,
      headers: Object.fromEntries(
        Object.entries(record.headers).map(([header, value]) => [
          header,
          [value ?? []].flat().map((each) => Buffer.from(each).toString('base64')),
        ]),
      ),
    };
    this.write(place, JSON.stringify(setAside));
    this.names().add(name);
  }

  /** The longest set aside first, then by topic, partition and offset. */
  list(limit = SET_ASIDE_MAX): readonly SetAsideSummary[] {
    return [...this.names()]
      .flatMap((name) => this.read(readRecordName(name)!) ?? [])
      .sort(
        (a, b) =>
          compare(a.setAsideAt, b.setAsideAt) ||
          compare(a.topic, b.topic) ||
          a.partition - b.partition ||
          a.offset.length - b.offset.length ||
          compare(a.offset, b.offset),
      )
      .slice(0, limit)
      .map(({ record, topic, partition, offset, code, message, setAsideAt, attempts }) => {
        return { record, topic, partition, offset, code, message, setAsideAt, attempts };
      });
  }

  read(place: RecordPlace): SetAsideRecord | undefined {
    const file = this.fileOf(place);
    if (!existsSync(file)) return undefined;
    return JSON.parse(readFileSync(file, 'utf8')) as SetAsideRecord;
  }

  /** Who released it and why stays in a file beside them. */
  release(place: RecordPlace, release: Release, now: number): void {
    const line = { record: nameOf(place), at: new Date(now).toISOString(), ...release };
    appendFileSync(join(this.folder, 'released.ndjson'), `${JSON.stringify(line)}\n`, {
      mode: 0o600,
    });
    rmSync(this.fileOf(place), { force: true });
    this.known?.delete(nameOf(place));
  }

  private fileOf({ topic, partition, offset }: RecordPlace): string {
    return join(this.folder, topic, `${partition}-${offset}.json`);
  }

  private names(): Set<string> {
    return (this.known ??= new Set(existsSync(this.folder) ? namesIn(this.folder) : []));
  }

  private write(place: RecordPlace, text: string): void {
    const file = this.fileOf(place);
    const folder = join(this.folder, place.topic);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const open = openSync(`${file}.new`, 'w', 0o600);
    try {
      writeSync(open, text);
      fsyncSync(open);
    } finally {
      closeSync(open);
    }
    renameSync(`${file}.new`, file);
    const directory = openSync(folder, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  }
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: topic }) =>
      readdirSync(join(folder, topic)).flatMap((file) => {
        const [, partition, offset] = FILE.exec(file) ?? [];
        if (partition === undefined || offset === undefined) return [];
        return [nameOf({ topic, partition: Number(partition), offset })];
      }),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
