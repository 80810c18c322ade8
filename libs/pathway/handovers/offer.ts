/** One offer of the patient to one service, and its state at any instant. */
import type { Awaiting } from '../instances/awaiting.js';
import type { DuePlan } from '../instances/due-plan.js';
import type { Horizon, Instance } from '../instances/instance-list.js';
import { factKey, type TimedFact } from '#care-event';
import type {
  HandoverInstance,
  HandoverState,
  HandoverEvent,
  HandoverEventKind,
  Matching,
} from '../state/handover-instance.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import type { Limit } from '#calendar';
import { NO_ORGANISATION, type OrganisationState } from '../state/organisation-state.js';
import type { Silence, SilentAction } from './silence.js';

/** What is fixed when the offer is made. */
export interface OfferTerms {
  readonly rule: string;
  readonly scope: string | undefined;
  /** Key of the fact that made the first offer. */
  readonly occurrence: string;
  readonly matching: Matching | undefined;
  readonly attempt: number;
  readonly from: string;
  readonly fromOrganisation: OrganisationState;
  readonly to: string;
  readonly toOrganisation: OrganisationState;
  readonly offeredAt: number;
  /** Limits and services of the definition where the patient lived at the time of the offer. */
  readonly local: LocalTerms;
}

/** What depends on where the patient lives; offers to the next services have the same. */
export interface LocalTerms {
  readonly within: Limit;
  readonly actions: readonly SilentAction[];
  /** What comes after a refusal. */
  readonly refused: SilentAction;
  /** How long the sender has to supply information; undefined where nothing says so. */
  readonly informationWithin: Limit | undefined;
}

export type Settlement = 'accepted' | 'refused' | 'withdrawn' | 'overtaken';

/** A request for information by the receiver, until the sender supplies it. */
interface Question {
  readonly key: string;
  readonly plan: DuePlan | undefined;
  answeredAt: number | undefined;
  /** When the answer was due, as known when it came. */
  wasDueAt: number | undefined;
}

interface Settled {
  readonly as: Settlement;
  readonly at: number;
  readonly by: string;
}

export class Offer implements Instance<HandoverInstance> {
  readonly from: TimedFact;
  readonly match: string | undefined;
  readonly instance: number;
  readonly armedAt: number;
  readonly terms: OfferTerms;
  private readonly recorded: HandoverEvent[];
  private readonly silences: Silence[];
  private readonly questions: Question[] = [];
  private withdrawing = false;
  private received = false;
  /** When its receipt began the wait anew. */
  private receivedAt: number | undefined;
  private settlement: Settled | undefined;
  private view: HandoverInstance | undefined;
  private viewKey = '';

  /** @param silence the wait for the answer to the offer */
  constructor(
    awaiting: Awaiting,
    instance: number,
    { terms, silence }: { readonly terms: OfferTerms; readonly silence: Silence },
    private readonly context: EpisodeContext,
  ) {
    this.from = awaiting.from;
    this.match = awaiting.match;
    this.instance = instance;
    this.armedAt = terms.offeredAt;
    this.terms = terms;
    this.silences = [silence];
    const offered = { kind: 'offered', key: 'offered', at: terms.offeredAt } as const;
    this.recorded = [terms.attempt === 1 ? { ...offered, by: terms.occurrence } : offered];
  }

  get settled(): Settled | undefined {
    return this.settlement;
  }

  get isWithdrawing(): boolean {
    return this.withdrawing;
  }

  /** Whether the receiver has it in hand. */
  get isReceived(): boolean {
    return this.received;
  }

  /** The current wait. */
  get silence(): Silence {
    return this.silences.at(-1) as Silence;
  }

  get round(): number {
    return this.silences.length;
  }

  settle(as: Settlement, fact: TimedFact, more: Omit<HandoverEvent, 'kind' | 'key' | 'at'>): void {
    const at = this.notBefore(fact);
    this.silence.end(at);
    this.endQuestions(at);
    this.settlement = { as, at, by: factKey(fact.fact) };
    this.record(as === 'withdrawn' ? 'withdrawal-answered' : as, fact, more);
    this.view = undefined;
  }

  /** The offer was refused, and another service is notified. */
  escalate(service: string, fact: TimedFact): void {
    this.record('escalated', fact, { service });
  }

  /** The sender withdraws the offer; from now on the receiver owes a confirmation. */
  withdraw(fact: TimedFact, silence: Silence, reason: Pick<HandoverEvent, 'reason'>): void {
    const at = this.notBefore(fact);
    this.silence.end(at);
    this.endQuestions(at);
    this.silences.push(silence);
    this.withdrawing = true;
    this.record('withdrawn', fact, reason);
  }

  /** The receiver has it in hand: from now on it is its answer that is waited for. */
  receive(fact: TimedFact, silence: Silence): void {
    this.receivedAt = this.notBefore(fact);
    this.silence.end(this.receivedAt);
    this.silences.push(silence);
    this.received = true;
    this.view = undefined;
  }

  /** The receiver has had it in hand from the first: nobody is known to have sent it. */
  begunByReceipt(): void {
    this.received = true;
  }

  ask(fact: TimedFact, plan: DuePlan | undefined, reason: Pick<HandoverEvent, 'reason'>): void {
    const key = factKey(fact.fact);
    this.questions.push({ key, plan, answeredAt: undefined, wasDueAt: undefined });
    this.record('information-requested', fact, reason);
  }

  /** The sender supplies everything that was requested. */
  supply(fact: TimedFact): void {
    this.endQuestions(this.notBefore(fact));
    this.record('information-supplied', fact, {});
  }

  get hasOpenQuestion(): boolean {
    return this.questions.some(({ answeredAt }) => answeredAt === undefined);
  }

  /** The next instant after that one at which time alone changes something; Infinity: none. */
  nextAfter(instant: number): number {
    let next = this.silence.nextAfter(instant);
    for (const { plan, answeredAt } of this.questions) {
      const overdueAt = (answeredAt === undefined ? plan?.due(1) : undefined) ?? Infinity;
      if (overdueAt + 1 > instant) next = Math.min(next, overdueAt + 1);
    }
    return next;
  }

  viewAt(horizon: Horizon): HandoverInstance {
    const state = this.stateAt(horizon);
    const events = this.eventsAt(horizon);
    const dueAt = this.silence.dueAt();
    const what = `${state} ${dueAt} ${events.map(nameOf).join(' ')}`;
    if (this.view !== undefined && this.viewKey === what) return this.view;
    const { rule, scope, occurrence, matching, attempt, from, to } = this.terms;
    const { fromOrganisation, toOrganisation } = this.terms;
    const settled = this.settlement;
    if (this.context.tracing) this.touch(horizon.end, events);
    this.viewKey = what;
    return (this.view = {
      episode: this.context.episode,
      handover: rule,
      ...(scope !== undefined && { scope }),
      instance: this.instance,
      occurrence,
      ...(matching !== undefined && { matching }),
      attempt,
      from,
      ...(fromOrganisation.organisation !== undefined && {
        fromOrganisation: fromOrganisation.organisation,
      }),
      to,
      ...(toOrganisation !== NO_ORGANISATION && askedOf(toOrganisation)),
      state,
      offeredAt: this.armedAt,
      offeredBy: occurrence,
      ...(this.receivedAt !== undefined && { receivedAt: this.receivedAt }),
      ...(dueAt !== undefined && { answerDueAt: dueAt }),
      ...(settled !== undefined && { answeredAt: settled.at, answeredBy: settled.by }),
      late: settled !== undefined && this.silence.isOverdueAt(settled.at),
      events,
    });
  }

  private stateAt({ end, open }: Horizon): HandoverState {
    if (this.settlement !== undefined) return this.settlement.as;
    if (this.silence.isOverdueAt(end)) return 'silent';
    if (!open) return 'lapsed';
    if (this.withdrawing) return 'withdrawing';
    return this.hasOpenQuestion ? 'information-requested' : 'offered';
  }

  private eventsAt({ end, open }: Horizon): readonly HandoverEvent[] {
    const events = [
      ...this.recorded,
      ...this.silences.flatMap((silence) => silence.eventsBy(end)),
      ...this.questions.flatMap((question) => overdue(question, end)),
    ];
    if (!open && this.settlement === undefined) {
      // Once the episode closes, nobody waits for an answer any more.
      events.push({ kind: 'overtaken', key: 'overtaken/closed', at: end, reason: 'closed' });
    }
    if (events.length > this.recorded.length) events.sort((a, b) => a.at - b.at);
    return this.context.organisations === undefined ? events : events.map(this.withOrganisation);
  }

  /** Which organisation of the service is notified. */
  private readonly withOrganisation = (event: HandoverEvent): HandoverEvent => {
    const { kind, service, at } = event;
    if (service === undefined) return event;
    const { organisation } =
      kind === 'reminded'
        ? this.terms.toOrganisation
        : (this.context.organisations?.at(service, at) ?? NO_ORGANISATION);
    return organisation === undefined ? event : { ...event, organisation };
  };

  /** Notes what time alone has led to. */
  private touch(end: number, events: readonly HandoverEvent[]): void {
    const key = `handovers/${this.terms.rule}`;
    const kinds = new Set(events.map(({ kind }) => kind));
    if (kinds.has('silent')) this.context.touch(`${key}/silent`);
    if (kinds.has('information-overdue')) this.context.touch(`${key}/information-overdue`);
    for (const silence of this.silences)
      for (const step of silence.stepsBy(end))
        if (step > 0) this.context.touch(`${key}/silent/${step}`);
  }

  private record(
    kind: HandoverEventKind,
    fact: TimedFact,
    more: Omit<HandoverEvent, 'kind' | 'key' | 'at'>,
  ): void {
    const by = factKey(fact.fact);
    this.recorded.push({ kind, key: `${kind} ${by}`, at: this.notBefore(fact), by, ...more });
  }

  private endQuestions(at: number): void {
    for (const question of this.questions) {
      if (question.answeredAt !== undefined) continue;
      question.wasDueAt = question.plan?.due(1);
      question.answeredAt = at;
    }
  }

  /** What is known only to the day may begin before the offer that it answers. */
  private notBefore({ start }: TimedFact): number {
    return Math.max(start, this.armedAt);
  }
}

function nameOf({ key, at, organisation = '' }: HandoverEvent): string {
  return `${key}@${at}${organisation}`;
}

function askedOf({ organisation, organisationUnknown }: OrganisationState) {
  if (organisation !== undefined) return { toOrganisation: organisation };
  return organisationUnknown && { toOrganisationUnknown: organisationUnknown };
}

function overdue(
  { key, plan, answeredAt, wasDueAt }: Question,
  end: number,
): readonly HandoverEvent[] {
  const dueAt = answeredAt === undefined ? plan?.due(1) : wasDueAt;
  if (dueAt === undefined || (answeredAt ?? end) <= dueAt) return [];
  return [{ kind: 'information-overdue', key: `information-overdue ${key}`, at: dueAt + 1 }];
}
