/**
 * The duties, handovers, queues, clocks, guards and sequences of one episode, and the order in
 * which a fact is applied to them.
 */
import type { TimedFact } from '#care-event';
import type { DutyEffect } from '../rules/duty-effect.js';
import { scopeOwing } from '../duties/duty-terms.js';
import { DutyTracker } from '../duties/duty-tracker.js';
import type { Horizon } from '../instances/instance-list.js';
import type { DutyInstance } from '../state/duty-instance.js';
import type { Effects, Step } from '../rules/effects.js';
import type { EpisodeScope } from './episode-scope.js';
import { HandoverTracker } from '../handovers/handover-tracker.js';
import type { Acceptance } from '../handovers/acceptance.js';
import { GuardTracker, SequenceTracker } from '../guards/precedence-tracker.js';
import { StrayAnswers } from '../handovers/stray-answers.js';
import { QueueTracker } from '../queues/queue-tracker.js';

export interface Counting {
  /**
   * Set for a fact that is applied as it comes: how many of the patient's facts there are with
   * it. The clocks over the patient have already seen facts that are looked back on.
   */
  readonly facts?: number;
  /** True where it settled duties before it was known to belong to the episode. */
  readonly settled?: boolean;
}

export class EpisodeParts {
  readonly duties: readonly DutyTracker[];
  readonly handovers: readonly HandoverTracker[];
  readonly queues: readonly QueueTracker[];
  readonly guards: readonly GuardTracker[];
  /** Duties that a clock begins; those of which it is one of the episode's own. */
  private readonly byClock: readonly DutyTracker[];
  private readonly byOwnClock: readonly DutyTracker[];
  private readonly sequences: readonly SequenceTracker[];
  private readonly strays: StrayAnswers;

  constructor(private readonly scope: EpisodeScope) {
    const { definition, deviations } = scope;
    this.duties = definition.duties.map(
      (rule) => new DutyTracker(rule, scope.contextOf(scopeOwing(rule))),
    );
    const { clocks } = definition;
    const overOf = (at: number) => {
      const id = definition.duties[at]?.fromAccumulated?.clock;
      return clocks.find((clock) => clock.id === id)?.over;
    };
    this.byClock = this.duties.filter((_duty, at) => overOf(at) !== undefined);
    this.byOwnClock = this.duties.filter((_duty, at) => overOf(at) === 'episode');
    this.strays = new StrayAnswers(scope);
    this.handovers = definition.handovers.map(
      (rule) => new HandoverTracker(rule, scope.contextOf(rule.scope), this.strays),
    );
    this.queues = definition.queues.map((rule) => new QueueTracker(rule, scope));
    this.guards = definition.guards.map((rule) => new GuardTracker(rule, deviations, scope));
    this.sequences = definition.sequences.map((rule) => {
      return new SequenceTracker(rule, deviations, scope);
    });
  }

  /**
   * A fact of the episode. What was running is settled by what held before the fact: duties come
   * before the clocks that postpone them.
   * @returns what the fact accepted, if it accepted a handover
   */
  count(timed: TimedFact, effects: Effects, counting: Counting): Acceptance | undefined {
    const byClock = counting.facts === undefined ? this.byOwnClock : this.byClock;
    for (const duty of byClock) {
      duty.watchClock(timed.start);
      duty.passTo(timed.start);
    }
    this.judge(timed, effects);
    for (const { index, effect } of effects.duties) {
      this.duties[index]?.apply(timed, counting.settled === true ? unsettling(effect) : effect);
    }
    const accepted = this.handOver(timed, effects);
    for (const { index, effect } of effects.queues) this.queues[index]?.apply(timed, effect);
    this.runClocks(timed, effects, counting.facts);
    for (const duty of byClock) duty.noticeClock(timed);
    for (const { index, effect } of effects.dutiesAnew) this.duties[index]?.apply(timed, effect);
    if (effects.recalled) this.scope.recall(timed);
    return accepted;
  }

  /** Whether the patient, or that scope, is being offered by one service to another. */
  hasOffer(from: string, to: string, scope?: string): boolean {
    return this.handovers.some((tracker) => tracker.hasOffer(from, to, scope));
  }

  /** Instances of all duties, each seen with the holder of what it belongs to. */
  dutiesAt(horizon: Horizon): DutyInstance[] {
    const { shared } = this.scope;
    const instances: DutyInstance[] = [];
    for (const tracker of this.duties) {
      const holder = shared?.of(tracker.scope)?.holderAt(horizon.end);
      const own = holder === undefined ? horizon : { ...horizon, holder };
      instances.push(...tracker.instances(own));
    }
    return instances;
  }

  /** Time passes to that instant for good: what a clock reaches by then begins. */
  passTo(instant: number): void {
    for (const duty of this.byClock) duty.passTo(instant);
  }

  /** The same before a fact that is looked back on, where clocks over the patient are ahead. */
  passBackTo(instant: number): void {
    for (const duty of this.byOwnClock) duty.passTo(instant);
  }

  /** A clock over the patient has applied a fact that is none of the episode's. */
  noticeClocks(timed: TimedFact): void {
    for (const duty of this.byClock) duty.noticeClock(timed);
  }

  /**
   * A fact from outside the episode may settle duties, by its interval.
   * @param by only those that began by then
   */
  settleEarly(timed: TimedFact, effects: Effects, by: number): void {
    for (const { index, effect } of effects.duties) {
      this.duties[index]?.settleEarly(timed, effect, by);
    }
  }

  /** Whether nothing is owed or offered at that instant, and nothing will be without a fact. */
  areSettledAt(at: number, holder: string): boolean {
    const horizon = { at, end: at, open: true, holder };
    return (
      this.dutiesAt(horizon).every(({ open }) => !open) &&
      this.duties.every((duty) => duty.wakeAfter(at) === Infinity) &&
      this.handovers.every((handover) =>
        handover.instances(horizon).every(({ answeredAt }) => answeredAt !== undefined),
      )
    );
  }

  /** Whether the duty is past due at that instant, and neither done nor taken away. */
  isBreachedAt(duty: string, at: number, holder: string): boolean {
    const index = this.scope.definition.duties.findIndex(({ id }) => id === duty);
    const instances = this.duties[index]?.instances({ at, end: at, open: true, holder }) ?? [];
    return instances.some(({ state, open }) => state === 'breached' && open);
  }

  private judge(timed: TimedFact, effects: Effects): void {
    for (const index of effects.guards) this.guards[index]?.judge(timed);
    for (const index of effects.evidence) this.guards[index]?.count(timed);
    for (const index of effects.flags) this.sequences[index]?.flag(timed);
    for (const index of effects.precedes) this.sequences[index]?.precede(timed);
  }

  /**
   * Where a fact accepts several, the first in the definition's order receives the patient, and the
   * first of a scope that scope.
   */
  private handOver(timed: TimedFact, effects: Effects): Acceptance | undefined {
    let first: Acceptance | undefined;
    for (const { index, effect } of effects.handovers) {
      const accepted = this.handovers[index]?.apply(timed, effect);
      if (accepted?.scope !== undefined) {
        this.scope.shared?.accept(accepted, timed);
        continue;
      }
      if (accepted !== undefined && first !== undefined && accepted.to !== first.to) {
        const { by, handover, to } = accepted;
        const message = `${by.fact.type} also accepted ${handover} for ${to}: ${first.to} holds the patient`;
        this.scope.reportDeviation('second-acceptance', by, handover, message);
      }
      first ??= accepted;
    }
    const begins = this.scope.shared?.isBegunBy(effects) === true;
    if (begins || effects.handovers.length > 1) this.excuse(timed, effects, begins);
    return first;
  }

  /**
   * A fact that answered one handover, or repeats an answer to it, is not a stray answer to another;
   * nor is one by which somebody takes over a scope that nobody holds yet.
   */
  private excuse(timed: TimedFact, { handovers }: Effects, begins: boolean): void {
    const concerned = handovers.flatMap(({ index }) => this.handovers[index] ?? []);
    if (begins || concerned.some((tracker) => tracker.hasSettledBy(timed))) {
      for (const tracker of concerned) tracker.excuse(timed);
      this.strays.excuse(timed);
    } else if (concerned.some((tracker) => tracker.accountsFor(timed))) {
      this.strays.excuse(timed);
    } else this.strays.keepOne(timed);
  }

  /** Duties whose clock is nullified use the clocks as they were before the fact. */
  private runClocks(timed: TimedFact, effects: Effects, facts: number | undefined): void {
    const { clocks, patientClocks } = this.scope;
    for (const id of clocks.nullifiedBy(effects)) this.nullify(id, timed);
    if (patientClocks !== undefined && facts === undefined) {
      for (const id of patientClocks.nullifiedAt(timed)) this.nullify(id, timed);
    } else if (patientClocks !== undefined && facts !== undefined) {
      for (const id of patientClocks.nullifiedBy(facts, effects)) this.nullify(id, timed);
      patientClocks.advance(facts);
    }
    clocks.apply(timed, effects);
  }

  private nullify(clock: string, timed: TimedFact): void {
    this.scope.definition.duties.forEach((rule, index) => {
      if (rule.clock === clock) this.duties[index]?.clockNullified(timed);
    });
  }
}

/** What a fact can still do that has already settled duties. */
function unsettling(effect: Step<DutyEffect>['effect']): DutyEffect {
  return { ...effect, meets: [], exempts: undefined, notApplicable: false, ends: false };
}
