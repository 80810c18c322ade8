/**
 * Facts from a CSV file, one per row. Rows of a case may stand anywhere, so they are
 * grouped by patient in batches; nothing but speed depends on the grouping. Ids derive
 * from log, case and line, so that the same file, or one that was appended to, gives the
 * same facts again.
 */
import { CsvTranslator } from './csv-translator.js';
import { mappingTemplate } from './csv-template.js';
import { readCsvRows, type CsvRow } from './csv-rows.js';
import { MalformedFile } from '../source/malformed-file.js';
import { ImportRefused } from '../source/import-refused.js';
import type { Mapping } from './mapping.js';
import {
  isTooLarge,
  truncatedRow,
  TOO_LARGE,
  type LogContext,
  type ImportedBatch,
} from '../facts/imported-batch.js';
import { ImportBatch } from '../facts/import-batch.js';

export interface CsvOptions extends LogContext {
  /** Without it nothing is read: the refusal carries one to start from. */
  readonly mapping: Mapping | undefined;
}

/**
 * @throws ImportRefused (`mapping-needed` with a template, `mapping-invalid`) before anything is read
 * @throws MalformedFile with the line, after all that could be read before it
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  options: CsvOptions,
): AsyncGenerator<ImportedBatch> {
  const { mapping } = options;
  let translator: CsvTranslator | undefined;
  const batch = new ImportBatch();
  try {
    for await (const rows of readCsvRows(text, mapping?.delimiter)) {
      let first = 0;
      if (translator === undefined) {
        translator = translatorFor(rows, options);
        first = 1;
      }
      for (const row of first === 0 ? rows : rows.slice(first)) {
        const read = translator.translate(row);
        const { line } = row;
        const characters = sizeOf(row);
        if ('reason' in read) {
          batch.addBad({ line, reason: read.reason, row: truncatedCells(row) });
        } else if (isTooLarge(read.fact.data, characters)) {
          batch.addBad({ line, reason: TOO_LARGE, row: truncatedCells(row) });
        } else {
          batch.add({ ...read, line, characters });
        }
        if (batch.isFull) yield batch.take();
      }
    }
  } catch (error) {
    if (!batch.isEmpty) yield batch.take();
    throw error;
  }
  if (translator === undefined) throw new MalformedFile('the file has no header', 1);
  if (!batch.isEmpty) yield batch.take();
}

function translatorFor(rows: readonly CsvRow[], options: CsvOptions): CsvTranslator {
  const header = rows[0]?.cells.map((cell) => cell.trim()) ?? [];
  if (options.mapping !== undefined) return new CsvTranslator(header, options.mapping, options);
  const template = mappingTemplate(header, rows[1]?.cells ?? []);
  throw new ImportRefused(
    'mapping-needed',
    `A CSV file needs a mapping that says what its columns mean. One to start from:\n\n${template}`,
    { template },
  );
}

function truncatedCells(row: CsvRow): string[] {
  return row.cells.slice(0, 100).map(truncatedRow);
}

function sizeOf(row: CsvRow): number {
  return row.cells.reduce((sum, cell) => sum + cell.length, 0);
}
