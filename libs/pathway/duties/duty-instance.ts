/** One instance of a duty: what met it, what took it away, and its state at an instant. */
import type { DutyInstance, DutyState, Notified, PartMet } from '../state/duty-instance.js';
import { compareFacts, factKey, type TimedFact, type Writable } from '#care-event';
import type { Awaiting } from '../instances/awaiting.js';
import type { TakesBack } from '../rules/duty-effect.js';
import type { TakingAway } from './taking-away.js';
import { DOES_NOT_APPLY, isTakenBack } from './taking-away.js';
import { organisationOf } from '../organisations/bindings.js';
import { missingParts } from './duty-parts.js';
import type { DutyTerms } from './duty-terms.js';
import { NO_ORGANISATION, type OrganisationState } from '../state/organisation-state.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import { Escalation } from './escalation.js';
import type { Horizon, Instance } from '../instances/instance-list.js';
import { Warnings } from './warnings.js';

/** What identifies an instance among the others of its duty. */
interface DutyIdentity {
  /** From 1. */
  readonly instance: number;
  readonly occurrence: string;
  /** Which period of a series, from 1; 1 where it is not a series. */
  readonly period: number;
  readonly armedAt: number;
}

interface Ended extends TakingAway {
  readonly at: number;
  readonly by: string;
  /** It was past due by then, and stays breached. */
  readonly late: boolean;
}

const NO_PARTS: readonly PartMet[] = [];

const NO_WARNINGS: DutyInstance['warnings'] = [];

export class OwedDuty implements Instance<DutyInstance> {
  readonly from: TimedFact;
  readonly match: string | undefined;
  readonly armedAt: number;
  /** Which instance of its duty, from 1. */
  readonly instance: number;
  private readonly escalation: Escalation;
  private readonly warnings: Warnings | undefined;
  private readonly armedBy: string;
  /** Its due time where that is fixed; otherwise the plan has to be asked. */
  private due: number | undefined;
  private dueIsFixed: boolean;
  /** Not due before: it was exempt and applies again. */
  private notBefore = -Infinity;
  /** When it was found to apply again. */
  private takenBackAt = -Infinity;
  /** When its due time last moved; like `due`, only where that is fixed. */
  private moved: number | undefined;
  private met: { readonly at: number; readonly by: string } | undefined;
  /** Of several parts those that it has; always empty where there is one. */
  private partsMet: readonly PartMet[] = NO_PARTS;
  private ended: Ended | undefined;
  /** Where the holder owes it: who held the patient when it was settled. */
  private settledBy: string | undefined;
  /** Organisation of whoever owed it when it was settled. */
  private settledByOrganisation: OrganisationState | undefined;
  private view: DutyInstance | undefined;

  constructor(
    awaiting: Awaiting,
    private readonly identity: DutyIdentity,
    private readonly terms: DutyTerms,
    private readonly context: EpisodeContext,
  ) {
    this.from = awaiting.from;
    this.match = awaiting.match;
    this.armedAt = identity.armedAt;
    this.instance = identity.instance;
    this.armedBy = factKey(awaiting.from.fact);
    this.escalation = new Escalation(terms.steps, terms.days);
    if (terms.warnings.length > 0)
      this.warnings = new Warnings({
        terms: terms.warnings,
        days: terms.days,
        armedAt: identity.armedAt,
        ownerAt: (at) => terms.owner ?? context.holderAt(at),
      });
    this.dueIsFixed = !terms.plan.moves;
    if (this.dueIsFixed) this.due = terms.plan.due(identity.period);
  }

  /** Neither met nor taken away. */
  get isOpen(): boolean {
    return this.met === undefined && this.ended === undefined;
  }

  /** Past due when it was taken away: it can still be met late. */
  get isOverdue(): boolean {
    const ended = this.ended;
    return this.met === undefined && ended !== undefined && ended.late && !ended.forGood;
  }

  /** Whether the fact may give it that part: it lacks it, and the fact does not come too soon. */
  mayGet(part: number, { start }: TimedFact): boolean {
    return start > this.terms.meetsFrom && !this.partsMet.some((met) => met.part === part + 1);
  }

  /** The fact gives it a part that it lacks. @returns whether it is met thereby */
  meet(fact: TimedFact, part: number): boolean {
    const at = Math.max(fact.start, this.armedAt);
    const by = factKey(fact.fact);
    const parts = this.terms.rule.untilAllOf?.length ?? 1;
    if (parts > 1) {
      this.partsMet = [...this.partsMet, { part: part + 1, at, by }];
      this.view = undefined;
      if (this.partsMet.length < parts) return false;
    }
    this.settle(fact);
    this.met = { at: Math.max(at, ...this.partsMet.map((met) => met.at)), by };
    return true;
  }

  takeAway(fact: TimedFact, how: TakingAway): void {
    const at = Math.max(fact.start, this.armedAt);
    const due = this.dueAt();
    this.settle(fact);
    // A duty that never applied was never late, whatever date was named.
    const late = due !== undefined && at > due && how !== DOES_NOT_APPLY;
    this.ended = { ...how, at, by: factKey(fact.fact), late };
  }

  /**
   * It applies again after all; false where nothing had taken it away that can be taken back.
   * What was past due stays so; otherwise it is not due before the fact.
   */
  takeBack(fact: TimedFact, by: TakesBack): boolean {
    const ended = this.ended;
    if (ended === undefined || !isTakenBack(ended, by)) return false;
    if (!ended.late) {
      this.notBefore = Math.max(this.notBefore, fact.end);
      this.takenBackAt = Math.max(this.takenBackAt, fact.start, this.armedAt);
    }
    this.ended = undefined;
    this.settledBy = undefined;
    this.settledByOrganisation = undefined;
    this.dueIsFixed = !this.terms.plan.moves;
    this.warnings?.release();
    this.view = undefined;
    return true;
  }

  /** The same object as long as nothing about it has changed. */
  viewAt(horizon: Horizon): DutyInstance {
    const last = this.view;
    if (last !== undefined && !this.isOpen) return last;
    const dueAt = this.dueAt();
    const movedAt = this.movedAt(dueAt);
    const state = this.state(horizon, dueAt);
    const open = this.isOpen && horizon.open;
    const owner = this.terms.owner ?? this.settledBy ?? horizon.holder;
    const organisation = this.organisationOf(owner, horizon);
    const end = horizon.end + 1;
    const owedUntil = Math.min(this.owedUntil(horizon), end);
    const escalations = this.named(this.escalation.reachedBefore(owedUntil, dueAt));
    const excused = this.isExcused(state, dueAt);
    // It may have been settled by a fact after the close.
    const settledAt = Math.min(this.met?.at ?? this.ended?.at ?? end, end);
    const warnings = this.named(this.warnings?.reachedBefore(settledAt, dueAt) ?? NO_WARNINGS);
    if (
      last?.state === state &&
      last.open === open &&
      last.dueAt === dueAt &&
      last.movedAt === movedAt &&
      last.owner === owner &&
      last.organisation === organisation.organisation &&
      last.organisationUnknown === organisation.organisationUnknown &&
      areSame(last.escalations, escalations) &&
      areSame(last.warnings, warnings) &&
      (last.attributable === false) === excused
    ) {
      return last;
    }
    if (this.context.tracing) this.trace(state, escalations.length, warnings.length);
    const { instance, occurrence, armedAt } = this.identity;
    const { rule, scope } = this.terms;
    // Assigned one by one: this is built whenever anything changes, and spreading is slow.
    const view: Writable<DutyInstance> = {
      episode: this.context.episode,
      duty: rule.id,
      instance,
      occurrence,
      owner,
      ownedByHolder: this.terms.owner === undefined,
      state,
      open,
      paused: open && dueAt === undefined,
      armedAt,
      armedBy: this.armedBy,
      escalations,
      warnings,
      awaits: this.awaits(),
    };
    if (scope !== undefined) view.scope = scope;
    if (rule.matching !== undefined && this.match !== undefined)
      view.matching = { field: rule.matching, value: this.match };
    if (organisation !== NO_ORGANISATION) Object.assign(view, organisation);
    if (rule.untilAllOf !== undefined) view.partsMet = this.partsMet;
    if (dueAt !== undefined) view.dueAt = dueAt;
    if (movedAt !== undefined) view.movedAt = movedAt;
    if (excused) view.attributable = false;
    if (this.met !== undefined) {
      view.metAt = this.met.at;
      view.metBy = this.met.by;
    }
    if (this.ended !== undefined) {
      view.endedAt = this.ended.at;
      view.endedBy = this.ended.by;
      view.reason = this.ended.reason;
    }
    this.view = view;
    return view;
  }

  /** The next instant after `at` at which it changes without a new fact; Infinity where it does not. */
  wakeAfter(at: number): number {
    if (!this.isOpen) return Infinity;
    if (this.armedAt > at) return this.armedAt;
    const dueAt = this.dueAt();
    if (dueAt === undefined) return this.warnings?.nextAfter(at, dueAt) ?? Infinity;
    if (dueAt < at) return this.escalation.nextAfter(at, dueAt);
    return Math.min(dueAt + 1, this.warnings?.nextAfter(at, dueAt) ?? Infinity);
  }

  /**
   * The first instant at which it was no longer owed; where it was taken away in time, it never
   * was.
   */
  private owedUntil({ end }: Horizon): number {
    const ended = this.ended;
    if (ended === undefined) return this.met?.at ?? end + 1;
    return ended.late ? ended.at : -Infinity;
  }

  /**
   * It was owed by whoever held the patient just before the fact, or before its start where that
   * is later.
   */
  private settle(fact: TimedFact): void {
    if (!this.dueIsFixed) {
      const { plan } = this.terms;
      this.due = plan.due(this.identity.period);
      this.moved = plan.movedAt?.(this.due);
    }
    this.dueIsFixed = true;
    this.warnings?.fix(this.dueAt());
    const { owner } = this.terms;
    const { organisations } = this.context;
    if (owner === undefined || organisations !== undefined) {
      const last = compareFacts(fact, this.from) < 0 ? this.from : fact;
      if (owner === undefined) this.settledBy = this.context.holderBefore(last);
      this.settledByOrganisation = organisations?.before(owner ?? this.settledBy ?? '', last);
    }
    this.view = undefined;
  }

  private organisationOf(owner: string, { end }: Horizon): OrganisationState {
    const { organisations } = this.context;
    if (organisations === undefined) return NO_ORGANISATION;
    return this.settledByOrganisation ?? organisations.at(owner, end);
  }

  /** With the organisation that each of them was then. */
  private named(notified: readonly Notified[]): readonly Notified[] {
    const { organisations } = this.context;
    if (organisations === undefined || notified.length === 0) return notified;
    return notified.map((one) => ({ ...one, ...organisationOf(organisations.at(one.to, one.at)) }));
  }

  private awaits(): readonly string[] {
    const { rule, awaits } = this.terms;
    if (this.partsMet.length === 0) return awaits;
    const missing = missingParts(rule, { partsMet: this.partsMet });
    return [...new Set(missing.flat().map(({ type }) => type))];
  }

  private dueAt(): number | undefined {
    const { plan } = this.terms;
    const due = this.dueIsFixed ? this.due : plan.due(this.identity.period);
    return due === undefined ? undefined : Math.max(due, this.notBefore);
  }

  private movedAt(dueAt: number | undefined): number | undefined {
    const moved = this.dueIsFixed ? this.moved : this.terms.plan.movedAt?.(dueAt);
    const latest = Math.max(moved ?? -Infinity, this.takenBackAt);
    return latest === -Infinity ? undefined : latest;
  }

  private state(horizon: Horizon, dueAt: number | undefined): DutyState {
    const pastDue = (at: number): boolean => dueAt !== undefined && at > dueAt;
    if (this.met !== undefined) return pastDue(this.met.at) ? 'met-late' : 'met';
    if (this.ended !== undefined) return this.ended.late ? 'breached' : this.ended.state;
    if (pastDue(horizon.end)) return 'breached';
    return horizon.open ? 'not-yet-due' : 'lapsed';
  }

  /** It was past due before anybody was in contact with the patient. */
  private isExcused(state: DutyState, dueAt: number | undefined): boolean {
    const { rule, firstContact, lateFrom } = this.terms;
    const asks = rule.attributableFrom !== undefined || rule.attributableLater !== undefined;
    if (!asks || dueAt === undefined) return false;
    if (state !== 'breached' && state !== 'met-late') return false;
    const { at = Infinity, later } = firstContact;
    const excused = at > dueAt && !later.some((contact) => contact > lateFrom && contact <= dueAt);
    if (excused) this.context.touch(`duties/${rule.id}/not-attributable`);
    return excused;
  }

  private trace(state: DutyState, steps: number, warnings: number): void {
    const key = `duties/${this.terms.rule.id}`;
    if (state === 'met' || state === 'met-late') this.context.touch(`${key}/met`);
    if (state === 'breached' || state === 'met-late') this.context.touch(`${key}/breached`);
    for (const warning of this.warnings?.indicesOf(warnings) ?? []) {
      this.context.touch(`${key}/warn/${warning}`);
    }
    for (const step of this.escalation.indicesOf(steps)) {
      this.context.touch(`${key}/escalate/${step}`);
    }
  }
}

function areSame(a: readonly Notified[], b: readonly Notified[]): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every((one, n) => {
      const { to, at, organisation, organisationUnknown } = b[n] ?? {};
      const isOfTheSame =
        one.organisation === organisation && one.organisationUnknown === organisationUnknown;
      return one.to === to && one.at === at && isOfTheSame;
    })
  );
}
