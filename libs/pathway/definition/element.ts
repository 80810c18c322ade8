/** What the elements of a definition have in common: id, title, origin, and values that differ between municipalities. */
import type { Limit } from '#calendar';

/** Where a rule comes from, and what its author wants readers to know. */
export interface Origin {
  readonly source?: string;
  readonly note?: string;
}

/** What nearly every element has. */
export interface Element extends Origin {
  /** Lower-case letters, digits and dashes. */
  readonly id: string;
  /** For people; the id where the author gave none. */
  readonly title: string;
}

/** How dangerous it is for the patient if nothing happens. Where a rule has none it is `normal`. */
export type Severity = 'critical' | 'high' | 'normal';

/** A value that may differ between municipalities: the parameter of that name. */
export interface ParameterRef {
  readonly parameter: string;
}

/** A length of time, as written or by parameter. */
export type LimitRef = Limit | ParameterRef;

/** A service by id or by parameter. */
export type ServiceRef = string | ParameterRef;

/** A service, or `holder`: whoever holds the patient. No service can have that id. */
export type OwnerRef = ServiceRef;

/** Whoever holds the scope of that id. */
export interface HolderOf {
  readonly holderOf: string;
}

export function isHolderOfScope(owner: OwnerRef | HolderOf): owner is HolderOf {
  return typeof owner !== 'string' && 'holderOf' in owner;
}

export type ParameterValue =
  | { readonly kind: 'limit'; readonly limit: Limit }
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'text'; readonly text: string };

/** A value with a default, and other values for certain municipalities or regions. */
export interface Parameter extends Element {
  readonly default: ParameterValue;
  /** True where the default is background knowledge that was not looked up. */
  readonly background: boolean;
  /** By municipality number; regions are written out into their municipalities. */
  readonly local: ReadonlyMap<string, ParameterValue>;
}
