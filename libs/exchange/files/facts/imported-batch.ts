/** What every reader of a file of events delivers: facts by patient, and what was wrong. */
import type { CareEvent, Fault, Json, JsonObject } from '#care-event';
import { LIMITS } from '#event-store';

/** Facts of one patient, in the file's order. */
export interface PatientFacts {
  readonly patient: string;
  readonly facts: CareEvent[];
  /** Where each fact stood in the file, from 1. */
  readonly lines: number[];
}

/** Something in the file that is no fact. */
export interface BadRow {
  readonly line: number;
  readonly reason: string;
  readonly faults?: readonly Fault[];
  /** As it stood in the file, truncated: may hold personal data. */
  readonly row?: Json;
}

export interface ImportedBatch {
  readonly groups: readonly PatientFacts[];
  readonly bad: readonly BadRow[];
  /** Cases that begin in this batch. */
  readonly cases: number;
  /** Numbers that stay texts, since no double is exactly what was written. */
  readonly keptAsText: number;
}

/** What facts from a foreign log get from the import as a whole. */
export interface LogContext {
  readonly secret: Uint8Array;
  /** Name that ids and sources derive from: the same log keeps it. */
  readonly log: string;
  /** Who issued the identifiers of its patients. */
  readonly system: string;
  /** IANA zone of times without offset. */
  readonly zone?: string;
  /** Id of the pathway the facts are meant for. */
  readonly pathway?: string;
}

const ROW_CHARACTERS_MAX = 2_000;

export function truncatedRow(row: string): string {
  return row.length <= ROW_CHARACTERS_MAX ? row : `${row.slice(0, ROW_CHARACTERS_MAX)}…`;
}

/** URI of a foreign log, the `source` of its facts. */
export function logSource(log: string): string {
  return `urn:stafett:log:${encodeURIComponent(log)}`;
}

/** A file's cases are remembered while it is read: about 100 bytes each. */
export const CASES_MAX = 5_000_000;
export const TOO_MANY_CASES = `the file holds more than ${CASES_MAX} cases: split it`;

/** What a store takes as one event, less room for its envelope. */
const DATA_BYTES_MAX = LIMITS.eventBytes - 8 * 1024;
/** No text this short has data that large, however its characters are written. */
const SURELY_SMALL_CHARACTERS = 128 * 1024;

/**
 * Whether data is too large for one event. A store would refuse it with its whole batch.
 * @param characters of the text it was read from: most are so few that nothing is counted;
 *   Infinity where that is not known
 */
export function isTooLarge(data: JsonObject, characters: number): boolean {
  if (characters <= SURELY_SMALL_CHARACTERS) return false;
  return Buffer.byteLength(JSON.stringify(data), 'utf8') > DATA_BYTES_MAX;
}

export const TOO_LARGE = `its data is larger than ${DATA_BYTES_MAX} bytes`;
