/** The journeys of several patients, as many at a time as memory should hold. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../port/tables.js';
import { Chunks } from './chunks.js';

/** Of stored text, read at once; a patient with more is read alone. */
const BYTES_AT_ONCE = 8 * 1024 * 1024;

export interface PatientChunks {
  readonly patient: string;
  readonly chunks: Chunks;
}

/** Of those who have any, ordered by pseudonym. */
export async function* readChunks(
  db: Kysely<Tables>,
  patients: readonly string[],
): AsyncGenerator<PatientChunks, void> {
  if (patients.length === 0) return;
  const sizes = await db
    .selectFrom('journeys')
    .select(['patient', sql<number>`sum(octet_length(facts))`.as('bytes')])
    .where('patient', 'in', patients)
    .groupBy('patient')
    .orderBy('patient')
    .execute();
  let next: string[] = [];
  let bytes = 0;
  for (const size of sizes) {
    if (next.length > 0 && bytes + size.bytes > BYTES_AT_ONCE) {
      yield* readTogether(db, next);
      next = [];
      bytes = 0;
    }
    next.push(size.patient);
    bytes += size.bytes;
  }
  yield* readTogether(db, next);
}

async function* readTogether(
  db: Kysely<Tables>,
  patients: readonly string[],
): AsyncGenerator<PatientChunks, void> {
  if (patients.length === 0) return;
  const rows = await db
    .selectFrom('journeys')
    .select(['patient', 'pathway', 'facts'])
    .where('patient', 'in', patients)
    .orderBy('patient')
    .orderBy('position')
    .execute();
  let patient: string | undefined;
  let chunks = new Chunks();
  for (const row of rows) {
    if (row.patient !== patient) {
      if (patient !== undefined) yield { patient, chunks };
      patient = row.patient;
      chunks = new Chunks();
    }
    chunks.add(row);
  }
  if (patient !== undefined) yield { patient, chunks };
}
