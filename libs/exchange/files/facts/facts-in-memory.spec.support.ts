/** A sink that keeps facts by what identifies them, and small files to feed it from. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  contentDifference,
  factKey,
  type CareEvent,
  type FactOutcome,
  type FactSink,
  type Recorded,
} from '#care-event';

export const SECRET = new Uint8Array(32).fill(7);

export class FactsInMemory implements FactSink {
  readonly byPatient = new Map<string, CareEvent[]>();
  readonly batches: number[] = [];
  private readonly byKey = new Map<string, CareEvent>();

  recordFacts(patient: string, facts: readonly CareEvent[]): Promise<Recorded> {
    this.batches.push(facts.length);
    const outcomes = facts.map((fact) => this.record(patient, fact));
    return Promise.resolve({ outcomes, decisions: 0 });
  }

  /** All facts, patient by patient. */
  get all(): CareEvent[] {
    return [...this.byPatient.values()].flat();
  }

  /** What is kept, in an order that does not depend on how it arrived. */
  get content(): string[] {
    return [...this.byKey].map(([key, fact]) => `${key} ${JSON.stringify(fact)}`).sort();
  }

  private record(patient: string, fact: CareEvent): FactOutcome {
    const key = `${patient} ${factKey(fact)}`;
    const known = this.byKey.get(key);
    if (known !== undefined) {
      const faults = contentDifference(known, fact).map((path) => ({ path, message: 'differs' }));
      if (faults.length === 0) return { status: 'repeated', revision: 0, position: '0' };
      const message = 'the same id with other content';
      return { status: 'refused', code: 'conflict', message, faults };
    }
    this.byKey.set(key, fact);
    const own = this.byPatient.get(patient) ?? [];
    own.push(fact);
    this.byPatient.set(patient, own);
    const revision = own.length - 1;
    return { status: 'accepted', revision, position: String(this.byKey.size) };
  }
}

/** A folder of this test alone. */
export function folder(): string {
  return mkdtempSync(path.join(tmpdir(), 'stafett-exchange-'));
}

export function fileWith(content: string | Uint8Array, name: string): string {
  const file = path.join(folder(), name);
  writeFileSync(file, content);
  return file;
}

/** The text in chunks of that many characters. */
// eslint-disable-next-line @typescript-eslint/require-await -- stands for a stream
export async function* inChunks(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
