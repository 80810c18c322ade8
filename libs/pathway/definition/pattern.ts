/** Which events a rule means: a type, and conditions on what the event says. */
import type { Json, JsonObject } from '#care-event';
import type { CodeRange } from './code-range.js';
import { codeInRanges } from './code-range.js';
import type { LimitRef } from './element.js';

/** An event of this type that meets all the conditions. */
export interface EventPattern {
  readonly type: string;
  readonly where: readonly Condition[];
  /** Field with the day from which the event acts; absent: it acts when it happens. */
  readonly validFrom?: string;
}

/** The latest earlier event of the type, if it fits. */
export interface EvidencePattern extends EventPattern {
  /** How old it may be; undefined: of any age. */
  readonly within?: LimitRef;
}

/** Parts, each of which needs evidence that fits one of its patterns. */
export type Evidence = readonly (readonly EvidencePattern[])[];

export type Scalar = string | number | boolean;

/** The field that stands for the patient's age rather than for a field of `data`. */
export const PATIENT_AGE = 'patient-age';

/**
 * A condition on one field of an event's `data`, or on `patient-age`: whole years on the
 * day of the event. A missing field meets no condition but `absent` and a `none-of` that says so; a
 * list meets one where any of its items does, and `none-of` where none of them is named.
 */
export type Condition = { readonly field: string } & (
  | { readonly is: 'one-of'; readonly values: readonly Scalar[] }
  | {
      readonly is: 'none-of';
      readonly values: readonly Scalar[];
      /** It also holds where the field is missing. */
      readonly orMissing?: true;
    }
  | { readonly is: 'in-codes'; readonly ranges: readonly CodeRange[] }
  | {
      readonly is: 'between';
      readonly atLeast?: number;
      readonly above?: number;
      readonly atMost?: number;
      readonly below?: number;
    }
  | { readonly is: 'present' }
  | { readonly is: 'absent' }
);

/** Whether an event with this data meets all the conditions; age in whole years, where known. */
export function meets(
  where: readonly Condition[],
  data: JsonObject,
  patientAge: number | undefined,
): boolean {
  for (const condition of where) {
    const value = condition.field === PATIENT_AGE ? patientAge : fieldOf(data, condition.field);
    if (!meetsOne(condition, value)) return false;
  }
  return true;
}

/** A field's value; undefined where it is missing, which `null` counts as. */
export function fieldOf(data: JsonObject, field: string): Json | undefined {
  return Object.hasOwn(data, field) ? (data[field] ?? undefined) : undefined;
}

/** Whether there is something in the field: an empty list says nothing. */
export function says(value: Json | undefined): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** Whether the outcome depends on the patient's age. */
export function asksAge(where: readonly Condition[]): boolean {
  return where.some(({ field }) => field === PATIENT_AGE);
}

function meetsOne(condition: Condition, value: Json | undefined): boolean {
  if (value === undefined) return isMetByMissing(condition);
  if (condition.is === 'absent') return !says(value);
  if (condition.is === 'present') return says(value);
  if (condition.is === 'none-of') {
    return !anyOf(value, (item) => includes(condition.values, item));
  }
  return anyOf(value, (item) => itemMeets(condition, item));
}

/** Whether an event that lacks the field meets the condition. */
export function isMetByMissing(condition: Condition): boolean {
  return condition.is === 'absent' || (condition.is === 'none-of' && condition.orMissing === true);
}

function itemMeets(
  condition: Extract<Condition, { readonly is: 'one-of' | 'in-codes' | 'between' }>,
  item: Json,
): boolean {
  if (condition.is === 'one-of') return includes(condition.values, item);
  if (condition.is === 'in-codes') {
    return typeof item === 'string' && codeInRanges(item, condition.ranges);
  }
  if (typeof item !== 'number') return false;
  const { atLeast = -Infinity, above = -Infinity, atMost = Infinity, below = Infinity } = condition;
  return item >= atLeast && item > above && item <= atMost && item < below;
}

function anyOf(value: Json, holds: (item: Json) => boolean): boolean {
  return Array.isArray(value) ? value.some(holds) : holds(value);
}

function includes(values: readonly Scalar[], item: Json): boolean {
  return (values as readonly Json[]).includes(item);
}
