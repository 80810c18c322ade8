/** What a definition measures: waits, scores on instruments, and money. */
import type { Element, LimitRef } from './element.js';
import type { EventPattern } from './pattern.js';

export interface Measures {
  readonly waits: readonly WaitMeasure[];
  readonly instruments: readonly InstrumentMeasure[];
  readonly money: readonly MoneyMeasure[];
}

export interface WaitMeasure extends Element {
  readonly from: readonly EventPattern[];
  readonly to: readonly EventPattern[];
  /** At least this share, 0 to 1, within this time. */
  readonly standard?: { readonly within: LimitRef; readonly share: number };
}

/** Scores of different instruments, or of other versions, are never compared. */
export interface InstrumentMeasure extends Element {
  readonly instrument: string;
  readonly version: string;
  readonly better: 'higher' | 'lower';
  /** On the instrument's own scale. */
  readonly smallestImportantChange: number;
  readonly lowest?: number;
  readonly highest?: number;
}

export interface MoneyMeasure extends Element {
  readonly on: readonly EventPattern[];
  readonly payer: string;
  readonly kind: 'cost' | 'saving';
  /** In whole units of the currency, for each event. */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Recorded and modelled figures are kept apart. */
  readonly basis: 'recorded' | 'modelled';
}
