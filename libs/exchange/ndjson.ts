/**
 * Care events from lines of CloudEvents in JSON. Each line stands for itself: a bad one is
 * told and left out, wherever it breaks.
 */
import type { CareEvent } from '#care-event';
import { readCloudEvent } from './cloud-event.js';
import { JSON_LIMITS } from './json-limits.js';
import { BrokenSource, MalformedFile } from './malformed-file.js';
import { parseJsonStrictly } from './parse-json.js';
import { readPatient, UnreadablePatient } from './pseudonym.js';
import { isTooLarge, shownRow, TOO_LARGE, type BadRow, type Reading } from './reading.js';
import { Window } from './window.js';

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
): AsyncGenerator<Reading> {
  const window = new Window();
  let line = 0;
  try {
    for await (const bytes of linesOf(chunks)) {
      line += 1;
      if (bytes === undefined) {
        window.addBad({ line, reason: `the line is longer than ${LINE_BYTES_MAX} bytes` });
      } else if (!isBlank(bytes)) {
        addLine(window, bytes, line, options);
      }
      if (window.isFull) yield window.take();
    }
  } catch (error) {
    if (window.isOpen) yield window.take();
    throw error instanceof BrokenSource ? new MalformedFile(error.message, line + 1) : error;
  }
  if (window.isOpen) yield window.take();
}

function addLine(window: Window, bytes: Uint8Array, line: number, options: NdjsonOptions): void {
  const read = readLine(bytes, options);
  if ('reason' in read) {
    window.addBad({ line, ...read, row: shownRow(Buffer.from(bytes).toString('utf8')) });
    return;
  }
  const { patient, fact } = read;
  window.add({ patient, caseName: patient, fact, line, characters: bytes.length });
}

function readLine(
  bytes: Uint8Array,
  { secret, pathway }: NdjsonOptions,
): Pick<BadRow, 'reason' | 'faults'> | { patient: string; fact: CareEvent } {
  const json = parseJsonStrictly(bytes, LINE_LIMITS);
  if ('refusal' in json) return { reason: `the line ${json.refusal.message}` };
  const read = readCloudEvent(json.value);
  if ('faults' in read) {
    const told = read.faults.map(({ path, message }) => `${path} ${message}`.trim());
    return { reason: told.join('; '), faults: read.faults };
  }
  if (isTooLarge(read.event.data, bytes.length)) return { reason: TOO_LARGE };
  try {
    const patient = readPatient(read.patient, secret);
    const { event } = read;
    const fact =
      pathway === undefined || event.pathway !== undefined ? event : { ...event, pathway };
    return { patient, fact };
  } catch (error) {
    if (!(error instanceof UnreadablePatient)) throw error;
    return { reason: error.message, faults: [{ path: '/subject', message: error.message }] };
  }
}

/** Lines without their ends; undefined for one over the limit, whose bytes are let go. */
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
