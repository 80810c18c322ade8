/** Attributes of XES as JSON. What JSON cannot carry exactly stays the text it was. */
import type { Json } from '#care-event';
import { isExactNumber } from '../../json/exact-number.js';
import { isUnsafeKey } from '../../json/json-limits.js';

const PLAIN = new Set(['string', 'date', 'int', 'float', 'boolean', 'id']);
const WHOLE_NUMBER = /^[+-]?\d+$/;
const NUMBERS = new Set(['int', 'float']);

/** An attribute whose end has not been read yet. */
export interface OpenAttribute {
  readonly kind: string;
  readonly key: string;
  readonly value: Json;
  /** What is nested in it; made when the first comes. */
  children: AttributeSet | undefined;
}

/** The attributes of an event, a trace or another attribute. */
export class AttributeSet {
  readonly values: Record<string, Json> = {};
  /** In order and with keys that may recur, as lists have them. */
  readonly entries: { key: string; value: Json }[] = [];
  empty = true;

  /** Why the attribute cannot be kept, or undefined when it was. */
  put(attribute: OpenAttribute, intoList: boolean): string | undefined {
    const value = valueOf(attribute);
    if (intoList) {
      this.entries.push({ key: attribute.key, value });
      return undefined;
    }
    if (isUnsafeKey(attribute.key)) return `an attribute named ${attribute.key} is never accepted`;
    if (Object.hasOwn(this.values, attribute.key)) {
      return `the attribute ${attribute.key.slice(0, 100)} is given twice`;
    }
    this.values[attribute.key] = value;
    this.empty = false;
    return undefined;
  }
}

export function isPlainAttribute(kind: string): boolean {
  return PLAIN.has(kind);
}

/** A plain attribute with others nested in it becomes `{ value, attributes }`. */
export function valueOf({ kind, value, children }: OpenAttribute): Json {
  if (kind === 'list') return children?.entries ?? [];
  if (kind === 'container') return children?.values ?? {};
  return children === undefined ? value : { value, attributes: children.values };
}

export function typedValue(kind: string, text: string): Json {
  if (kind === 'int') {
    return WHOLE_NUMBER.test(text) && isExactNumber(text) ? Number(text) : text;
  }
  if (kind === 'float') {
    return isExactNumber(text) ? Number(text) : text;
  }
  if (kind === 'boolean') {
    if (text === 'true' || text === '1') return true;
    return text === 'false' || text === '0' ? false : text;
  }
  return text;
}

/** Whether a number stays the text that it was, since no double is exactly it. */
export function isNumberKeptAsText(kind: string, text: string): boolean {
  return NUMBERS.has(kind) && Number.isFinite(Number(text)) && typedValue(kind, text) === text;
}
