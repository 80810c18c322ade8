/** What becomes of each field of a row: part of the event's data, of its case's, or of neither. */
import type { Json, JsonObject } from '#care-event';
import { catalogueFields } from './catalogue-fields.js';
import { OWN, OWN_PREFIX } from './exported-names.js';
import type { ImportNotes } from './import-notes.js';
import { CASE_PREFIX, type LogRow } from './log-row.js';
import { namesUsed, type RowPlan } from './row-plan.js';
import { guessedCell, typedCell, type CellType } from './typed-cell.js';
import { textOf } from './text-of.js';
import { parseJsonStrictly } from '../../json/parse-json.js';

/** A row that is no fact; caught by the translator, never seen outside. */
export class BadCell extends Error {}

export interface RowData {
  /** What the file says, under the names that it is kept under; identity is made from it. */
  readonly said: Record<string, Json>;
  /** What of it the event's type can hold. */
  readonly data: Record<string, Json>;
  readonly caseData: Record<string, Json> | undefined;
  /** What an export of ours said beside it, by its names. */
  readonly own: Record<string, string> | undefined;
  readonly keptAsText: number;
}

type Place =
  | {
      readonly kind: 'data' | 'case';
      readonly name: string;
      readonly type: CellType | undefined;
    }
  | { readonly kind: 'own'; readonly name: string }
  | { readonly kind: 'json' }
  | { readonly kind: 'none' };

const TRANSITION = 'lifecycle:transition';
const INSTANCE = 'concept:instance';
const OWN_NAMES: ReadonlySet<string> = new Set(Object.values(OWN));
const NOWHERE: Place = { kind: 'none' };

export class RowFields {
  private readonly places = new Map<string, Place>();
  private readonly used: ReadonlySet<string>;
  private readonly holds = new Map<string, ReturnType<typeof catalogueFields>>();

  constructor(
    private readonly plan: RowPlan,
    private readonly notes: ImportNotes,
  ) {
    this.used = new Set(namesUsed(plan));
  }

  /**
   * @param wantsCase whether what is said of the case is wanted
   * @throws BadCell where a cell is not of the type that the mapping says
   */
  read(row: LogRow, type: string, wantsCase: boolean): RowData {
    const said: Record<string, Json> = {};
    let caseData: Record<string, Json> | undefined;
    let own: Record<string, string> | undefined;
    let keptAsText = 0;
    for (const name in row.fields) {
      const place = this.placeOf(name);
      if (place.kind === 'none' || (place.kind === 'case' && !wantsCase)) continue;
      const value = row.fields[name] as Json;
      if (place.kind === 'own') (own ??= {})[place.name] = textOf(value) ?? '';
      else if (place.kind === 'json') Object.assign(said, fromJson(value, name));
      else {
        const { value: typed, keptAsText: kept } = this.typed(value, place.type, name);
        if (kept) keptAsText += 1;
        if (place.kind === 'data') said[place.name] = typed;
        else (caseData ??= {})[place.name] = typed;
      }
    }
    for (const name in wantsCase ? row.caseFields : undefined) {
      if (this.isDropped(`${CASE_PREFIX}${name}`)) continue;
      (caseData ??= {})[name] = row.caseFields?.[name] as Json;
    }
    return { said, data: this.fitting(said, type), caseData, own, keptAsText };
  }

  /** Whether events of the type can say what a case is like: those of the catalogue cannot. */
  takesCaseData(type: string): boolean {
    return this.fieldsOf(type) === undefined;
  }

  private placeOf(name: string): Place {
    let place = this.places.get(name);
    if (place === undefined) {
      place = this.findPlace(name);
      if (this.places.size < PLACES_REMEMBERED) this.places.set(name, place);
    }
    return place;
  }

  private findPlace(name: string): Place {
    const { plan } = this;
    if (plan.drop.has(name)) return NOWHERE;
    // What became of an activity is kept beside its name.
    if (name === plan.transition) return this.restAs(TRANSITION);
    if (name === plan.instance) return this.restAs(INSTANCE);
    const listed = plan.data.get(name);
    if (listed !== undefined) return { kind: 'data', ...listed };
    if (this.used.has(name) || name === '') return NOWHERE;
    if (name === OWN.data) return { kind: 'json' };
    if (name.startsWith(OWN_PREFIX)) {
      return OWN_NAMES.has(name) ? { kind: 'own', name } : NOWHERE;
    }
    if (plan.caseData.has(name)) return { kind: 'case', name, type: undefined };
    if (!plan.keepsRest) return NOWHERE;
    return plan.isTable && name.startsWith(CASE_PREFIX)
      ? { kind: 'case', name: name.slice(CASE_PREFIX.length), type: undefined }
      : { kind: 'data', name, type: undefined };
  }

  private restAs(name: string): Place {
    return this.plan.keepsRest ? { kind: 'data', name, type: 'text' } : NOWHERE;
  }

  private isDropped(name: string): boolean {
    const { plan } = this;
    return (
      plan.drop.has(name) || this.used.has(name) || !(plan.keepsRest || plan.caseData.has(name))
    );
  }

  private typed(value: Json, type: CellType | undefined, name: string) {
    if (typeof value !== 'string' || (type === undefined && !this.plan.isTable)) {
      return { value, keptAsText: false };
    }
    const typed = type === undefined ? guessedCell(value) : typedCell(value, type);
    if (typed === undefined) throw new BadCell(`${name}: is not of type ${type ?? ''}`);
    return typed;
  }

  private fitting(said: Record<string, Json>, type: string): Record<string, Json> {
    const fieldOf = this.fieldsOf(type);
    if (fieldOf === undefined) return said;
    const data: Record<string, Json> = {};
    for (const name in said) {
      const reader = fieldOf(name);
      if (reader !== undefined) data[name] = reader(said[name] as Json);
      else this.leaveOut(name, type);
    }
    return data;
  }

  leaveOut(name: string, type: string): void {
    this.notes.add(
      'left-out',
      () =>
        `${name} is left out: ${type} has no such field (a mapping’s data can give it another name).`,
      `${type} ${name}`,
    );
  }

  private fieldsOf(type: string) {
    if (!this.holds.has(type)) this.holds.set(type, catalogueFields(type));
    return this.holds.get(type);
  }
}

const PLACES_REMEMBERED = 10_000;

function fromJson(value: Json, name: string): JsonObject {
  const read = parseJsonStrictly(typeof value === 'string' ? value : '');
  if ('refusal' in read) throw new BadCell(`${name}: ${read.refusal.message}`);
  if (typeof read.value === 'object' && read.value !== null && !Array.isArray(read.value)) {
    return read.value as JsonObject;
  }
  throw new BadCell(`${name}: is no JSON object`);
}
