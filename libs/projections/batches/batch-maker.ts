/** Makes batches of the events of the log, however they come. */
import { factFromStored, jsonMemory, PATIENT_STREAM, type RecordedFact } from '#care-event';
import type { LogEvent } from '#event-store';
import type { LogBatch, PatientColumn, PatientColumns } from './log-batch.js';
import { FactTexts } from './fact-texts.js';
import { toTuple } from './fact-tuple.js';

/** Of an event in columns, about. */
const ENVELOPE_BYTES = 64;
const EVENTS_FIRST = 16;

export class BatchMaker {
  private readonly names: Map<string, number>;
  private newNames: string[] = [];
  private words = new Numbered(['']);
  private count = 0;
  private size = 0;
  private last: LogEvent | undefined;
  private others: LogEvent[] = [];
  /** By their streams. */
  private patients = new Numbered();
  private columns = emptyColumns();
  /** Events in columns. */
  private end = 0;
  private texts = new FactTexts();

  /** @param names that have a number already, from 1 on */
  constructor(names: readonly string[]) {
    this.names = new Map(names.map((name, index) => [name, index + 1]));
  }

  get events(): number {
    return this.count;
  }

  /** About how much memory they take. */
  get bytes(): number {
    return this.size;
  }

  add(events: readonly LogEvent[]): void {
    for (const event of events) {
      const isOfPatient = event.stream.startsWith(PATIENT_STREAM);
      if (isOfPatient) this.addColumns(event);
      if (!isOfPatient || event.damage !== undefined) this.addOther(event);
    }
    this.count += events.length;
    this.last = events.at(-1) ?? this.last;
  }

  /** What was added since the last time; undefined if nothing was. */
  take(): LogBatch | undefined {
    const { last, count, newNames, others, end, texts } = this;
    if (last === undefined) return undefined;
    const { position, id, recordedAt } = last;
    const columns = mapColumns(this.columns, (column) => column.subarray(0, end));
    this.last = undefined;
    this.count = this.size = this.end = 0;
    const { list: words } = this.words;
    const patients = this.patients.list.map((stream) => stream.slice(PATIENT_STREAM.length));
    this.words = new Numbered(['']);
    this.patients = new Numbered();
    this.newNames = [];
    this.others = [];
    this.columns = emptyColumns();
    this.texts = new FactTexts();
    return {
      ...{ events: count, last: { position, id, recordedAt }, patients, words, newNames },
      ...{ columns, texts: texts.buffers, others },
    };
  }

  private addOther(event: LogEvent): void {
    this.others.push(event);
    if (event.damage === undefined) this.size += jsonMemory(event.data);
  }

  private addColumns(event: LogEvent): void {
    const at = this.end;
    if (at === this.columns.patient.length) this.columns = mapColumns(this.columns, doubled);
    const { columns } = this;
    columns.patient[at] = this.patients.of(event.stream);
    columns.position[at] = BigInt(event.position);
    columns.revision[at] = event.revision;
    columns.knownAt[at] = event.knownAt;
    columns.wake[at] = NaN;
    this.end += 1;
    this.size += ENVELOPE_BYTES;
    // Nobody can tell what it said of the next wake-up.
    if (event.damage !== undefined) return;
    const { wake } = event.metadata;
    if (Number.isSafeInteger(wake)) columns.wake[at] = Number(wake);
    const fact = factFromStored(event);
    if (fact === undefined) return;
    this.write(at, JSON.stringify(toTuple(fact, event.position, this.nameId)));
    const { pathway = '' } = fact;
    columns.type[at] = this.words.of(event.type);
    columns.source[at] = this.words.of(fact.source);
    columns.pathway[at] = this.words.of(pathway);
    columns.seenBy[at] = this.words.of(concernsAll(fact) ? '' : pathway);
  }

  private write(at: number, fact: string): void {
    const { columns } = this;
    const { text, from, bytes } = this.texts.write(fact);
    columns.text[at] = text;
    columns.from[at] = from;
    columns.bytes[at] = bytes;
    this.size += bytes;
  }

  private readonly nameId = (text: string): number => {
    let id = this.names.get(text);
    if (id === undefined) {
      id = this.names.size + 1;
      this.names.set(text, id);
      this.newNames.push(text);
    }
    return id;
  };
}

/** Texts that get a number each, from 0 on. */
class Numbered {
  private readonly numbers: Map<string, number>;

  constructor(readonly list: string[] = []) {
    this.numbers = new Map(list.map((text, number) => [text, number]));
  }

  of(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.list.length;
      this.numbers.set(text, number);
      this.list.push(text);
    }
    return number;
  }
}

/**
 * Facts that every pathway has to see, whichever they are addressed to: a correction, whose
 * target may be addressed to another pathway, a date of birth, and a move.
 */
function concernsAll({ type, correctionOf }: RecordedFact): boolean {
  return correctionOf !== undefined || type === 'PatientRegistered' || type === 'PatientMoved';
}

function emptyColumns(): PatientColumns {
  const ids = () => new Uint32Array(EVENTS_FIRST);
  const numbers = () => new Float64Array(EVENTS_FIRST);
  return {
    ...{ patient: ids(), position: new BigInt64Array(EVENTS_FIRST) },
    ...{ revision: numbers(), knownAt: numbers(), wake: numbers() },
    ...{ type: ids(), source: ids(), pathway: ids(), seenBy: ids() },
    ...{ text: ids(), from: ids(), bytes: ids() },
  };
}

/** Each column becomes another of its kind. */
function mapColumns(
  columns: PatientColumns,
  map: (column: PatientColumn) => PatientColumn,
): PatientColumns {
  const entries = Object.entries(columns) as [string, PatientColumn][];
  return Object.fromEntries(
    entries.map(([name, column]) => [name, map(column)]),
  ) as unknown as PatientColumns;
}

function doubled(column: PatientColumn): PatientColumn {
  const larger = new (column.constructor as new (length: number) => PatientColumn)(
    2 * column.length,
  );
  larger.set(column as never);
  return larger;
}
