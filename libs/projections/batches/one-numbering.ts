/**
 * Texts in facts stand as numbers, in the order in which they come in the log. Readers that make
 * batches side by side do not see each other's new texts: here their numbers become the log's.
 */
import { FactTexts } from './fact-texts.js';
import { renumbered, type FactTuple } from './fact-tuple.js';
import type { LogBatch, PatientColumns } from './log-batch.js';

/** The numbers that one reader gives, beside those of the log. */
export interface ReaderNumbers {
  /** Of each text that was new to the reader, in its order, the number in the log. */
  readonly inLog: number[];
  /** As long as every number of the reader is that of the log. */
  isSame: boolean;
}

export class OneNumbering {
  private readonly numbers: Map<string, number>;
  /** What all readers knew when they began. */
  private readonly shared: number;

  constructor(names: readonly string[]) {
    this.numbers = new Map(names.map((name, index) => [name, index + 1]));
    this.shared = names.length;
  }

  reader(): ReaderNumbers {
    return { inLog: [], isSame: true };
  }

  /** Batches come in the order of the log. @returns the batch with the numbers of the log */
  settle(batch: LogBatch, reader: ReaderNumbers): LogBatch {
    const newNames = batch.newNames.filter((name) => !this.numbers.has(name));
    for (const name of newNames) this.numbers.set(name, this.numbers.size + 1);
    this.learn(reader, batch.newNames);
    return { ...(reader.isSame ? batch : this.rewritten(batch, reader)), newNames };
  }

  /** What a reader has seen, though another one hands it over. */
  learn(reader: ReaderNumbers, names: readonly string[]): void {
    for (const name of names) {
      const number = this.numbers.get(name)!;
      reader.inLog.push(number);
      if (number !== this.shared + reader.inLog.length) reader.isSame = false;
    }
  }

  private rewritten(batch: LogBatch, { inLog }: ReaderNumbers): LogBatch {
    const idOf = (id: number): number => (id <= this.shared ? id : inLog[id - this.shared - 1]!);
    const { columns } = batch;
    const place: Pick<PatientColumns, 'text' | 'from' | 'bytes'> = {
      text: columns.text.slice(),
      from: columns.from.slice(),
      bytes: columns.bytes.slice(),
    };
    const texts = new FactTexts();
    for (const [event, bytes] of columns.bytes.entries()) {
      if (bytes === 0) continue;
      const start = columns.from[event]!;
      const buffer = batch.texts[columns.text[event]!]!;
      const json = Buffer.from(buffer.buffer, buffer.byteOffset + start, bytes).toString();
      const written = texts.write(JSON.stringify(renumbered(JSON.parse(json) as FactTuple, idOf)));
      place.text[event] = written.text;
      place.from[event] = written.from;
      place.bytes[event] = written.bytes;
    }
    return { ...batch, columns: { ...columns, ...place }, texts: texts.buffers };
  }
}
