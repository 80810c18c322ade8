/**
 * The file that makes the stand-in's log durable: one line for each append, synced before the
 * append is answered. A last line that was cut short was never answered, and is dropped.
 */
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { fdatasync, ftruncateSync, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { StoredEvent } from './records.js';

const syncFile = promisify(fdatasync);
const writeTo = promisify(write);

/** Stream, first revision, time, then of each event: id, type, whether it is JSON, payloads, position. */
type Line = [string, number, number, [string, string, boolean, string, string, number][]];

export class LogFile {
  private readonly descriptor: number;
  /** Where each append's line begins. */
  private readonly lines: number[] = [];
  private size = 0;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.descriptor = openSync(join(folder, 'log.ndjson'), 'a+');
  }

  /** What is in the file, append by append. */
  load(): (readonly StoredEvent[])[] {
    const bytes = readFileSync(this.descriptor);
    const appends: (readonly StoredEvent[])[] = [];
    for (let end; (end = bytes.indexOf(10, this.size)) !== -1; this.size = end + 1) {
      this.lines.push(this.size);
      appends.push(decode(bytes.toString('utf8', this.size, end)));
    }
    ftruncateSync(this.descriptor, this.size);
    return appends;
  }

  /** Resolves when all of it is on the disk. */
  async add(appends: readonly (readonly StoredEvent[])[]): Promise<void> {
    const encoded = appends.map((events) => Buffer.from(`${encode(events)}\n`));
    const { bytesWritten } = await writeTo(this.descriptor, Buffer.concat(encoded));
    await syncFile(this.descriptor);
    for (const line of encoded) {
      this.lines.push(this.size);
      this.size += line.length;
    }
    if (bytesWritten !== encoded.reduce((sum, { length }) => sum + length, 0))
      throw new Error('the log file took only a part of what was written');
  }

  /** Keeps the first `appends` and cuts off the rest. */
  truncate(appends: number): void {
    this.size = this.lines[appends] ?? this.size;
    this.lines.length = Math.min(this.lines.length, appends);
    ftruncateSync(this.descriptor, this.size);
  }
}

function encode(events: readonly StoredEvent[]): string {
  const [first] = events;
  if (!first) throw new Error('an append without events has no place in the file');
  const line: Line = [
    first.stream,
    first.revision,
    first.created,
    events.map(({ id, type, isJson, data, metadata, position }) => [
      id,
      type,
      isJson,
      Buffer.from(data).toString('base64'),
      Buffer.from(metadata).toString('base64'),
      position,
    ]),
  ];
  return JSON.stringify(line);
}

function decode(text: string): readonly StoredEvent[] {
  const [stream, revision, created, events] = JSON.parse(text) as Line;
  return events.map(([id, type, isJson, data, metadata, position], index) => ({
    id,
    type,
    isJson,
    data: Buffer.from(data, 'base64'),
    metadata: Buffer.from(metadata, 'base64'),
    stream,
    revision: revision < 0 ? revision : revision + index,
    position,
    created,
  }));
}
