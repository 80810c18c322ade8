/** The options that several commands share, each written once. */
import { Option } from 'commander';
import { instant, instantOrDay, wholeNumber } from './values.js';

export interface RowsOptions {
  readonly limit?: number;
}

/** Rows in a table where nobody gave a number. */
export const ROWS_LISTED = 20;

/** Most rows that can be asked for. */
export const ROWS_MAX = 1_000_000;

const DAY = 'a date stands for the end of that day in the zone of the pathway';

export function asOfOption(byDefault: string): Option {
  return new Option(
    '--as-of <instant>',
    `count only what had happened by then; ${DAY} (default: ${byDefault})`,
  ).argParser(instantOrDay);
}

export function knownAtOption(): Option {
  return new Option(
    '--known-at <instant>',
    'count only what had been recorded by then (default: everything)',
  ).argParser(instant);
}

export function knownAtOrDayOption(): Option {
  return new Option(
    '--known-at <instant>',
    `count only what had been recorded by then; ${DAY} (default: everything)`,
  ).argParser(instantOrDay);
}

export function limitOption(what: string): Option {
  return new Option(
    '--limit <n>',
    `list at most n ${what} (default: ${ROWS_LISTED}; with --json, all)`,
  ).argParser(wholeNumber(1, ROWS_MAX));
}

export function pathwayOption(): Option {
  return new Option(
    '--pathway <id>',
    'pathway; stafett pathway list shows them (default: the one that is published, if there is only one)',
  );
}

export function csvOption(): Option {
  return new Option(
    '--csv',
    'print the rows as CSV, all of them unless --limit says otherwise; groups under five are suppressed',
  );
}
