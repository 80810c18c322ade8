/** The options of a figure's command, made from the description of the figure. */
import { Option, type Command } from 'commander';
import type { SelectedValue } from '#projections';
import {
  nameOf,
  parametersOf,
  refusedSelection,
  type FigureDescription,
} from '../../composition/figures/describe-figure.js';
import { isList, type Parameter } from '../../composition/figures/parameter.js';
import { dimensionOf, readSelected } from '../../composition/figures/selection.js';
import { Refused, usage } from '../terminal/errors.js';
import { ROWS_MAX, ROWS_LISTED } from './figure-options.js';
import { beginning, instantOrDay, limit, repeated, repeatedLimit, wholeNumber } from './values.js';

/** Values by the names that the parser gives to options. */
export type GivenOptions = Readonly<Record<string, unknown>>;

export function addParameters(command: Command, figure: FigureDescription): Command {
  for (const [field, parameter] of Object.entries(parametersOf(figure)))
    command.addOption(optionOf(nameOf(field, parameter), parameter));
  if (figure.ungrouped !== undefined) command.addOption(refused('--group-by <dimension>'));
  if (figure.ungrouped !== undefined && figure.selects === false)
    command.addOption(refused('--where <dimension=value>'));
  return command;
}

/** Read so that whoever gives it is told why the figure does not take it. */
function refused(flags: string): Option {
  return new Option(flags).hideHelp();
}

/**
 * The query's fields that the options give.
 * @throws Refused the figure is not grouped
 */
export async function valuesGiven(
  figure: FigureDescription,
  options: GivenOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const selecting = ['where', 'groupBy'].filter((name) => options[name] !== undefined);
  const ungrouped = refusedSelection(figure, selecting);
  if (ungrouped !== undefined) throw new Refused('not-grouped', ungrouped);
  const given: Record<string, unknown> = {};
  for (const [field, parameter] of Object.entries(parametersOf(figure))) {
    const value = options[nameOf(field, parameter)];
    if (value === undefined) continue;
    given[field] = await valueOf(parameter, value);
  }
  return given;
}

async function valueOf({ kind }: Parameter, value: unknown): Promise<unknown> {
  if (kind === 'causes') {
    const { parseCauses } = await import('./parse-causes.js');
    return parseCauses(value as readonly string[]);
  }
  if (kind === 'dimension') return dimensionOf(value as string);
  return kind === 'selected' ? (value as readonly string[]).map(selected) : value;
}

function selected(text: string): SelectedValue {
  const read = readSelected(text);
  if (read !== undefined) return read;
  throw usage(`--where ${text}: expected DIMENSION=VALUE, such as municipality=0301.`);
}

function optionOf(name: string, parameter: Parameter): Option {
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const value = VALUE_NAMES[parameter.kind];
  const flags = value === undefined ? flag : `${flag} <${value}>`;
  const option = new Option(flags, wordsOf(name, parameter));
  if (parameter.required) option.makeOptionMandatory();
  if (parameter.kind === 'choice') return option.choices(parameter.choices);
  const reader = readerOf(parameter);
  if (reader === undefined) return option;
  return option.argParser((text, before: unknown) => reader(text, before as Before));
}

const VALUE_NAMES: Readonly<Partial<Record<Parameter['kind'], string>>> = {
  ...{
    instant: 'instant',
    text: 'text',
    texts: 'id',
    length: 'limit',
    lengths: 'limit',
    choice: 'which',
  },
  ...{ count: 'n', rows: 'n', types: 'type', beginnings: 'type', causes: 'name=types' },
  ...{ selected: 'dimension=value', dimension: 'dimension' },
};

function wordsOf(name: string, parameter: Parameter): string {
  const { words, kind } = parameter;
  if (name === 'asOf') return `${words} (default: now)`;
  if (name === 'knownAt') return `${words} (default: everything)`;
  if (kind === 'rows')
    return `${words} (default: ${ROWS_LISTED}; with --json, ${parameter.page ?? 'all'})`;
  if (kind === 'length') return `${words}, such as ${parameter.example ?? '6 weeks'}`;
  return isList(parameter) ? `${words}; repeatable` : words;
}

/** What the option was given before, where it may be repeated. */
type Before = readonly string[] | undefined;

function readerOf(parameter: Parameter): ((text: string, before: Before) => unknown) | undefined {
  switch (parameter.kind) {
    case 'instant':
      return instantOrDay;
    case 'length':
      return limit;
    case 'lengths':
      return repeatedLimit;
    case 'selected':
    case 'types':
    case 'texts':
    case 'causes':
      return repeated;
    case 'beginnings':
      return beginning;
    case 'count':
      return wholeNumber(parameter.min, ROWS_MAX);
    case 'rows':
      return wholeNumber(1, ROWS_MAX);
    default:
      return undefined;
  }
}
