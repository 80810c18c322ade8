/** The duties, handovers, queues, clocks, guards and sequences of one episode: who takes a fact, and in which order. */
import type { PlacedFact } from '#care-event';
import type { DutyEffect } from '../rules/duty-effect.js';
import { DutyWatch } from '../duties/duty-tracker.js';
import type { Effects, Step } from '../rules/effects.js';
import type { EpisodeScope } from './episode-scope.js';
import { HandoverWatch } from '../handovers/handover-tracker.js';
import type { Acceptance } from '../handovers/handover-tracker.js';
import { GuardWatch, SequenceWatch } from '../guards/precedence-tracker.js';
import { QueueWatch } from '../queues/queue-tracker.js';

export interface Counting {
  /**
   * Set for a fact that is taken as it comes: how many of the patient's facts that makes.
   * For one that is looked back on, the clocks over the patient have it already.
   */
  readonly facts?: number;
  /** True where it settled duties before it was known to belong to the episode. */
  readonly settled?: boolean;
}

export class EpisodeParts {
  readonly duties: readonly DutyWatch[];
  readonly handovers: readonly HandoverWatch[];
  readonly queues: readonly QueueWatch[];
  readonly guards: readonly GuardWatch[];
  private readonly sequences: readonly SequenceWatch[];

  constructor(private readonly scope: EpisodeScope) {
    const { definition, deviations } = scope;
    this.duties = definition.duties.map((rule) => new DutyWatch(rule, scope));
    this.handovers = definition.handovers.map((rule) => new HandoverWatch(rule, scope));
    this.queues = definition.queues.map((rule) => new QueueWatch(rule, scope));
    this.guards = definition.guards.map((rule) => new GuardWatch(rule, deviations, scope));
    this.sequences = definition.sequences.map((rule) => {
      return new SequenceWatch(rule, deviations, scope);
    });
  }

  /**
   * A fact of the episode. What ran before is settled with what was true before: duties
   * ahead of the clocks that put them off.
   * @returns what the fact accepted, if it accepted a handover
   */
  count(placed: PlacedFact, effects: Effects, counting: Counting): Acceptance | undefined {
    this.judge(placed, effects);
    for (const { place, effect } of effects.duties) {
      this.duties[place]?.take(placed, counting.settled === true ? unsettling(effect) : effect);
    }
    const accepted = this.handOver(placed, effects);
    for (const { place, effect } of effects.queues) this.queues[place]?.take(placed, effect);
    this.runClocks(placed, effects, counting.facts);
    for (const { place, effect } of effects.dutiesAnew) this.duties[place]?.take(placed, effect);
    return accepted;
  }

  /**
   * A fact from outside the episode may settle duties, by its interval.
   * @param by only those that began by then
   */
  settleEarly(placed: PlacedFact, effects: Effects, by: number): void {
    for (const { place, effect } of effects.duties) {
      this.duties[place]?.settleEarly(placed, effect, by);
    }
  }

  private judge(placed: PlacedFact, effects: Effects): void {
    for (const place of effects.guards) this.guards[place]?.judge(placed);
    for (const evidence of effects.evidence) this.guards[evidence.guard]?.count(placed, evidence);
    for (const place of effects.flags) this.sequences[place]?.flag(placed);
    for (const place of effects.precedes) this.sequences[place]?.precede(placed);
  }

  /** Where a fact accepts several, the first in the definition's order takes the patient. */
  private handOver(placed: PlacedFact, effects: Effects): Acceptance | undefined {
    let first: Acceptance | undefined;
    for (const { place, effect } of effects.handovers) {
      const accepted = this.handovers[place]?.take(placed, effect);
      if (accepted !== undefined && first !== undefined && accepted.to !== first.to) {
        const message = `${placed.fact.type} accepted ${accepted.handover} for ${accepted.to} as well: ${first.to} holds the patient`;
        this.scope.deviate('second-acceptance', placed, accepted.handover, message);
      }
      first ??= accepted;
    }
    if (effects.handovers.length > 1) this.excuse(placed, effects);
    return first;
  }

  /** What has answered one handover is no stray answer to another. */
  private excuse(placed: PlacedFact, { handovers }: Effects): void {
    const concerned = handovers.flatMap(({ place }) => this.handovers[place] ?? []);
    if (!concerned.some((watch) => watch.hasSettledBy(placed))) return;
    for (const watch of concerned) watch.excuse(placed);
  }

  /** Duties whose clock is nullified go by the clocks as they were before the fact. */
  private runClocks(placed: PlacedFact, effects: Effects, facts: number | undefined): void {
    const { clocks, patientClocks } = this.scope;
    for (const id of clocks.nullifiedBy(effects)) this.nullify(id, placed);
    if (patientClocks !== undefined && facts === undefined) {
      for (const id of patientClocks.nullifiedAt(placed)) this.nullify(id, placed);
    } else if (patientClocks !== undefined && facts !== undefined) {
      for (const id of patientClocks.nullifiedBy(facts, effects)) this.nullify(id, placed);
      patientClocks.advance(facts);
    }
    clocks.take(placed, effects);
  }

  private nullify(clock: string, placed: PlacedFact): void {
    this.scope.definition.duties.forEach((rule, place) => {
      if (rule.clock === clock) this.duties[place]?.clockNullified(placed);
    });
  }
}

/** What is left for a fact to do that has settled already. */
function unsettling(effect: Step<DutyEffect>['effect']): DutyEffect {
  return { ...effect, meets: false, exempts: undefined, notApplicable: false, ends: false };
}
