/**
 * Mapping files: which column of a CSV file means what, and which activity is which care
 * event type. YAML, checked against a schema; every problem carries its line and column.
 */
import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { adviseName } from './advise-name.js';
import { timeReader } from './foreign-time.js';
import { ImportRefused, type MappingProblem } from './malformed-file.js';

const Column = Type.String({ minLength: 1, maxLength: 200 });
const closed = { additionalProperties: false } as const;

const DataColumn = Type.Object(
  {
    column: Column,
    /** Name in the event's data; the column's own by default. */
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    type: Type.Optional(
      Type.Union([
        Type.Literal('text'),
        Type.Literal('number'),
        Type.Literal('integer'),
        Type.Literal('boolean'),
      ]),
    ),
  },
  closed,
);

const MappingSchema = Type.Object(
  {
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
    encoding: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    case: Type.Optional(Column),
    type: Type.Optional(
      Type.Union([Column, Type.Object({ constant: Type.String({ minLength: 1 }) }, closed)]),
    ),
    types: Type.Optional(Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 200 }))),
    time: Type.Optional(
      Type.Union([
        Column,
        Type.Object(
          {
            column: Column,
            format: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
            zone: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
          },
          closed,
        ),
      ]),
    ),
    id: Type.Optional(Column),
    sequence: Type.Optional(Column),
    patient: Type.Optional(
      Type.Union([
        Column,
        Type.Object(
          { column: Column, system: Type.Optional(Type.String({ minLength: 1 })) },
          closed,
        ),
      ]),
    ),
    actor: Type.Optional(
      Type.Object({ role: Type.Optional(Column), organisation: Type.Optional(Column) }, closed),
    ),
    municipality: Type.Optional(Column),
    data: Type.Optional(
      Type.Union([Type.Literal('rest'), Type.Array(Type.Union([Column, DataColumn]))]),
    ),
  },
  closed,
);

/** A mapping as written. For XES only `types` may be given. */
export type Mapping = Static<typeof MappingSchema>;
export type DataColumn = Static<typeof DataColumn>;

const KEYS = Object.keys(MappingSchema.properties);
const CSV_NEEDS = ['case', 'type', 'time'] as const;
const validator = Compile(MappingSchema);

/** @throws ImportRefused (`mapping-invalid`) with every problem's line and column */
export function readMapping(yaml: string, format: 'csv' | 'xes'): Mapping {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true });
  const problems: MappingProblem[] = document.errors.map(({ message, linePos }) => ({
    line: linePos?.[0].line ?? 1,
    column: linePos?.[0].col ?? 1,
    message: message.split('\n')[0] ?? message,
  }));
  if (problems.length > 0) throw invalid(problems);
  const at = (path: readonly string[], message: string): void => {
    problems.push({ ...place(document, lines, path), message });
  };
  refuseAliases(document, lines, problems);
  if (problems.length > 0) throw invalid(problems);
  const value: unknown = document.toJS();
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    at([], `a mapping is a list of keys with their values (${KEYS.join(', ')})`);
    throw invalid(problems);
  }
  if (validator.Check(value)) checkMeaning(value, format, at);
  else checkForm(value, at);
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  if (problems.length > 0) throw invalid(problems);
  return value;
}

type Report = (path: readonly string[], message: string) => void;

/** One sentence per place: a value that fits none of several forms is told once, not once per form. */
function checkForm(value: unknown, at: Report): void {
  const errors = validator.Errors(value);
  const told = new Set<string>();
  const tell = (path: readonly string[], message: string): void => {
    const key = path.join('/');
    if (told.has(key)) return;
    told.add(key);
    at(path, message);
  };
  for (const error of errors) {
    const path = error.instancePath.split('/').slice(1).map(unescapePointer);
    if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties) {
        const advice = path.length === 0 ? adviseName(name, KEYS) : undefined;
        const hint = advice === undefined ? '' : `: did you mean ${advice}?`;
        tell([...path, name], `the key ${name} is not known here${hint}`);
      }
    }
  }
  for (const error of errors) {
    // These repeat, less clearly, what the others say.
    if (['boolean', 'anyOf', 'additionalProperties'].includes(error.keyword)) continue;
    const path = error.instancePath.split('/').slice(1).map(unescapePointer);
    const key = path.join('/');
    if ([...told].some((other) => other.startsWith(`${key}/`))) continue;
    const forms = errors.filter(
      ({ keyword, instancePath }) => keyword === 'type' && instancePath === error.instancePath,
    );
    const otherwise = errors.find(
      ({ keyword, instancePath }) =>
        instancePath === error.instancePath && (keyword === 'required' || keyword === 'const'),
    );
    const message =
      otherwise?.message ??
      (forms.length > 1 ? forms.map((form) => form.message).join(' or ') : error.message);
    tell(path, `${path.at(-1) ?? 'the mapping'} ${message}`);
  }
  if (told.size === 0) at([], 'the mapping is not of the form it should have');
}

function checkMeaning(mapping: Mapping, format: 'csv' | 'xes', at: Report): void {
  if (format === 'xes') {
    for (const key of Object.keys(mapping)) {
      if (key !== 'types') at([key], `${key} is for CSV files; for XES a mapping has types only`);
    }
    return;
  }
  for (const key of CSV_NEEDS) {
    if (mapping[key] === undefined)
      at([], `${key} is missing: a CSV file needs ${CSV_NEEDS.join(', ')}`);
  }
  if (mapping.encoding !== undefined && !isEncoding(mapping.encoding)) {
    at(['encoding'], `the encoding ${mapping.encoding} is not known`);
  }
  if (mapping.delimiter !== undefined && /["\r\n]/.test(mapping.delimiter)) {
    at(['delimiter'], 'a quote or a line end cannot part columns');
  }
  if (typeof mapping.time === 'object') checkTime(mapping.time, at);
  if (typeof mapping.patient === 'object' && mapping.patient.system?.includes('|') === true) {
    at(['patient', 'system'], 'the system of an identifier cannot hold a "|"');
  }
}

function checkTime(time: Exclude<Mapping['time'], string | undefined>, at: Report): void {
  const { format = 'iso', zone } = time;
  try {
    timeReader({ format });
  } catch (error) {
    at(['time', 'format'], error instanceof Error ? error.message : String(error));
  }
  if (zone === undefined) return;
  try {
    timeReader({ format: 'iso', zone });
  } catch {
    at(['time', 'zone'], `${zone} is no IANA time zone, such as Europe/Oslo`);
  }
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

/** Aliases could make a small file huge, and a mapping needs none. */
function refuseAliases(document: Document, lines: LineCounter, problems: MappingProblem[]): void {
  visit(document, {
    Alias: (_, { range }) => {
      const { line, col } = lines.linePos(range?.[0] ?? 0);
      problems.push({ line, column: col, message: 'an alias (*) is not accepted in a mapping' });
      return visit.BREAK;
    },
  });
}

/** Where that part stands in the file: its key if it has one, else the nearest part around it. */
function place(
  document: Document,
  lines: LineCounter,
  path: readonly string[],
): { line: number; column: number } {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === name)
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}

function invalid(problems: readonly MappingProblem[]): ImportRefused {
  const shown = problems
    .slice(0, 5)
    .map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
  return new ImportRefused('mapping-invalid', `The mapping cannot be used. ${shown.join('; ')}`, {
    problems,
  });
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
