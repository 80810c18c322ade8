/** CSV with the columns of PM4Py: one row for each event. */
import { guessedCell } from '../facts/typed-cell.js';
import { CASE_PREFIX } from '../facts/log-row.js';
import type { Attribute, Plain } from './exported-case.js';
import type { FormatWriter } from './formats.js';

export const CSV: FormatWriter = {
  /** A cell has no type: whoever reads it takes it for what it looks like. */
  carries: (value) => value !== '' && guessedCell(String(value)).value === value,
  head: (survey) =>
    row([
      'case:concept:name',
      'concept:name',
      'time:timestamp',
      ...survey.names('event'),
      ...survey.names('case').map((name) => `${CASE_PREFIX}${name}`),
    ]),
  case: ({ patient, attributes, events }, survey) => {
    const columns = survey.names('event');
    const ofCase = cells(survey.names('case'), attributes);
    return events
      .map(({ type, time, attributes: own }) =>
        row([patient, type, time, ...cells(columns, own), ...ofCase]),
      )
      .join('');
  },
  foot: () => '',
};

function cells(columns: readonly string[], attributes: readonly Attribute[]): readonly Plain[] {
  const values = new Map(attributes);
  return columns.map((column) => values.get(column) ?? '');
}

export function row(values: readonly Plain[]): string {
  return `${values.map((value) => quoted(String(value))).join(',')}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
