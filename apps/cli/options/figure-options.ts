/** The options that several commands share, each written once. */
import { Option, type Command } from 'commander';
import { beginning, instant, wholeNumber } from './values.js';

/** What every figure is asked about. */
export interface FigureOptions {
  readonly pathway: string;
  readonly asOf?: string;
  readonly knownAt?: string;
}

export interface RowsOptions {
  readonly limit?: number;
}

export interface SpellOptions extends FigureOptions {
  readonly from: readonly string[];
  readonly censor?: 'last-event' | 'as-of';
  readonly evidence?: number;
}

/** Rows in a table where nobody gave a number. */
export const ROWS_SHOWN = 20;

const ROWS_MAX = 1_000_000;

/** Adds the pathway and the two times. */
export function addFigureOptions(command: Command, asOfDefault: string): Command {
  return command
    .requiredOption('--pathway <id>', 'pathway; stafett pathway list shows them')
    .addOption(asOfOption(asOfDefault))
    .addOption(knownAtOption());
}

export function asOfOption(byDefault: string): Option {
  return new Option(
    '--as-of <instant>',
    `count only what had happened by then (default: ${byDefault})`,
  ).argParser(instant);
}

export function knownAtOption(): Option {
  return new Option(
    '--known-at <instant>',
    'count only what had been recorded by then (default: everything)',
  ).argParser(instant);
}

/** Adds what a figure of spells is asked: where they begin, where an open one is cut off, which to list. */
export function addSpellOptions(command: Command, evidence: string): Command {
  return command
    .requiredOption(
      '--from <type>',
      'event type that starts the clock (repeatable), or @start for the first event of any type',
      beginning,
    )
    .addOption(
      new Option(
        '--censor <where>',
        'count an unfinished wait up to the patient’s last known event, or up to the as-of instant ' +
          '(default: last-event; as-of if --as-of is given)',
      ).choices(['last-event', 'as-of']),
    )
    .addOption(evidenceOption(evidence));
}

export function evidenceOption(what: string): Option {
  return new Option('--evidence <n>', `also list up to n of ${what}`).argParser(
    wholeNumber(1, ROWS_MAX),
  );
}

export function limitOption(what: string): Option {
  return new Option(
    '--limit <n>',
    `list at most n ${what} (default: ${ROWS_SHOWN}; with --json, all)`,
  ).argParser(wholeNumber(1, ROWS_MAX));
}
