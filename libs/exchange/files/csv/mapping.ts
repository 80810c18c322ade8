/**
 * Mapping files: which column of a CSV file means what, and which activity is which care
 * event type. YAML, checked against a schema; every problem carries its line and column.
 */
import { Type, type Static } from 'typebox';
import { errorText } from '#care-event';
import { readCheckedYaml, type ReportProblem } from '#pathway-language';
import { timeReader } from '../times/foreign-time.js';
import { ImportRefused, type MappingProblem } from '../source/import-refused.js';

const Column = Type.String({ minLength: 1, maxLength: 200 });
const closed = { additionalProperties: false } as const;

const DataColumn = Type.Object(
  {
    column: Column,
    /** Name in the event's data; the column's own by default. */
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    type: Type.Optional(Type.Enum(['text', 'number', 'integer', 'boolean'])),
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

const CSV_NEEDS = ['case', 'type', 'time'] as const;

/** @throws ImportRefused (`mapping-invalid`) with every problem's line and column */
export function readMapping(yaml: string, format: 'csv' | 'xes'): Mapping {
  const read = readCheckedYaml(yaml, MappingSchema, (mapping, at) =>
    checkMeaning(mapping, format, at),
  );
  if ('problems' in read) throw invalid(read.problems);
  return read.value;
}

function checkMeaning(mapping: Mapping, format: 'csv' | 'xes', at: ReportProblem): void {
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

function checkTime(time: Exclude<Mapping['time'], string | undefined>, at: ReportProblem): void {
  const { format = 'iso', zone } = time;
  try {
    timeReader({ format });
  } catch (error) {
    at(['time', 'format'], errorText(error));
  }
  if (zone === undefined) return;
  try {
    timeReader({ format: 'iso', zone });
  } catch {
    at(['time', 'zone'], `${zone} is not an IANA time zone, such as Europe/Oslo`);
  }
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

function invalid(problems: readonly MappingProblem[]): ImportRefused {
  const listed = problems
    .slice(0, 5)
    .map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
  return new ImportRefused('mapping-invalid', `The mapping cannot be used. ${listed.join('; ')}`, {
    problems,
  });
}
