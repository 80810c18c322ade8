/** Whether conditions can hold together, and whether one pattern takes in all that another does. */
import {
  codeInRanges,
  type Condition,
  type EventPattern,
  type Evidence,
  type EvidencePattern,
  isMetByMissing,
  meets,
  type Scalar,
} from '#pathway';
import type { EventFields, FieldSchema } from '../parsing/event-fields.js';
import { canHold } from '../parsing/event-fields.js';

type Form = FieldSchema | 'anything';

/** Whether one event can fit both patterns. True where that is unknown. */
export function canBothFit(a: EventPattern, b: EventPattern, fields: EventFields): boolean {
  return a.type === b.type && canMeet(a.type, [...a.where, ...b.where], fields);
}

/** Whether an event of the type can meet all the conditions. True where that is unknown. */
export function canMeet(
  type: string,
  conditions: readonly Condition[],
  fields: EventFields,
): boolean {
  const byField = new Map<string, Condition[]>();
  for (const condition of conditions) {
    const known = byField.get(condition.field);
    if (known === undefined) byField.set(condition.field, [condition]);
    else known.push(condition);
  }
  return [...byField].every(([field, own]) =>
    canHoldTogether(own, fields.form(type, field) ?? 'anything'),
  );
}

/** Whether every event that fits `a` fits `b` too. False where that is unknown. */
export function isWithin(a: EventPattern, b: EventPattern): boolean {
  return a.type === b.type && implies(a.where, b.where);
}

/** Whether all of `b` hold wherever all of `a` do. False where that is unknown. */
export function implies(a: readonly Condition[], b: readonly Condition[]): boolean {
  return b.every((outer) => a.some((inner) => impliesCondition(inner, outer)));
}

function impliesCondition(inner: Condition, outer: Condition): boolean {
  if (inner.field !== outer.field) return false;
  // An empty list is not there, and yet none of anything.
  if (outer.is === 'present') return !isMetByMissing(inner) && inner.is !== 'none-of';
  if (outer.is === 'none-of') return isNoneOf(inner, outer);
  if (inner.is === 'one-of' && ['one-of', 'between', 'in-codes'].includes(outer.is)) {
    return inner.values.every((value) => meets([outer], { [outer.field]: value }, ageIn(value)));
  }
  if (inner.is === 'between' && outer.is === 'between') return isBetween(inner, outer);
  return JSON.stringify(inner) === JSON.stringify(outer);
}

/** What is missing is none of anything, but only where the outer one lets it be missing. */
function isNoneOf(inner: Condition, outer: Extract<Condition, { readonly is: 'none-of' }>) {
  if (isMetByMissing(inner) && outer.orMissing !== true) return false;
  if (inner.is === 'absent') return true;
  return inner.is === 'none-of' && outer.values.every((value) => inner.values.includes(value));
}

/**
 * Whether there is evidence for all of `b` wherever there is for all of `a`. False where that is
 * unknown.
 */
export function impliesEvidence(a: Evidence, b: Evidence): boolean {
  return b.every((outer) => a.some((inner) => isPartWithin(inner, outer)));
}

/** Whether whatever fits one of the patterns of `a` fits one of `b`, at the same age. */
export function isPartWithin(
  a: readonly EvidencePattern[],
  b: readonly EvidencePattern[],
): boolean {
  return a.every((one) => b.some((other) => isWithin(one, other) && isNoOlder(one, other)));
}

function isNoOlder(a: EvidencePattern, b: EvidencePattern): boolean {
  return b.within === undefined || JSON.stringify(a.within) === JSON.stringify(b.within);
}

type Between = Extract<Condition, { readonly is: 'between' }>;

/** Each bound of the outer one has to be kept by a bound of the inner one. */
function isBetween(inner: Between, outer: Between): boolean {
  const { atLeast = -Infinity, above = -Infinity, atMost = Infinity, below = Infinity } = inner;
  const [lowest, highest] = [Math.max(atLeast, above), Math.min(atMost, below)];
  return (
    lowest >= (outer.atLeast ?? -Infinity) &&
    (lowest > (outer.above ?? -Infinity) || above >= (outer.above ?? -Infinity)) &&
    highest <= (outer.atMost ?? Infinity) &&
    (highest < (outer.below ?? Infinity) || below <= (outer.below ?? Infinity))
  );
}

/** All conditions are on one field of that form. */
function canHoldTogether(conditions: readonly Condition[], form: Form): boolean {
  if (conditions.every(isMetByMissing)) return true;
  const positive = conditions.filter(({ is }) => is !== 'none-of' && is !== 'present');
  const mayBeList = form === 'anything' || form.isList;
  // A missing field meets `absent`, as does an empty list; a field that is there never does.
  if (conditions.some(({ is }) => is === 'absent'))
    return mayBeList && conditions.every((one) => isMetByMissing(one) || one.is === 'none-of');
  // Different items of a list may meet different conditions; only what none may be binds all.
  if (mayBeList) {
    const none = conditions.filter(({ is }) => is === 'none-of');
    return positive.every((one) => oneValueCanMeet([one, ...none], form));
  }
  return oneValueCanMeet(conditions, form);
}

function oneValueCanMeet(conditions: readonly Condition[], form: Form): boolean {
  const candidates = candidatesIn(conditions, form);
  if (candidates !== undefined) {
    return candidates.some((value) =>
      conditions.every((one) => meets([one], { [one.field]: value }, ageIn(value))),
    );
  }
  return canBeBetween(conditions, form) && canHaveCodes(conditions);
}

/** For conditions on `patient-age`, which is no field of the data. */
function ageIn(value: Scalar): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The values that it can be, where they are few enough to be named. */
function candidatesIn(conditions: readonly Condition[], form: Form): readonly Scalar[] | undefined {
  const named = conditions.find((one) => one.is === 'one-of');
  if (named !== undefined) return named.values.filter((value) => canHold(form, value));
  if (form === 'anything' || form.values === undefined) return undefined;
  return form.values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value)) as
    readonly Scalar[] | undefined;
}

function canBeBetween(conditions: readonly Condition[], form: Form): boolean {
  const whole = form !== 'anything' && form.types?.length === 1 && form.types[0] === 'integer';
  let lowest = form === 'anything' ? -Infinity : form.minimum;
  let highest = form === 'anything' ? Infinity : form.maximum;
  let [above, below] = [-Infinity, Infinity];
  for (const condition of conditions) {
    if (condition.is !== 'between') continue;
    lowest = Math.max(lowest, condition.atLeast ?? -Infinity);
    highest = Math.min(highest, condition.atMost ?? Infinity);
    above = Math.max(above, condition.above ?? -Infinity);
    below = Math.min(below, condition.below ?? Infinity);
  }
  if (whole) {
    const first = Math.max(Math.ceil(lowest), Math.floor(above) + 1);
    return first <= Math.min(Math.floor(highest), Math.ceil(below) - 1);
  }
  return lowest <= highest && lowest < below && above < highest && above < below;
}

/** Every two sets of ranges have to share a code: the first of a range lies in a range of the other. */
function canHaveCodes(conditions: readonly Condition[]): boolean {
  const sets = conditions.flatMap((one) => (one.is === 'in-codes' ? [one.ranges] : []));
  return sets.every((a, at) =>
    sets
      .slice(at + 1)
      .every(
        (b) =>
          a.some(({ first }) => codeInRanges(first, b)) ||
          b.some(({ first }) => codeInRanges(first, a)),
      ),
  );
}
