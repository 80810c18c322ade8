/**
 * What one event does under a definition, once it is known which of the definition's patterns
 * it fits. All numbers are indices in the definition's lists. Built once per type and
 * combination of conditions met, and shared by all such events.
 */
import { recalledPatterns } from '../definition/all-patterns.js';
import type { Definition } from '../definition/definition.js';
import type { EventPattern } from '../definition/pattern.js';
import type { StageExit } from '../definition/stage-rule.js';
import { clockEffect } from './clock-effect.js';
import type { ClockEffect } from './clock-effect.js';
import { dutyEffect, STARTS } from './duty-effect.js';
import type { DutyEffect } from './duty-effect.js';
import type { Fits } from './fits.js';
import { handoverEffect } from './handover-effect.js';
import type { HandoverEffect } from './handover-effect.js';
import { queueEffect } from './queue-effect.js';
import type { QueueEffect } from './queue-effect.js';
import { scopeEffect } from './scope-effect.js';
import type { ScopeEffect } from './scope-effect.js';

/** What an event does to the duty, clock, handover, queue or scope at an index. */
export interface Step<Effect> {
  readonly index: number;
  readonly effect: Effect;
}

export interface Effects {
  /** False for a type that neither the catalogue nor the definition knows. */
  readonly known: boolean;
  /** False where it does not concern the pathway: it is as if it had not been reported. */
  readonly relevant: boolean;
  /** Named in the definition's `entry`; never true where entry is `any`. */
  readonly entry: boolean;
  readonly closes: boolean;
  /** From it on somebody is accountable for the patient. */
  readonly contacts: boolean;
  /** After a long silence it begins another episode, where it opens one. */
  readonly beginsAnew: boolean;
  /** Without a key it acts in every open episode; never true where all events do. */
  readonly everyKey: boolean;
  /** Stages that it opens, in the definition's order. */
  readonly opens: readonly number[];
  /**
   * The exit that it takes from each stage that has one for it, regardless of the stages around
   * it.
   */
  readonly exits: ReadonlyMap<number, StageExit>;
  readonly interrupts: readonly number[];
  readonly reaches: readonly number[];
  readonly duties: readonly Step<DutyEffect>[];
  /**
   * Duties that begin once the event has nullified their clock, which takes away the running
   * ones.
   */
  readonly dutiesAnew: readonly Step<DutyEffect>[];
  readonly clocks: readonly Step<ClockEffect>[];
  readonly handovers: readonly Step<HandoverEffect>[];
  readonly queues: readonly Step<QueueEffect>[];
  readonly scopes: readonly Step<ScopeEffect>[];
  /** Guards that apply to it, and those that look at the latest event of its type. */
  readonly guards: readonly number[];
  readonly evidence: readonly number[];
  /** True where a duty that begins looks at the latest event of its type. */
  readonly recalled: boolean;
  /** Sequences that it breaks unless something came before, and those for which it is that something. */
  readonly flags: readonly number[];
  readonly precedes: readonly number[];
}

export const NOTHING: Effects = {
  known: true,
  relevant: true,
  entry: false,
  closes: false,
  contacts: false,
  beginsAnew: false,
  everyKey: false,
  opens: [],
  exits: new Map(),
  interrupts: [],
  reaches: [],
  duties: [],
  dutiesAnew: [],
  clocks: [],
  handovers: [],
  queues: [],
  scopes: [],
  guards: [],
  evidence: [],
  recalled: false,
  flags: [],
  precedes: [],
};

/** What is about something else. */
export const IRRELEVANT: Effects = { ...NOTHING, relevant: false };

/** Whether it changes nothing in any episode, but for what a deviation says. */
export function doesNothing(effects: Effects): boolean {
  const { entry, closes, exits, ...lists } = effects;
  if (entry || closes || exits.size > 0) return false;
  return Object.values(lists).every((list) => typeof list === 'boolean' || list.length === 0);
}

/** What an event of that type does that fits the patterns that `fits` accepts. */
export function effectsOf(
  definition: Definition,
  type: string,
  fits: Fits,
  known: boolean,
): Effects {
  const { entry, custodyFrom, closes, stages, milestones, guards, interrupts, sequences } =
    definition;
  const every = definition.episodes?.key?.every ?? [];
  const anew = definition.episodes?.outOfSight?.beginsAnew ?? [];
  const clocks = stepsOf(definition.clocks, (clock) => clockEffect(clock, fits));
  const nullified = new Set(
    clocks.flatMap(({ index, effect }) =>
      effect.nullify || effect.nullifyUnless ? [definition.clocks[index]?.id ?? ''] : [],
    ),
  );
  const duties = stepsOf(definition.duties, (duty) => dutyEffect(duty, fits));
  const begunAnew = duties.filter(({ index, effect }) => {
    return effect.starts && nullified.has(definition.duties[index]?.clock ?? '');
  });
  return {
    known,
    relevant: true,
    entry: entry !== 'any' && fits(entry),
    closes: fits(closes),
    contacts: custodyFrom !== undefined && fits(custodyFrom),
    beginsAnew: fits(anew),
    everyKey: every !== 'any' && fits(every),
    opens: indicesOf(stages, (stage) => fits(stage.opens)),
    exits: exitsOf(definition, fits),
    interrupts: indicesOf(interrupts, (interrupt) => fits(interrupt.on)),
    reaches: indicesOf(milestones, (milestone) => fits(milestone.reachedBy)),
    duties: duties.map((step) => {
      return begunAnew.includes(step)
        ? { ...step, effect: { ...step.effect, starts: false } }
        : step;
    }),
    dutiesAnew: begunAnew.map(({ index }) => ({ index, effect: STARTS })),
    clocks,
    handovers: stepsOf(definition.handovers, (handover) => handoverEffect(handover, fits)),
    queues: stepsOf(definition.queues, (queue) => queueEffect(queue, fits)),
    scopes: stepsOf(definition.scopes ?? [], (scope) => scopeEffect(scope, fits)),
    guards: indicesOf(guards, (guard) => fits(guard.on)),
    evidence: indicesOf(guards, ({ requires, forbids = [] }) => {
      return names(requires, type) || forbids.some((part) => names(part, type));
    }),
    recalled: definition.duties.some((duty) => {
      return recalledPatterns(duty).some((part) => names(part, type));
    }),
    flags: indicesOf(sequences, (sequence) => fits(sequence.flag)),
    precedes: indicesOf(sequences, ({ before, unless }) => fits(before) || fits(unless)),
  };
}

function names(patterns: readonly EventPattern[], type: string): boolean {
  return patterns.some((pattern) => pattern.type === type);
}

function exitsOf({ stages }: Definition, fits: Fits): ReadonlyMap<number, StageExit> {
  const exits = new Map<number, StageExit>();
  stages.forEach((stage, index) => {
    const exit = stage.exits.find(({ on }) => fits(on));
    if (exit !== undefined) exits.set(index, exit);
  });
  return exits;
}

function indicesOf<T>(list: readonly T[], holds: (item: T) => boolean): number[] {
  return list.flatMap((item, index) => (holds(item) ? [index] : []));
}

function stepsOf<T, Effect>(
  list: readonly T[],
  effectOf: (item: T) => Effect | undefined,
): Step<Effect>[] {
  return list.flatMap((item, index) => {
    const effect = effectOf(item);
    return effect === undefined ? [] : [{ index, effect }];
  });
}
