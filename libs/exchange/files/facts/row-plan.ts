/** A mapping with all that it leaves to the format filled in: which name means what. */
import { ImportRefused } from '../source/import-refused.js';
import type { Lifecycle, Mapping } from '../mapping/mapping.js';
import type { CellType } from './typed-cell.js';

export interface TimeField {
  readonly column: string;
  readonly format?: string;
  readonly zone?: string;
}

export interface DataField {
  readonly name: string;
  /** Undefined: as it looks in a table, as it is typed elsewhere. */
  readonly type: CellType | undefined;
}

export interface RowPlan {
  readonly case: string;
  readonly type: { readonly constant: string } | { readonly columns: readonly string[] };
  readonly types: ReadonlyMap<string, string>;
  readonly time: TimeField;
  readonly start: TimeField | undefined;
  readonly transition: string | undefined;
  readonly instance: string | undefined;
  readonly lifecycle: Lifecycle | undefined;
  readonly id: string | undefined;
  readonly sequence: string | undefined;
  readonly patient: string | undefined;
  /** Who issued the patients' identifiers, where the mapping says so. */
  readonly patientSystem: string | undefined;
  readonly role: string | undefined;
  readonly organisation: string | undefined;
  readonly municipality: string | undefined;
  /** What is kept of each event, by column. */
  readonly data: ReadonlyMap<string, DataField>;
  /** Whether all other columns are kept, too. */
  readonly keepsRest: boolean;
  readonly caseData: ReadonlySet<string>;
  readonly drop: ReadonlySet<string>;
  /** Whether values are cells: texts of no type of their own. */
  readonly isTable: boolean;
}

/** How names of a format's own stand in for what a mapping leaves out. */
export interface FormatNames {
  readonly case: string;
  readonly type: string;
  readonly time: string;
  readonly start?: string;
  readonly transition?: string;
  readonly instance?: string;
}

/** @throws ImportRefused (`mapping-invalid`) when data is to be kept under one name twice */
export function rowPlan(
  mapping: Mapping,
  names: FormatNames,
  { isTable, keepsRest }: Pick<RowPlan, 'isTable' | 'keepsRest'>,
): RowPlan {
  const { type, patient, actor, data } = mapping;
  const listed = Array.isArray(data) ? data : [];
  return {
    case: mapping.case ?? names.case,
    type: typeOf(type, names.type),
    types: new Map(Object.entries(mapping.types ?? {})),
    time: timeField(mapping.time) ?? { column: names.time },
    start: timeField(mapping.start) ?? timeField(names.start),
    transition: mapping.transition ?? names.transition,
    instance: mapping.instance ?? names.instance,
    lifecycle: mapping.lifecycle,
    id: mapping.id,
    sequence: mapping.sequence,
    patient: typeof patient === 'object' ? patient.column : patient,
    patientSystem: typeof patient === 'object' ? patient.system : undefined,
    role: actor?.role,
    organisation: actor?.organisation,
    municipality: mapping.municipality,
    data: dataFields(listed.filter((entry) => entry !== 'rest')),
    keepsRest: data === undefined ? keepsRest : data === 'rest' || listed.includes('rest'),
    caseData: new Set(mapping.caseData),
    drop: new Set(mapping.drop),
    isTable,
  };
}

/** A classifier is replaced by its attributes before. */
function typeOf(type: Mapping['type'], name: string): RowPlan['type'] {
  if (type === undefined) return { columns: [name] };
  if (typeof type === 'string') return { columns: [type] };
  if (Array.isArray(type)) return { columns: type };
  return 'constant' in type ? { constant: type.constant } : { columns: [name] };
}

function timeField(time: Mapping['time']): TimeField | undefined {
  return typeof time === 'string' ? { column: time } : time;
}

function dataFields(
  entries: readonly Exclude<Extract<Mapping['data'], unknown[]>[number], never>[],
): ReadonlyMap<string, DataField> {
  const fields = new Map<string, DataField>();
  const names = new Set<string>();
  for (const entry of entries) {
    const {
      column,
      name = column,
      type,
    } = typeof entry === 'string' ? { column: entry } : { ...entry };
    if (names.has(name)) {
      throw new ImportRefused('mapping-invalid', `Two columns are kept under the name ${name}.`);
    }
    names.add(name);
    fields.set(column, { name, type });
  }
  return fields;
}

/** Every name that the plan gives a meaning. */
export function namesUsed(plan: RowPlan): readonly string[] {
  const { type, time, start } = plan;
  return [
    plan.case,
    ...('columns' in type ? type.columns : []),
    time.column,
    start?.column,
    plan.transition,
    plan.instance,
    plan.id,
    plan.sequence,
    plan.patient,
    plan.role,
    plan.organisation,
    plan.municipality,
  ].filter((name) => name !== undefined);
}
