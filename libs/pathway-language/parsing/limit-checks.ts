/** Limits have to be lengths of time, in units that make sense where they stand. */
import { type LimitUnit, parseLimit } from '#calendar';
import type { Mentions } from './mentions.js';
import type { DocumentPath, ProblemList } from './problem-list.js';
import { isRecord } from './shape.js';
import { formatValue } from '#care-event';

type Fields = Readonly<Record<string, unknown>>;

const CLOCK_UNITS = ['second', 'minute', 'hour'] as const;

/** Where not every unit will do: which will. */
const UNITS = {
  'in-counted-days': ['day', 'working-day', 'benefit-day'],
  'in-whole-days': ['day', 'week'],
  'in-calendar-units': ['day', 'week', 'month'],
  'in-plain-units': [...CLOCK_UNITS, 'day', 'week', 'month'],
} as const satisfies Readonly<Record<string, readonly LimitUnit[]>>;

export function addLimitProblems(
  definition: Fields,
  mentions: Mentions,
  problems: ProblemList,
): void {
  for (const mention of mentions.texts('limit')) addLimitProblem(mention, problems);
  const parameters = isRecord(definition['parameters']) ? definition['parameters'] : {};
  for (const means of Object.keys(UNITS) as (keyof typeof UNITS)[]) {
    for (const { path, value } of mentions.of(means)) {
      const texts = textsOf(value, parameters);
      const wrong = texts.find((text) => !unitFits(text, UNITS[means]));
      if (wrong === undefined) continue;
      const message = wrongUnit(wrong, UNITS[means]);
      problems.add(path, { code: 'wrong-unit', message });
    }
  }
}

/** Code `invalid-limit`. */
export function addLimitProblem(
  { path, value }: { readonly path: DocumentPath; readonly value: string },
  problems: ProblemList,
): void {
  if (parseLimit(value) !== undefined) return;
  problems.add(path, {
    code: 'invalid-limit',
    message: `${formatValue(value)} is not a duration`,
    advice:
      'a whole number and seconds, minutes, hours, days, working days, benefit days, weeks or months, such as `60 minutes` or `6 weeks`; or ISO 8601 of one unit, such as PT60M or P6W',
  });
}

/** Where a clock's days are added up, they are of the kind that it counts. */
export function addAccumulationProblems(
  definition: Fields,
  mentions: Mentions,
  problems: ProblemList,
): void {
  const parameters = isRecord(definition['parameters']) ? definition['parameters'] : {};
  const units = countedUnits(definition['clocks']);
  for (const { path, value } of mentions.of('accumulated')) {
    if (!isRecord(value)) continue;
    const unit = units.get(value['accumulated']) ?? 'day';
    const wrong = textsOf(value['days'], parameters).find((text) => !unitFits(text, [unit]));
    if (wrong === undefined) continue;
    problems.add([...path, 'days'], { code: 'wrong-unit', message: wrongUnit(wrong, [unit]) });
  }
}

/** By the id of the clock, of those that do not count every day. */
function countedUnits(clocks: unknown): ReadonlyMap<unknown, LimitUnit> {
  const units = new Map<unknown, LimitUnit>();
  for (const clock of Array.isArray(clocks) ? (clocks as readonly unknown[]) : []) {
    if (!isRecord(clock)) continue;
    if (clock['counts'] === 'benefit-days') units.set(clock['id'], 'benefit-day');
    if (clock['counts'] === 'working-days') units.set(clock['id'], 'working-day');
  }
  return units;
}

function wrongUnit(text: string, units: readonly LimitUnit[]): string {
  const words = units.map((unit) => `${unit.replace('-', ' ')}s`).join(', ');
  return `${formatValue(text)} cannot be used here: expected a number of ${words}`;
}

/** The texts that a limit may come to: its own, or all those of a parameter. */
function textsOf(value: unknown, parameters: Fields): readonly string[] {
  if (typeof value === 'string') return [value];
  const id = isRecord(value) ? value['parameter'] : undefined;
  const parameter =
    typeof id === 'string' && Object.hasOwn(parameters, id) ? parameters[id] : undefined;
  if (!isRecord(parameter)) return [];
  const local = isRecord(parameter['local']) ? Object.values(parameter['local']) : [];
  return [parameter['default'], ...local].filter((text) => typeof text === 'string');
}

function unitFits(text: string, units: readonly LimitUnit[]): boolean {
  const limit = parseLimit(text);
  return limit === undefined || units.includes(limit.unit);
}
