/**
 * The wait for one answer: until when it is in time, and what follows silence. An offer has
 * one; if it is withdrawn, the confirmation has another.
 */
import type { HandoverEvent } from '../state/handover-instance.js';
import type { DuePlan } from '../instances/due-plan.js';
import { addLimit, type Limit, type OwnerDays } from '#calendar';

/** What is done after a certain time without an answer; parameters are resolved. */
export interface SilentAction {
  /** After the answer was due; undefined: at once. */
  readonly after: Limit | undefined;
  readonly kind: 'return-to-sender' | 'remind' | 'escalate' | 'offer';
  /** Of `escalate` and `offer`: the service, and which attempt an offer to it is. */
  readonly service?: string;
  readonly attempt?: number;
}

/** A service that is to be asked next, and since when; a refusal may be known only to the day. */
export interface AskedNext {
  readonly service: string;
  readonly attempt: number;
  readonly at: number;
  /** The last instant at which that may have been. */
  readonly until: number;
}

export interface SilenceTerms {
  readonly plan: DuePlan;
  readonly actions: readonly SilentAction[];
  /** Days of the service that has to answer. */
  readonly days: OwnerDays;
  /** Service that has to answer, and is reminded. */
  readonly asked: string;
  /** Which wait of the offer it is, from 1: part of the keys of its events. */
  readonly round: number;
}

interface TimedAction {
  readonly action: SilentAction;
  readonly at: number;
  readonly step: number;
}

export class Silence {
  /** When it ended, and its due time as known then. */
  private ended: { readonly at: number; readonly dueAt: number | undefined } | undefined;
  private timed: { readonly dueAt: number; readonly actions: readonly TimedAction[] } | undefined;

  constructor(private readonly terms: SilenceTerms) {}

  /** Last instant at which an answer is in time; undefined while its clock is paused. */
  dueAt(): number | undefined {
    return this.ended === undefined ? this.terms.plan.due(1) : this.ended.dueAt;
  }

  /** Somebody answered, or nobody waits any more. */
  end(at: number): void {
    this.ended ??= { at, dueAt: this.dueAt() };
  }

  isOverdueAt(instant: number): boolean {
    const dueAt = this.dueAt();
    return dueAt !== undefined && (this.ended?.at ?? instant) > dueAt;
  }

  /** What silence has led to by that instant, in order. */
  eventsBy(instant: number): readonly HandoverEvent[] {
    const dueAt = this.dueAt();
    if (dueAt === undefined || !this.isOverdueAt(instant)) return NONE;
    const { round, asked } = this.terms;
    const silent: HandoverEvent = { kind: 'silent', key: `silent/${round}`, at: dueAt + 1 };
    const led = this.reached(dueAt, instant).flatMap(({ action, at, step }): HandoverEvent[] => {
      if (action.kind === 'remind')
        return [{ kind: 'reminded', key: `reminded/${round}/${step}`, at, service: asked }];
      if (action.kind !== 'escalate' || action.service === undefined) return [];
      const key = `escalated/${round}/${step}`;
      return [{ kind: 'escalated', key, at, service: action.service }];
    });
    return [silent, ...led];
  }

  /** Indices of the actions that silence has led to by that instant; 0 is the immediate one. */
  stepsBy(instant: number): readonly number[] {
    const dueAt = this.dueAt();
    if (dueAt === undefined || !this.isOverdueAt(instant)) return NONE;
    return this.reached(dueAt, instant).map(({ step }) => step);
  }

  /** Services that are to be asked next by that instant, in order. */
  offersBy(instant: number): readonly AskedNext[] {
    const dueAt = this.dueAt();
    if (dueAt === undefined || !this.isOverdueAt(instant)) return NONE;
    return this.reached(dueAt, instant).flatMap(({ action, at }) => {
      const { kind, service, attempt } = action;
      const isOffer = kind === 'offer' && service !== undefined && attempt !== undefined;
      return isOffer ? [{ service, attempt, at, until: at }] : [];
    });
  }

  /** The next instant after that one at which silence leads to something; Infinity: none. */
  nextAfter(instant: number): number {
    const dueAt = this.dueAt();
    if (this.ended !== undefined || dueAt === undefined) return Infinity;
    if (dueAt + 1 > instant) return dueAt + 1;
    return this.actionsFrom(dueAt).find(({ at }) => at > instant)?.at ?? Infinity;
  }

  private reached(dueAt: number, instant: number): readonly TimedAction[] {
    // An answer at the very instant at which a step is due comes first.
    const until = this.ended === undefined ? instant : this.ended.at - 1;
    return this.actionsFrom(dueAt).filter(({ at }) => at <= until);
  }

  private actionsFrom(dueAt: number): readonly TimedAction[] {
    if (this.timed?.dueAt === dueAt) return this.timed.actions;
    const { actions, days } = this.terms;
    const timed = actions
      .map((action, step) => {
        const last = action.after === undefined ? dueAt : addLimit(dueAt, action.after, days);
        return { action, at: last + 1, step };
      })
      .sort((a, b) => a.at - b.at || a.step - b.step);
    this.timed = { dueAt, actions: timed };
    return timed;
  }
}

const NONE: readonly never[] = [];
