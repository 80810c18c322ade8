/**
 * What is asked of a figure in an address, read by its description: every value is checked, and
 * all faults are named at once, each with its place.
 */
import { parseInstant, parseLimit, parseOccurredAt } from '#calendar';
import { parseCause } from '#projections';
import {
  nameOf,
  parametersOf,
  refusedSelection,
  type FigureDescription,
} from '../../composition/figures/describe-figure.js';
import { isList, type Parameter } from '../../composition/figures/parameter.js';
import { DIMENSIONS, dimensionOf, isAttribute } from '../../composition/figures/selection.js';
import { invalidRequest } from '../http/known-names.js';
import { Problem } from '../http/problem.js';
import type { KnownParameters } from '../http/query-parameters.js';
import { MAX_LISTED } from '../http/validators.js';

/** Most values of one repeated parameter. */
export const MAX_REPEATS = 100;
const CHARACTERS_MAX = 200;
const CAUSE_CHARACTERS_MAX = 2_000;

export type QueryString = Readonly<Record<string, string | readonly string[]>>;

/** What a text means, or what it has to be instead. */
type Read = { readonly value: unknown } | { readonly fault: string };

/** @throws Problem with every parameter at fault, or why the figure is not grouped */
export function readQuestion(
  figure: FigureDescription,
  asked: QueryString,
  now: string,
): Readonly<Record<string, unknown>> {
  const selecting = Object.keys(asked).filter(isOfSelection);
  const ungrouped = refusedSelection(figure, selecting);
  if (ungrouped !== undefined)
    throw new Problem(422, 'not-grouped', 'The question cannot be answered', ungrouped);
  const faults: { path: string; message: string }[] = [];
  const read: Record<string, unknown> = { asOf: now };
  for (const [field, parameter] of Object.entries(parametersOf(figure))) {
    const name = nameOf(field, parameter);
    const found =
      parameter.kind === 'selected' ? readSelection(asked) : readParameter(parameter, asked[name]);
    if ('fault' in found) faults.push({ path: name, message: `${name} ${found.fault}` });
    else if (found.value !== undefined) read[field] = found.value;
  }
  if (faults.length > 0) throw invalidRequest(faults);
  return read;
}

export function knownParameters(figure: FigureDescription): KnownParameters {
  const all = new Map<string, boolean>();
  for (const [field, parameter] of Object.entries(parametersOf(figure)))
    if (parameter.kind === 'selected')
      Object.keys(DIMENSIONS).forEach((name) => all.set(name, true));
    else all.set(nameOf(field, parameter), isList(parameter));
  // Read to be told why they are not taken, where the figure has a reason.
  const hasReason = figure.ungrouped !== undefined;
  if (hasReason) all.set('groupBy', false);
  const isOther = (name: string): boolean =>
    figure.selects === false ? hasReason && isOfSelection(name) : isAttribute(name);
  const isRepeated = (name: string): boolean => all.get(name) === true || isOther(name);
  return { names: [...all.keys()], isList: isRepeated, isOther };
}

function isOfSelection(name: string): boolean {
  return name === 'groupBy' || Object.hasOwn(DIMENSIONS, name) || isAttribute(name);
}

/** Each dimension is a parameter of its own: `municipality=0301&attribute.cost=12`. */
function readSelection(asked: QueryString): Read {
  const where = Object.entries(asked)
    .filter(([name]) => name !== 'groupBy' && isOfSelection(name))
    .flatMap(([name, given]) =>
      [given].flat().map((value) => ({ dimension: dimensionOf(name), value })),
    );
  if (where.length > MAX_REPEATS) return { fault: `is more than ${MAX_REPEATS} values` };
  return { value: where.length === 0 ? undefined : where };
}

function readParameter(parameter: Parameter, given: string | readonly string[] | undefined): Read {
  if (given === undefined) {
    if (parameter.required) return { fault: 'is missing' };
    return { value: parameter.kind === 'rows' ? (parameter.page ?? MAX_LISTED) : undefined };
  }
  if (!isList(parameter)) return readValue(parameter, String(given));
  const texts = [given].flat();
  if (texts.length > MAX_REPEATS) return { fault: `is given more than ${MAX_REPEATS} times` };
  const read = texts.map((text) => readValue(parameter, text));
  const fault = read.find((each) => 'fault' in each);
  return fault ?? { value: read.map((each) => ('value' in each ? each.value : undefined)) };
}

function readValue(parameter: Parameter, text: string): Read {
  switch (parameter.kind) {
    case 'instant':
      if (parseInstant(text) !== undefined) return { value: text };
      if (parseOccurredAt(text)?.precision === 'day') return { value: text };
      return {
        fault:
          'must be an instant with an offset, such as 2014-07-01T00:00:00Z, in which + is written %2B in an address, or a date such as 2014-07-01',
      };
    case 'length':
    case 'lengths':
      if (parseLimit(text) !== undefined) return { value: text };
      return { fault: 'must be a limit such as 60m, 4h, 10 days or 6 weeks' };
    case 'choice':
      if (parameter.choices.includes(text)) return { value: text };
      return { fault: `must be ${parameter.choices.join(' or ')}` };
    case 'flag':
      if (text === 'true' || text === 'false') return { value: text === 'true' };
      return { fault: 'must be true or false' };
    case 'count':
      return readCount(text, parameter.min);
    case 'rows':
      return readCount(text, 1);
    case 'causes': {
      const cause = text.length <= CAUSE_CHARACTERS_MAX ? parseCause(text) : undefined;
      if (cause !== undefined) return { value: cause };
      return {
        fault: `must be NAME=TYPE, or NAME=TYPE|TYPE, in at most ${CAUSE_CHARACTERS_MAX} characters`,
      };
    }
    case 'dimension':
      return { value: dimensionOf(text) };
    case 'selected':
    case 'text':
    case 'texts':
    case 'types':
    case 'beginnings':
      if (text.length <= CHARACTERS_MAX) return { value: text };
      return { fault: `must have at most ${CHARACTERS_MAX} characters` };
  }
}

/** Digits alone are read as a number: neither `1e3` nor nothing at all is one. */
function readCount(text: string, min: number): Read {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= MAX_LISTED) return { value };
  return { fault: `must be a whole number from ${min} to ${MAX_LISTED}, in digits alone` };
}
