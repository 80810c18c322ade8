/**
 * Patterns of times, such as `dd.MM.yyyy HH:mm:ss`, in the letters of Unicode's date
 * patterns (CLDR), as far as logs use them.
 */

/** Two digits each (the year four), except `fraction` and `offset`, which are as written. */
export interface TimeFields {
  readonly year: string;
  readonly month: string;
  readonly day: string | undefined;
  readonly hour: string | undefined;
  readonly minute: string | undefined;
  readonly second: string | undefined;
  readonly fraction: string | undefined;
  readonly offset: string | undefined;
}

type Field = keyof TimeFields | 'hour12' | 'half';

const LETTERS: Readonly<Record<string, readonly [Field, string]>> = {
  yyyy: ['year', '\\d{4}'],
  MM: ['month', '\\d\\d'],
  M: ['month', '\\d{1,2}'],
  dd: ['day', '\\d\\d'],
  d: ['day', '\\d{1,2}'],
  HH: ['hour', '\\d\\d'],
  H: ['hour', '\\d{1,2}'],
  hh: ['hour12', '\\d\\d'],
  h: ['hour12', '\\d{1,2}'],
  a: ['half', '[AaPp]\\.?[Mm]\\.?'],
  mm: ['minute', '\\d\\d'],
  ss: ['second', '\\d\\d'],
  XXX: ['offset', '[Zz]|[+-]\\d\\d:\\d\\d'],
  XX: ['offset', '[Zz]|[+-]\\d{4}'],
  X: ['offset', '[Zz]|[+-]\\d\\d'],
};

/** Letters, a quoted literal, or any other single character. */
const PART = /([A-Za-z])\1*|'([^']*)'|[^A-Za-z']/g;
const PATTERN_LENGTH_MAX = 60;

/**
 * Turns a pattern into a reader that gives the fields of a text, or undefined when the
 * text is not of that form.
 * @throws RangeError naming what is wrong with the pattern
 */
export function compileTimePattern(pattern: string): (text: string) => TimeFields | undefined {
  if (pattern.length > PATTERN_LENGTH_MAX)
    throw new RangeError('a time pattern is never this long');
  const fields: Field[] = [];
  let source = '';
  for (const [part, , literal] of pattern.matchAll(PART)) {
    const letter = letterOf(part);
    if (letter !== undefined) {
      if (fields.includes(letter[0]))
        throw new RangeError(`the pattern gives the ${letter[0]} twice`);
      fields.push(letter[0]);
      source += `(${letter[1]})`;
    } else if (/^[A-Za-z]/.test(part) && part !== 'T') {
      throw new RangeError(
        `${part} is not known in a time pattern (known: ${Object.keys(LETTERS).join(', ')}, S…; put other letters into '…')`,
      );
    } else {
      source += escaped(literal ?? part);
    }
  }
  checkWhole(fields);
  const form = new RegExp(`^${source}$`);
  return (text) => {
    const match = form.exec(text);
    if (match === null) return undefined;
    const found = new Map(fields.map((field, index) => [field, match[index + 1] ?? '']));
    return toFields(found);
  };
}

function letterOf(part: string): readonly [Field, string] | undefined {
  if (/^S+$/.test(part)) return ['fraction', `\\d{${part.length}}`];
  return Object.hasOwn(LETTERS, part) ? LETTERS[part] : undefined;
}

function checkWhole(fields: readonly Field[]): void {
  const has = (field: Field): boolean => fields.includes(field);
  const time = has('hour') || has('hour12');
  if (!has('year') || !has('month')) throw new RangeError('a time pattern needs yyyy and MM');
  if (has('hour') && has('hour12')) throw new RangeError('a time pattern has HH or hh, not both');
  if (has('hour12') !== has('half')) throw new RangeError('hh and a (am, pm) go together');
  if (time && !has('day')) throw new RangeError('a time of day needs its day, dd');
  if (time !== has('minute')) throw new RangeError('a time of day is HH:mm at least');
  if (has('second') && !time) throw new RangeError('ss needs HH:mm');
  if (has('fraction') && !has('second')) throw new RangeError('a fraction (S) needs ss');
  if (has('offset') && !time) throw new RangeError('an offset needs a time of day');
}

function toFields(found: ReadonlyMap<Field, string>): TimeFields | undefined {
  const hour = found.has('hour12') ? hourOf12(found) : found.get('hour');
  if (hour === '') return undefined;
  return {
    year: found.get('year') ?? '',
    month: (found.get('month') ?? '').padStart(2, '0'),
    day: found.get('day')?.padStart(2, '0'),
    hour: hour?.padStart(2, '0'),
    minute: found.get('minute'),
    second: found.get('second'),
    fraction: found.get('fraction'),
    offset: found.get('offset'),
  };
}

/** 12 am is the first hour of the day, 12 pm the thirteenth; empty for 0 and 13. */
function hourOf12(found: ReadonlyMap<Field, string>): string {
  const hour = Number(found.get('hour12'));
  if (hour < 1 || hour > 12) return '';
  const afternoon = /^[Pp]/.test(found.get('half') ?? '');
  return String((hour % 12) + (afternoon ? 12 : 0));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
