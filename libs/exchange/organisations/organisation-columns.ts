/** The columns of a CSV file of organisations, and one of its rows as a version. */
import { didYouMean, formatValue, IDENTIFIER_SYSTEMS, type Json } from '#care-event';
import type { CsvRow } from '../files/csv/csv-rows.js';
import {
  OrganisationFileRefused,
  type OrganisationRow,
  type RowProblem,
} from './organisation-file.js';

const TEXTS = ['id', 'name', 'kind', 'level', 'validFrom', 'validTo', 'replacedBy'];
const LISTS = ['municipalities', 'services'];
const NEEDED = ['id', 'name', 'kind', 'level'];
const IDENTIFIERS = 'identifiers';
const COLUMNS: ReadonlySet<string> = new Set([
  ...[...TEXTS, ...LISTS, IDENTIFIERS],
  ...IDENTIFIER_SYSTEMS.keys(),
]);

interface Identifier {
  readonly system: string;
  readonly value: string;
  /** Where it stands. */
  readonly column: string;
}

export class OrganisationColumns {
  private readonly header: readonly string[];

  /** @throws OrganisationFileRefused a column is missing, unknown, or there twice */
  constructor(file: string, header: readonly string[]) {
    this.header = header.map((name) => name.trim());
    const refuse = (message: string): never => {
      throw new OrganisationFileRefused('columns-invalid', `${file}: ${message}`);
    };
    for (const [index, name] of this.header.entries()) {
      if (!COLUMNS.has(name)) {
        const known = [...COLUMNS].join(', ');
        const advice = didYouMean(name, COLUMNS);
        refuse(
          `the first row names the columns, and ${formatValue(name)} is none of them.` +
            (advice === '' ? ` There are: ${known}.` : advice),
        );
      }
      if (this.header.indexOf(name) !== index) refuse(`there are two columns ${name}.`);
    }
    const missing = NEEDED.filter((name) => !this.header.includes(name));
    if (missing.length > 0) refuse(`the column ${missing.join(', ')} is missing.`);
  }

  read({ line: row, cells }: CsvRow): OrganisationRow | RowProblem {
    if (cells.length !== this.header.length) {
      const message = `the row has ${cells.length} cells where the header has ${this.header.length}`;
      return { row, column: '', message };
    }
    const stated: Record<string, Json> = {};
    const identifiers: Identifier[] = [];
    for (const [index, column] of this.header.entries()) {
      const text = cells[index]?.trim() ?? '';
      if (text === '') continue;
      if (TEXTS.includes(column)) stated[column] = text;
      else if (LISTS.includes(column)) stated[column] = text.split(/[\s,;]+/).filter(Boolean);
      else if (column !== IDENTIFIERS) identifiers.push({ system: column, value: text, column });
      else {
        for (const item of text.split(/\s+/)) {
          const identifier = identifierIn(item);
          if (identifier === undefined) return noIdentifier(row, item);
          identifiers.push({ ...identifier, column });
        }
      }
    }
    stated[IDENTIFIERS] = identifiers.map(({ system, value }) => ({ system, value }));
    return {
      ...{ row, stated },
      columnOf: (path) => {
        const [, field = '', index = ''] = path.split('/');
        return field === IDENTIFIERS ? (identifiers[Number(index)]?.column ?? field) : field;
      },
    };
  }
}

function identifierIn(item: string): Pick<Identifier, 'system' | 'value'> | undefined {
  const [system = '', value = '', ...more] = item.split('|');
  return system === '' || value === '' || more.length > 0 ? undefined : { system, value };
}

function noIdentifier(row: number, item: string): RowProblem {
  const message = `expected identifiers as system|value, such as no-orgnr|974767880, with a space between two; got ${formatValue(item)}`;
  return { row, column: IDENTIFIERS, message };
}
