/** An import tried out: the first events as they would be recorded, and nothing is. */
import { checkCareEvent, type CareEvent } from '#care-event';
import type { ImportNote } from '../facts/import-notes.js';
import type { ImportedBatch } from '../facts/imported-batch.js';
import { MalformedFile } from '../source/malformed-file.js';
import type { ImportFormat } from './import-options.js';
import { openImport, type ImportRequest } from './open-import.js';

/** Events looked at, of which the first are delivered. */
const LOOKED_AT = 2_000;
const DELIVERED = 10;

export interface PreviewedEvent {
  readonly line: number;
  /** Number of the patient among those of the preview: who it is is not known without the secret. */
  readonly patient: number;
  readonly event: CareEvent;
}

export interface ImportPreview {
  readonly file: string;
  readonly format: ImportFormat;
  readonly log: string;
  readonly system: string;
  readonly events: readonly PreviewedEvent[];
  /** How many were looked at, those that would be rejected included. */
  readonly lookedAt: number;
  readonly rejected: number;
  /** The first of them. */
  readonly rejects: readonly { readonly line: number; readonly reason: string }[];
  readonly notes: readonly ImportNote[];
  /** Where the file breaks off, if it does so early. */
  readonly malformed?: string;
}

/** @throws ImportRefused as `importFile` would */
export async function previewImport(
  request: Omit<ImportRequest, 'secret' | 'rejects'>,
): Promise<ImportPreview> {
  const secret = new Uint8Array(32);
  const opened = await openImport({ ...request, secret, replaceRejects: true });
  const { source, format, log, system, batches, notes } = opened;
  const found = new Found();
  let malformed: string | undefined;
  try {
    for await (const batch of batches) {
      found.add(batch);
      if (found.lookedAt >= LOOKED_AT) break;
    }
  } catch (error) {
    if (!(error instanceof MalformedFile)) throw error;
    malformed = error.message;
  } finally {
    await source.close();
  }
  const { lookedAt, rejected, events, rejects } = found;
  return {
    ...{ file: request.file, format, log, system, lookedAt, rejected },
    events: [...events].sort((a, b) => a.line - b.line).slice(0, DELIVERED),
    rejects: rejects.slice(0, DELIVERED),
    notes: notes.all,
    ...(malformed !== undefined && { malformed }),
  };
}

class Found {
  lookedAt = 0;
  rejected = 0;
  readonly events: PreviewedEvent[] = [];
  readonly rejects: { line: number; reason: string }[] = [];
  private readonly patients = new Map<string, number>();

  add({ groups, bad }: ImportedBatch): void {
    for (const { line, reason } of bad) this.reject(line, reason);
    for (const { patient, facts, lines } of groups) {
      if (!this.patients.has(patient)) this.patients.set(patient, this.patients.size + 1);
      const number = this.patients.get(patient) ?? 0;
      for (const [index, fact] of facts.entries()) this.addFact(number, fact, lines[index] ?? 0);
    }
  }

  private addFact(patient: number, fact: CareEvent, line: number): void {
    const [fault] = checkCareEvent(fact, []);
    if (fault !== undefined) return this.reject(line, `${fault.path} ${fault.message}`);
    this.lookedAt += 1;
    this.events.push({ line, patient, event: fact });
  }

  private reject(line: number, reason: string): void {
    this.lookedAt += 1;
    this.rejected += 1;
    this.rejects.push({ line, reason });
  }
}
