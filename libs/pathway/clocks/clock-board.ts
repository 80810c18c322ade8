/**
 * The clocks of one episode, or those of a definition that run over the whole patient: every
 * fact is applied to those that it concerns, once and in order.
 */
import type { ClockReading } from '../state/clock-reading.js';
import type { TimedFact } from '#care-event';
import { ClockTracker } from './clock-tracker.js';
import type { ClockEffect } from '../rules/clock-effect.js';
import type { ClockRule } from '../definition/clock-rule.js';
import { deviationAt } from '../state/deviation.js';
import type { DeviationList } from '../state/deviation-list.js';
import type { Effects } from '../rules/effects.js';
import type { PathwayRules } from '../rules/pathway-rules.js';

const NONE: readonly string[] = [];

export class ClockBoard {
  private readonly rules: readonly ClockRule[];
  /** By index in the definition; undefined for clocks that are on another board. */
  private readonly trackers: readonly (ClockTracker | undefined)[];

  constructor(
    { definition }: PathwayRules,
    over: ClockRule['over'],
    private readonly deviations: DeviationList,
    private readonly touched: Set<string> | undefined,
  ) {
    this.rules = definition.clocks;
    this.trackers = definition.clocks.map((rule) => {
      return rule.over === over
        ? new ClockTracker(rule, definition.zone, definition.calendar)
        : undefined;
    });
  }

  /** Ids of the clocks that the next fact nullifies, having these effects. */
  nullifiedBy(effects: Effects): readonly string[] {
    let nullified = NONE;
    for (const { index, effect } of effects.clocks) {
      const rule = this.rules[index];
      if (rule === undefined || this.trackers[index]?.isNullifiedBy(effect) !== true) continue;
      nullified = [...nullified, rule.id];
    }
    return nullified;
  }

  apply(fact: TimedFact, effects: Effects): void {
    for (const { index, effect } of effects.clocks) {
      const rule = this.rules[index];
      const tracker = this.trackers[index];
      if (rule === undefined || tracker === undefined) continue;
      const resets = this.touched !== undefined && tracker.isNullifiedBy(effect);
      const outcome = tracker.apply(fact, effect);
      if (outcome === 'pause-without-reason') this.deviate(fact, rule);
      if (this.touched !== undefined) {
        const nullifyUnless = effect.nullifyUnless && resets;
        const did = { ...effect, nullifyUnless };
        touch(this.touched, rule.id, outcome === undefined ? did : { ...did, pause: false });
      }
    }
  }

  clock(id: string): ClockTracker | undefined {
    return this.trackers[this.rules.findIndex((rule) => rule.id === id)];
  }

  /** In the definition's order; `episode` is absent for clocks over the patient. */
  readings(at: number, episode?: number): ClockReading[] {
    const readings: ClockReading[] = [];
    for (const tracker of this.trackers) {
      if (tracker !== undefined) readings.push(tracker.reading(at, episode));
    }
    return readings;
  }

  private deviate(timed: TimedFact, { id, pauseReason }: ClockRule): void {
    const message = `${timed.fact.type} pauses ${id} without ${pauseReason ?? 'a reason'}`;
    this.deviations.add(deviationAt(timed, 'pause-without-reason', message, id));
  }
}

function touch(touched: Set<string>, clock: string, effect: ClockEffect): void {
  for (const part of ['start', 'pause', 'resume', 'stop', 'cuts', 'nullify'] as const) {
    if (effect[part]) touched.add(`clocks/${clock}/${part}`);
  }
  if (effect.nullifyUnless) touched.add(`clocks/${clock}/nullify-unless`);
  if (effect.span !== undefined) touched.add(`clocks/${clock}/spans`);
}
