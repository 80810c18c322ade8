/** What one event does to a scope of responsibility, by the patterns of its rule. */
import type { ScopeRule } from '../definition/scope-rule.js';
import type { Fits } from './fits.js';

export interface ScopeEffect {
  readonly begins: boolean;
  readonly ends: boolean;
}

/** Undefined where it does nothing. */
export function scopeEffect({ begins, ends }: ScopeRule, fits: Fits): ScopeEffect | undefined {
  const effect = { begins: fits(begins), ends: fits(ends) };
  return effect.begins || effect.ends ? effect : undefined;
}
