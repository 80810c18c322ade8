/**
 * A stretch of the log as the models take it: what concerns patients in columns, all other events
 * as they are. Columns take a fifth of the memory that events take, nothing in them is looked at
 * when memory is tidied up, and another thread can hand them over without a copy.
 */
import type { EventPlace, LogEvent, Position } from '#event-store';

export interface LogBatch {
  /** Of patients and others. */
  readonly events: number;
  /** The last one. */
  readonly last: EventPlace;
  /** Each once, in the order in which they come. */
  readonly patients: readonly string[];
  /** Literals of types, sources and pathways of facts, each once; the first is empty. */
  readonly words: readonly string[];
  /** Texts that stand as numbers in facts, which count from 1 over all batches: those that are new. */
  readonly newNames: readonly string[];
  /** Of patients' events, in the order of the log. */
  readonly columns: PatientColumns;
  readonly texts: readonly Uint8Array<ArrayBuffer>[];
  /** Of all other streams; and what of patients' streams cannot be read. */
  readonly others: readonly LogEvent[];
}

/** An event without a fact has no text. */
export interface PatientColumns {
  /** Place in `patients`. */
  readonly patient: Uint32Array<ArrayBuffer>;
  readonly position: BigInt64Array<ArrayBuffer>;
  readonly revision: Float64Array<ArrayBuffer>;
  readonly knownAt: Float64Array<ArrayBuffer>;
  /** When the patient should next be assessed; not a number: nothing says so. */
  readonly wake: Float64Array<ArrayBuffer>;
  /** Places in `words`. */
  readonly type: Uint32Array<ArrayBuffer>;
  readonly source: Uint32Array<ArrayBuffer>;
  readonly pathway: Uint32Array<ArrayBuffer>;
  /** The pathway that has to see the fact; 0: every one. */
  readonly seenBy: Uint32Array<ArrayBuffer>;
  /** Where the fact stands as JSON: in which of `texts`, from where, and how many bytes. */
  readonly text: Uint32Array<ArrayBuffer>;
  readonly from: Uint32Array<ArrayBuffer>;
  readonly bytes: Uint32Array<ArrayBuffer>;
}

export type PatientColumn = PatientColumns[keyof PatientColumns];

/** What another thread takes over with the batch. */
export function memoryOf({ columns, texts }: LogBatch): readonly ArrayBuffer[] {
  const arrays = [...(Object.values(columns) as PatientColumn[]), ...texts];
  return arrays.map(({ buffer }) => buffer);
}

/** The events of one patient, in the order of the log. */
export interface PatientRun {
  readonly patient: string;
  /** Places in the columns. */
  readonly events: Uint32Array;
}

/** The events of patients in a batch, put in order by patients. */
export class PatientEvents {
  readonly columns: PatientColumns;
  private readonly order: Uint32Array;
  /** Of each patient's events in `order`, and where the last one's end. */
  private readonly starts: Uint32Array;

  constructor(
    private readonly batch: Pick<LogBatch, 'patients' | 'columns' | 'words' | 'newNames' | 'texts'>,
  ) {
    const { patients, columns } = batch;
    this.columns = columns;
    const { patient } = columns;
    const starts = new Uint32Array(patients.length + 1);
    for (const of of patient) starts[of + 1] = starts[of + 1]! + 1;
    for (let n = 0; n < patients.length; n += 1) starts[n + 1] = starts[n + 1]! + starts[n]!;
    const next = starts.slice();
    this.order = new Uint32Array(patient.length);
    for (const [event, of] of patient.entries()) {
      this.order[next[of]!] = event;
      next[of] = next[of]! + 1;
    }
    this.starts = starts;
  }

  get patients(): readonly string[] {
    return this.batch.patients;
  }

  get newNames(): readonly string[] {
    return this.batch.newNames;
  }

  /** In the order in which they come in the log. */
  *runs(): Generator<PatientRun, void> {
    const { order, starts } = this;
    for (const [n, patient] of this.patients.entries())
      yield { patient, events: order.subarray(starts[n], starts[n + 1]) };
  }

  position(event: number): Position {
    return String(this.columns.position[event]) as Position;
  }

  /** Of a type, a source or a pathway. */
  word(number: number): string {
    return this.batch.words[number]!;
  }

  isFact(event: number): boolean {
    return this.columns.bytes[event] !== 0;
  }

  /** A fact as JSON, in UTF-8. */
  text(event: number): Uint8Array {
    const { text, from, bytes } = this.columns;
    const start = from[event]!;
    return this.batch.texts[text[event]!]!.subarray(start, start + bytes[event]!);
  }
}
