/** Rows of a CSV file with their lines. `csv-parse` reads the quoting. */
import { CsvError, parse, type Parser } from 'csv-parse';
import { BrokenSource, MalformedFile } from '../source/malformed-file.js';

export interface CsvRow {
  /** Line on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export const ROW_BYTES_MAX = 1024 * 1024;

/**
 * Yields the rows that each chunk of text completed, header first, empty lines skipped.
 * @param delimiter found from the first line when undefined: the one of `,` `;` tab `|` it has most of
 * @throws MalformedFile with the line, after all rows before it
 */
export async function* readCsvRows(
  text: AsyncIterable<string>,
  delimiter?: string,
): AsyncGenerator<CsvRow[]> {
  let splitter: RowSplitter | undefined;
  let start = '';
  try {
    for await (const chunk of text) {
      if (splitter === undefined) {
        start += chunk;
        const isWhole = /[\r\n]/.test(start.trimStart()) || start.length > ROW_BYTES_MAX;
        if (delimiter === undefined && !isWhole) continue;
        splitter = new RowSplitter(delimiter ?? guessDelimiter(start));
        yield* splitter.write(start);
      } else yield* splitter.write(chunk);
    }
    const unsplit = splitter === undefined ? start : '';
    splitter ??= new RowSplitter(delimiter ?? guessDelimiter(start));
    if (start !== '') yield* splitter.end(unsplit);
  } catch (error) {
    if (!(error instanceof BrokenSource)) throw error;
    const hint = error.code === 'encoding' ? '; its encoding can be said in the mapping' : '';
    throw new MalformedFile(error.message + hint, (splitter?.line ?? 0) + 1);
  }
}

class RowSplitter {
  /** Last line of the row read last. */
  line = 0;
  private rows: CsvRow[] = [];
  private failure: Error | undefined;
  private readonly parser: Parser;

  constructor(delimiter: string) {
    this.parser = parse({
      delimiter,
      bom: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: ROW_BYTES_MAX,
      // Taken here and not from the stream, which loses the rows before an error.
      on_record: (cells: string[], { lines }) => {
        this.add(cells, lines);
        return null;
      },
    });
    this.parser.on('error', (error) => (this.failure = error));
    this.parser.resume();
  }

  async *write(text: string): AsyncGenerator<CsvRow[]> {
    await new Promise<void>((resolve) => this.parser.write(text, () => resolve()));
    yield* this.take();
  }

  async *end(text: string): AsyncGenerator<CsvRow[]> {
    await new Promise<void>((resolve) => {
      this.parser.once('error', () => resolve());
      this.parser.once('end', () => resolve());
      this.parser.end(text);
    });
    yield* this.take();
  }

  private *take(): Generator<CsvRow[]> {
    const { rows } = this;
    this.rows = [];
    if (rows.length > 0) yield rows;
    if (this.failure !== undefined) throw malformed(this.failure, this.line);
  }

  private add(cells: readonly string[], lastLine: number): void {
    let line = lastLine;
    if (lastLine > this.line + 1) {
      // Either empty lines came before or a cell holds line breaks; only these belong to the row.
      for (const cell of cells) line -= lineBreaksIn(cell);
    }
    this.line = lastLine;
    if (cells.length > 1 || cells[0]?.trim() !== '') this.rows.push({ line, cells });
  }
}

function lineBreaksIn(cell: string): number {
  return cell.match(/\r\n|\r|\n/g)?.length ?? 0;
}

function guessDelimiter(start: string): string {
  const header = start.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  let best = ',';
  for (const candidate of [';', '\t', '|']) {
    if (header.split(candidate).length > header.split(best).length) best = candidate;
  }
  return best;
}

function malformed(error: Error, lastLine: number): Error {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new MalformedFile('a quote is opened and never closed', lastLine + 1);
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const reason = `a row is larger than ${ROW_BYTES_MAX} bytes: is a quotation mark missing?`;
    return new MalformedFile(reason, lastLine + 1);
  }
  return new MalformedFile(error.message, lastLine + 1);
}
