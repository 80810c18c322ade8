/**
 * What one patient's care cost or saved, per payer. Currencies are never added up, nor are
 * recorded figures and modelled ones.
 */
import type { MoneyMeasure } from '../definition/measure-rules.js';
import type { JourneyRecord } from './journey-record.js';

export interface MeasuredMoney {
  readonly payer: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly basis: 'recorded' | 'modelled';
  /** Sums in units of the currency, to the hundredth. */
  readonly cost: number;
  readonly saving: number;
  /** What they are made of: the measures, in the definition's order. */
  readonly items: readonly MoneyItem[];
}

export interface MoneyItem {
  /** Id of the measure. */
  readonly money: string;
  readonly kind: 'cost' | 'saving';
  readonly events: number;
  readonly sum: number;
}

/** In the order in which payer, currency and basis first come up in the definition. */
export function measuredMoney(
  rules: readonly MoneyMeasure[],
  journey: JourneyRecord,
): MeasuredMoney[] {
  const ledgers = new Map<string, { readonly of: MoneyMeasure; readonly items: MoneyItem[] }>();
  for (const rule of rules) {
    const key = JSON.stringify([rule.payer, rule.currency, rule.basis]);
    const ledger = ledgers.get(key) ?? { of: rule, items: [] };
    const events = journey.facts.filter(({ timed }) => journey.fits(rule.on, timed)).length;
    const sum = toHundredths(events * rule.amount);
    ledger.items.push({ money: rule.id, kind: rule.kind, events, sum });
    ledgers.set(key, ledger);
  }
  return [...ledgers.values()].map(({ of: { payer, currency, basis }, items }) => {
    const [cost, saving] = [total(items, 'cost'), total(items, 'saving')];
    return { payer, currency, basis, cost, saving, items };
  });
}

function total(items: readonly MoneyItem[], kind: MoneyItem['kind']): number {
  const ofKind = items.filter((item) => item.kind === kind);
  return toHundredths(ofKind.reduce((sum, item) => sum + item.sum, 0));
}

function toHundredths(amount: number): number {
  return Math.round(amount * 100) / 100;
}
