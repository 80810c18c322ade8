/**
 * Facts from a CSV file, one per row. What its columns mean is said by a mapping, or known where
 * they are named as a tool for process mining names them.
 */
import { closestName } from '#care-event';
import { isUnsafeKey } from '../../json/json-limits.js';
import type { ImportedBatch } from '../facts/imported-batch.js';
import type { LogRow, RowBatch } from '../facts/log-row.js';
import { readFacts } from '../facts/read-facts.js';
import { namesUsed, rowPlan, type RowPlan } from '../facts/row-plan.js';
import { RowTranslator } from '../facts/row-translator.js';
import type { MappedOptions } from '../facts/mapped-options.js';
import { ImportRefused } from '../source/import-refused.js';
import { MalformedFile } from '../source/malformed-file.js';
import { recogniseColumns } from './column-conventions.js';
import { mappingTemplate } from './csv-template.js';
import { readCsvRows, type CsvRow } from './csv-rows.js';

const NO_NAMES = { case: '', type: '', time: '' };

/**
 * @throws ImportRefused (`mapping-needed` with a template, `mapping-invalid`) before anything is read
 * @throws MalformedFile with the line, after all that could be read before it
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  options: MappedOptions,
): AsyncGenerator<ImportedBatch> {
  const batches = readCsvRows(text, options.mapping?.delimiter);
  const first = await batches.next();
  if (first.done === true) throw new MalformedFile('the file has no header', 1);
  const table = tableOf(first.value, options);
  const translator = new RowTranslator(table.plan, options);
  yield* readFacts(rowsOf(table, first.value.slice(1), batches), table.plan, translator);
}

interface Table {
  readonly header: readonly string[];
  readonly plan: RowPlan;
  readonly trims: boolean;
}

function tableOf([head, second]: readonly CsvRow[], options: MappedOptions): Table {
  const header = head?.cells.map((cell) => cell.trim()) ?? [];
  const recognised = options.mapping === undefined ? recogniseColumns(header) : undefined;
  const mapping = options.mapping ?? recognised?.mapping;
  if (mapping === undefined) {
    throw new ImportRefused(
      'mapping-needed',
      'A CSV file needs a mapping that says what its columns mean: stafett mapping FILE prints one to start from.',
      { template: mappingTemplate(header, second?.cells ?? []) },
    );
  }
  if (recognised !== undefined) {
    options.notes.add('columns-recognised', () => recognised.message);
  }
  const { lifecycle } = options;
  const plan = rowPlan({ ...mapping, ...(lifecycle && { lifecycle }) }, NO_NAMES, {
    isTable: true,
    keepsRest: false,
  });
  check(header, plan);
  return { header, plan, trims: mapping.trim === true };
}

function check(header: readonly string[], plan: RowPlan): void {
  const named = [...namesUsed(plan), ...plan.data.keys(), ...plan.caseData, ...plan.drop];
  for (const name of named) if (!header.includes(name)) throw missing(name, header);
  const read = plan.keepsRest ? header.filter((name) => !plan.drop.has(name)) : named;
  for (const name of read) {
    if (name !== '' && header.indexOf(name) !== header.lastIndexOf(name)) {
      throw new ImportRefused('mapping-invalid', `The file has two columns named ${name}.`);
    }
  }
  const kept = [
    ...(plan.keepsRest ? header : []),
    ...[...plan.data.values()].map(({ name }) => name),
  ];
  const unsafe = kept.find(isUnsafeKey);
  if (unsafe !== undefined) {
    const message = `Data is never accepted under the name ${unsafe}.`;
    throw new ImportRefused('mapping-invalid', message);
  }
}

function missing(name: string, header: readonly string[]): ImportRefused {
  const advice = closestName(name, header);
  const hint =
    advice === undefined ? `it has ${header.join(', ').slice(0, 500)}` : `did you mean ${advice}?`;
  return new ImportRefused('mapping-invalid', `The file has no column ${name}: ${hint}`);
}

async function* rowsOf(
  table: Table,
  first: readonly CsvRow[],
  rest: AsyncIterable<readonly CsvRow[]>,
): AsyncGenerator<RowBatch> {
  yield rowBatch(table, first);
  for await (const rows of rest) yield rowBatch(table, rows);
}

function rowBatch(table: Table, rows: readonly CsvRow[]): RowBatch {
  const read: RowBatch & { rows: LogRow[] } = { rows: [], bad: [], keptAsText: 0 };
  const bad = [];
  for (const row of rows) {
    if (row.cells.length === table.header.length) read.rows.push(logRow(table, row));
    else {
      const reason = `the row has ${row.cells.length} cells where the header has ${table.header.length}`;
      bad.push({ line: row.line, reason, row: row.cells.slice(0, 100) });
    }
  }
  return { ...read, bad };
}

/** Empty cells say nothing. */
function logRow({ header, trims }: Table, { line, cells }: CsvRow): LogRow {
  const fields: Record<string, string> = {};
  let characters = 0;
  for (let index = 0; index < header.length; index += 1) {
    const cell = trims ? (cells[index]?.trim() ?? '') : (cells[index] ?? '');
    characters += cell.length;
    if (cell !== '') fields[header[index] ?? ''] = cell;
  }
  return { line, characters, fields, cells };
}
