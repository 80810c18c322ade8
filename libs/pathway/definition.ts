/**
 * A pathway definition after reading and checking: what `assess` works from.
 * Its YAML form is in `definition-schema.ts`, the reader in `read-definition.ts`.
 */
import type { Limit } from './limit.js';
import type { JsonObject } from './care-event.js';

export type Level = 'municipal' | 'specialist' | 'other';

/** Where a rule comes from, and what its author wants readers to know. */
export interface Origin {
  readonly source?: string;
  readonly note?: string;
}

export interface Service extends Origin {
  readonly id: string;
  readonly name: string;
  readonly level: Level;
}

export interface StageRule extends Origin {
  readonly id: string;
  readonly title: string;
  /** Service that holds the patient while in this stage. */
  readonly holder: string;
  /** Event types that bring the patient into this stage, from whichever other. */
  readonly opens: readonly string[];
  /** Nine in ten are through in this time; used to find stalls. */
  readonly expectedP90?: Limit;
}

export interface MilestoneRule extends Origin {
  readonly id: string;
  readonly title: string;
  readonly reachedBy: readonly string[];
}

export interface DutyRule extends Origin {
  readonly id: string;
  readonly title: string;
  readonly from: readonly string[];
  readonly until: readonly string[];
  readonly within: Limit;
  /** Service id, or `holder`: whoever holds the patient. */
  readonly owner: string;
}

/** An event type that this definition declares beside the catalogue. */
export interface DeclaredType extends Origin {
  readonly type: string;
  readonly publisher?: string;
  /** JSON Schema for `data`; without it, any object. */
  readonly schema?: JsonObject;
}

export interface Definition extends Origin {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** IANA zone in which this pathway's days begin and end. */
  readonly zone: string;
  readonly services: ReadonlyMap<string, Service>;
  readonly declared: ReadonlyMap<string, DeclaredType>;
  /** Types that open the pathway; `any` = whatever is addressed to it or declared by it. */
  readonly entry: 'any' | ReadonlySet<string>;
  /** Types that close it. */
  readonly closes: ReadonlySet<string>;
  /** The first is where a journey begins unless its first event opens another. At least one. */
  readonly stages: readonly StageRule[];
  readonly milestones: readonly MilestoneRule[];
  readonly duties: readonly DutyRule[];
}

/** A fault in a definition's text. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  /** Where in the document, such as `duties[0].within`. */
  readonly path: string;
  /** Stable, such as `unknown-key`. */
  readonly code: string;
  readonly message: string;
  readonly advice?: string;
}
