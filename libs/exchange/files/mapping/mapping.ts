/**
 * Mapping files: which column of a file means what, and which activity is which care event
 * type. YAML, checked against a schema; every problem carries its line and column.
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

const Time = Type.Union([
  Column,
  Type.Object(
    {
      column: Column,
      format: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
      zone: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    },
    closed,
  ),
]);

const LIFECYCLES = ['complete', 'all', 'durations'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

const MappingSchema = Type.Object(
  {
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
    encoding: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    /** Whether white space around cells is no part of them. */
    trim: Type.Optional(Type.Boolean()),
    case: Type.Optional(Column),
    type: Type.Optional(
      Type.Union([
        Column,
        Type.Object({ constant: Type.String({ minLength: 1 }) }, closed),
        Type.Object({ classifier: Type.String({ minLength: 1, maxLength: 200 }) }, closed),
        Type.Array(Column, { minItems: 1, maxItems: 10 }),
      ]),
    ),
    types: Type.Optional(Type.Record(Type.String(), Type.String({ minLength: 1, maxLength: 200 }))),
    time: Type.Optional(Time),
    /** When the activity began, where one row has both. */
    start: Type.Optional(Time),
    /** Column of the lifecycle's transition, and what to make of it. */
    transition: Type.Optional(Column),
    instance: Type.Optional(Column),
    lifecycle: Type.Optional(Type.Enum([...LIFECYCLES])),
    /** The object type of an OCEL that is the case. */
    objectType: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
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
    /** Columns that are about the case and not about one event. */
    caseData: Type.Optional(Type.Array(Column)),
    /** Columns that are not kept. */
    drop: Type.Optional(Type.Array(Column)),
  },
  closed,
);

/** A mapping as written. Of XES and OCEL, columns are attributes, and `case:…` those of the case. */
export type Mapping = Static<typeof MappingSchema>;
export type DataColumn = Static<typeof DataColumn>;

const CSV_NEEDS = ['case', 'type', 'time'] as const;
/** What says how a text file is written. */
const CSV_ONLY = ['delimiter', 'encoding', 'trim'] as const;
/** What an OCEL says itself. */
const OCEL_SAYS = ['case', 'type', 'time', 'transition', 'instance'] as const;

export type MappedFormat = 'csv' | 'xes' | 'ocel';

/** @throws ImportRefused (`mapping-invalid`) with every problem's line and column */
export function readMapping(yaml: string, format: MappedFormat): Mapping {
  const read = readCheckedYaml(yaml, MappingSchema, (mapping, at) =>
    checkMeaning(mapping, format, at),
  );
  if ('problems' in read) throw invalid(read.problems);
  return read.value;
}

function checkMeaning(mapping: Mapping, format: MappedFormat, at: ReportProblem): void {
  if (format === 'csv') {
    for (const key of CSV_NEEDS) {
      if (mapping[key] === undefined)
        at([], `${key} is missing: a CSV file needs ${CSV_NEEDS.join(', ')}`);
    }
  } else {
    for (const key of CSV_ONLY)
      if (mapping[key] !== undefined) at([key], `${key} is for CSV files only`);
  }
  if (format === 'ocel') {
    for (const key of OCEL_SAYS)
      if (mapping[key] !== undefined) at([key], `${key} is what an OCEL says itself`);
  } else if (mapping.objectType !== undefined) {
    at(['objectType'], 'objectType is for OCEL only');
  }
  if (typeof mapping.type === 'object' && 'classifier' in mapping.type && format !== 'xes') {
    at(['type'], 'only a XES file has classifiers');
  }
  if (mapping.encoding !== undefined && !isEncoding(mapping.encoding)) {
    at(['encoding'], `the encoding ${mapping.encoding} is not known`);
  }
  if (mapping.delimiter !== undefined && /["\r\n]/.test(mapping.delimiter)) {
    at(['delimiter'], 'a quote or a line end cannot part columns');
  }
  for (const key of ['time', 'start'] as const) {
    const time = mapping[key];
    if (typeof time === 'object') checkTime(key, time, at);
  }
  if (typeof mapping.patient === 'object' && mapping.patient.system?.includes('|') === true) {
    at(['patient', 'system'], 'the system of an identifier cannot hold a "|"');
  }
}

function checkTime(
  key: 'time' | 'start',
  time: Exclude<Mapping['time'], string | undefined>,
  at: ReportProblem,
): void {
  const { format = 'iso', zone } = time;
  try {
    timeReader({ format });
  } catch (error) {
    at([key, 'format'], errorText(error));
  }
  if (zone === undefined) return;
  try {
    timeReader({ format: 'iso', zone });
  } catch {
    at([key, 'zone'], `${zone} is not an IANA time zone, such as Europe/Oslo`);
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
