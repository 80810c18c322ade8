/**
 * Care events from lines of CloudEvents in JSON. Each line stands for itself: a bad one is
 * reported and left out.
 */
import type { CareEvent } from '#care-event';
import { readReport } from '../../cloud-events/read-report.js';
import { JSON_LIMITS } from '../../json/json-limits.js';
import { BrokenSource, MalformedFile } from '../source/malformed-file.js';
import { parseJsonStrictly } from '../../json/parse-json.js';
import {
  CASES_MAX,
  isTooLarge,
  TOO_MANY_CASES,
  truncatedRow,
  TOO_LARGE,
  type BadRow,
  type ImportedBatch,
} from '../facts/imported-batch.js';
import { ImportBatch } from '../facts/import-batch.js';

export const LINE_BYTES_MAX = 1.5 * 1024 * 1024;
const LINE_LIMITS = { ...JSON_LIMITS, bytesMax: LINE_BYTES_MAX };
const LINE_FEED = 0x0a;

export interface NdjsonOptions {
  readonly secret: Uint8Array;
  /** Pathway of events that name none themselves. */
  readonly pathway?: string;
}

/** @throws MalformedFile with the line, where the bytes cannot be read on */
export async function* readNdjson(
  chunks: AsyncIterable<Uint8Array>,
  options: NdjsonOptions,
): AsyncGenerator<ImportedBatch> {
  const batch = new ImportBatch();
  const patients = new PatientCount();
  let line = 0;
  try {
    for await (const bytes of linesOf(chunks)) {
      line += 1;
      if (bytes === undefined) {
        batch.addBad({ line, reason: `the line is longer than ${LINE_BYTES_MAX} bytes` });
      } else if (!isBlank(bytes)) {
        const patient = addLine(batch, bytes, line, options);
        if (patient !== undefined) patients.add(patient, line);
      }
      if (batch.isFull) yield batch.take(patients.take());
    }
  } catch (error) {
    if (!batch.isEmpty) yield batch.take(patients.take());
    throw error instanceof BrokenSource ? new MalformedFile(error.message, line + 1) : error;
  }
  if (!batch.isEmpty) yield batch.take(patients.take());
}

function addLine(
  batch: ImportBatch,
  bytes: Uint8Array,
  line: number,
  options: NdjsonOptions,
): string | undefined {
  const read = readLine(bytes, options);
  if ('reason' in read) {
    batch.addBad({ line, ...read, row: truncatedRow(Buffer.from(bytes).toString('utf8')) });
    return undefined;
  }
  const { patient, fact } = read;
  batch.add({ patient, fact }, line, bytes.length);
  return patient;
}

function readLine(
  bytes: Uint8Array,
  { secret, pathway }: NdjsonOptions,
): Pick<BadRow, 'reason' | 'faults'> | { patient: string; fact: CareEvent } {
  const json = parseJsonStrictly(bytes, LINE_LIMITS);
  if ('refusal' in json) return { reason: `the line ${json.refusal.message}` };
  const read = readReport(json.value, { secret });
  if ('reason' in read) return read;
  const { patient, event } = read;
  if (isTooLarge(event.data, bytes.length)) return { reason: TOO_LARGE };
  const fact = pathway === undefined || event.pathway !== undefined ? event : { ...event, pathway };
  return { patient, fact };
}

/** Patients met so far, and how many of them for the first time since the last batch. */
class PatientCount {
  private readonly met = new Set<string>();
  private before = 0;

  /** @throws MalformedFile when there are too many to remember */
  add(patient: string, line: number): void {
    this.met.add(patient);
    if (this.met.size > CASES_MAX) throw new MalformedFile(TOO_MANY_CASES, line);
  }

  take(): number {
    const since = this.met.size - this.before;
    this.before = this.met.size;
    return since;
  }
}

/** Lines without their ends; undefined for one over the limit, whose bytes are dropped. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | undefined> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  const take = (last: Uint8Array): Uint8Array | undefined => {
    const tooLong = heldBytes + last.length > LINE_BYTES_MAX;
    const line = tooLong ? undefined : held.length === 0 ? last : Buffer.concat([...held, last]);
    held = [];
    heldBytes = 0;
    return line;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let to = chunk.indexOf(LINE_FEED); to >= 0; to = chunk.indexOf(LINE_FEED, from)) {
      yield take(chunk.subarray(from, to));
      from = to + 1;
    }
    const rest = chunk.subarray(from);
    heldBytes += rest.length;
    if (heldBytes > LINE_BYTES_MAX) held = [];
    else if (rest.length > 0) held.push(rest);
  }
  if (heldBytes > 0) yield take(new Uint8Array());
}

function isBlank(bytes: Uint8Array): boolean {
  if (bytes.length > 100) return false;
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
