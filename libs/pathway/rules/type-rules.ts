/**
 * One event type under a definition: which conditions have to be evaluated for its events, and
 * what an event does for each combination of conditions met. Each condition is evaluated once
 * per event, however many patterns share it.
 */
import type { JsonObject } from '#care-event';
import type { Definition } from '../definition/definition.js';
import type { Effects } from './effects.js';
import type { Fits } from './fits.js';
import { effectsOf, IRRELEVANT } from './effects.js';
import type { Condition, EventPattern } from '../definition/pattern.js';
import { asksAge, meets } from '../definition/pattern.js';

type Where = readonly Condition[];

/** Few combinations occur in practice; a log made to have many empties the cache. */
const CACHED_COMBINATIONS_MAX = 1_024;

export class TypeRules {
  private readonly wheres: readonly Where[];
  /** The effects of every event, where there is no condition to evaluate. */
  private readonly always: Effects | undefined;
  private readonly byCombination = new Map<string, Effects>();
  /** True where a condition depends on the patient's age. */
  readonly asksAge: boolean;
  /** Fields with the days from which such an event acts on some rules. */
  readonly dated: readonly string[];

  /** @param patterns all of the definition's, of whatever type */
  constructor(
    private readonly definition: Definition,
    private readonly type: string,
    patterns: readonly EventPattern[],
    private readonly known: boolean,
  ) {
    const wheres = new Map<string, Where>();
    for (const { type: named, where } of patterns) {
      if (named === type && where.length > 0) wheres.set(JSON.stringify(where), where);
    }
    const ours = patterns.filter((pattern) => pattern.type === type);
    this.dated = [...new Set(ours.flatMap(({ validFrom }) => validFrom ?? []))];
    this.wheres = [...wheres.values()];
    this.asksAge = this.wheres.some(asksAge);
    const isAlways = wheres.size === 0 && this.dated.length === 0;
    this.always = isAlways ? this.effects(new Set(), '') : undefined;
  }

  /**
   * What an event of this type with this data does; the age matters only where `asksAge` is true.
   * @param acts for each of the `dated` fields `1` where it acts by that now, and last whether it
   *   acts by what has no date
   */
  of(data: JsonObject, age: number | undefined, acts = ''): Effects {
    if (this.always !== undefined) return this.always;
    let combination = '';
    for (const where of this.wheres) combination += meets(where, data, age) ? '1' : '0';
    const known = this.byCombination.get(combination + acts);
    if (known !== undefined) return known;
    if (this.byCombination.size >= CACHED_COMBINATIONS_MAX) this.byCombination.clear();
    const met = this.wheres.filter((_where, index) => combination[index] === '1');
    const effects = this.effects(new Set(met.map((where) => JSON.stringify(where))), acts);
    this.byCombination.set(combination + acts, effects);
    return effects;
  }

  private effects(met: ReadonlySet<string>, acts: string): Effects {
    const isMet = ({ type, where }: EventPattern): boolean =>
      type === this.type && (where.length === 0 || met.has(JSON.stringify(where)));
    const about = (this.definition.about ?? []).filter(({ type }) => type === this.type);
    if (about.length > 0 && !about.some(isMet)) return IRRELEVANT;
    const isNow = (validFrom: string | undefined): boolean => {
      const index = validFrom === undefined ? this.dated.length : this.dated.indexOf(validFrom);
      return acts[index] !== '0';
    };
    const fits: Fits = (patterns) =>
      patterns.some((pattern) => isMet(pattern) && isNow(pattern.validFrom));
    return effectsOf(this.definition, this.type, fits, this.known);
  }
}
