/** Which fields events of a type may have, and which values those may hold. */
import { PATIENT_AGE, type Scalar } from '#pathway';
import { CATALOGUE } from '#care-event';
import { isRecord } from './shape.js';

/** The part of a field's JSON Schema that conditions are held against. */
export interface FieldSchema {
  /** Undefined: of any. */
  readonly types: readonly string[] | undefined;
  readonly values: readonly unknown[] | undefined;
  readonly minimum: number;
  readonly maximum: number;
  /** Of the catalogue only: a declared one could be made to take for ever. */
  readonly pattern?: RegExp;
  readonly codeSystem?: string;
  readonly isDate: boolean;
  /** Whether the field holds a list of such values. */
  readonly isList: boolean;
}

const AGE: FieldSchema = {
  types: ['integer'],
  values: undefined,
  minimum: 0,
  maximum: Infinity,
  isDate: false,
  isList: false,
};

interface TypeFields {
  readonly forms: ReadonlyMap<string, FieldSchema | 'anything'>;
  /** Whether events may have fields that are not listed. */
  readonly open: boolean;
}

const ANYTHING: TypeFields = { forms: new Map(), open: true };

/** Parts of a schema that can let in or keep out what `properties` does not tell. */
const COMBINING = [
  '$ref',
  '$dynamicRef',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'not',
  'patternProperties',
];

export class EventFields {
  private readonly declared: Readonly<Record<string, unknown>>;
  private readonly known = new Map<string, TypeFields>();

  /** @param declared what a definition has under `events` */
  constructor(declared: Readonly<Record<string, unknown>>) {
    this.declared = declared;
  }

  /** Undefined where no event of that type can have the field. */
  form(type: string, field: string): FieldSchema | 'anything' | undefined {
    if (field === PATIENT_AGE) return AGE;
    const { forms, open } = this.fieldsOf(type);
    return forms.get(field) ?? (open ? 'anything' : undefined);
  }

  names(type: string): readonly string[] {
    return [...this.fieldsOf(type).forms.keys(), PATIENT_AGE];
  }

  private fieldsOf(type: string): TypeFields {
    let fields = this.known.get(type);
    if (fields === undefined) {
      const declared = Object.hasOwn(this.declared, type) ? this.declared[type] : undefined;
      const known = CATALOGUE.get(type)?.schema;
      fields = fieldsIn(
        known ?? (isRecord(declared) ? declared['data'] : undefined),
        known !== undefined,
      );
      this.known.set(type, fields);
    }
    return fields;
  }
}

function fieldsIn(schema: unknown, trusted: boolean): TypeFields {
  if (!isRecord(schema) || COMBINING.some((key) => Object.hasOwn(schema, key))) return ANYTHING;
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const forms = Object.entries(properties).map(
    ([field, form]) => [field, fieldSchemaOf(form, trusted)] as const,
  );
  return { forms: new Map(forms), open: schema['additionalProperties'] !== false };
}

/** Of a list its items: conditions look at each. */
function fieldSchemaOf(schema: unknown, trusted: boolean): FieldSchema | 'anything' {
  if (!isRecord(schema) || COMBINING.some((key) => Object.hasOwn(schema, key))) return 'anything';
  const types = [schema['type'] ?? []].flat().filter((type) => typeof type === 'string');
  if (types.includes('array')) {
    const items = types.length === 1 ? fieldSchemaOf(schema['items'], trusted) : 'anything';
    return items === 'anything' ? items : { ...items, isList: true };
  }
  const { pattern, format, minimum, maximum, enum: values, 'x-code-system': system } = schema;
  const isText = types.length === 0 || types.includes('string');
  return {
    types: types.length > 0 ? types : undefined,
    values: Array.isArray(values) ? values : 'const' in schema ? [schema['const']] : undefined,
    minimum: typeof minimum === 'number' ? minimum : -Infinity,
    maximum: typeof maximum === 'number' ? maximum : Infinity,
    ...(trusted && typeof pattern === 'string' && { pattern: new RegExp(pattern, 'u') }),
    ...(trusted && typeof system === 'string' && { codeSystem: system }),
    isDate: isText && values === undefined && (!trusted || isDatePattern(format, pattern)),
    isList: false,
  };
}

/** Days and instants have a format, days or months a pattern that begins with the year. */
function isDatePattern(format: unknown, pattern: unknown): boolean {
  if (format === 'date' || format === 'date-time') return true;
  return typeof pattern === 'string' && pattern.includes('[0-9]{4}-');
}

/** Whether the field can hold the value. */
export function canHold(form: FieldSchema | 'anything', value: Scalar): boolean {
  if (form === 'anything') return true;
  if (form.values !== undefined && !form.values.includes(value)) return false;
  if (!isOfType(form, typeof value, value)) return false;
  if (typeof value === 'number') return value >= form.minimum && value <= form.maximum;
  return typeof value !== 'string' || (form.pattern?.test(value) ?? true);
}

function isOfType({ types }: FieldSchema, type: string, value: Scalar): boolean {
  if (types === undefined || types.includes(type)) return true;
  return type === 'number' && types.includes('integer') && Number.isInteger(value);
}

export function canHoldNumbers(form: FieldSchema | 'anything'): boolean {
  if (form === 'anything') return true;
  if (form.values !== undefined && !form.values.some((value) => typeof value === 'number'))
    return false;
  return (
    form.types === undefined || form.types.includes('number') || form.types.includes('integer')
  );
}

export function canHoldCodes(form: FieldSchema | 'anything'): boolean {
  if (form === 'anything') return true;
  return form.values === undefined && (form.types === undefined || form.types.includes('string'));
}

/** Whether the code, in upper case and without point, has the form of the field's code system. */
export function fitsCodeSystem(form: FieldSchema | 'anything', code: string): boolean {
  if (form === 'anything' || form.codeSystem === undefined) return true;
  return form.pattern === undefined || new RegExp(form.pattern, 'iu').test(code);
}

export function canBeDate(form: FieldSchema | 'anything'): boolean {
  return form === 'anything' || form.isDate;
}
