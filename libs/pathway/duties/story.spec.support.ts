/**
 * One duty, handover or queue on its own: facts by name and time, without the rest
 * of a pathway. Days are those of UTC. Who holds the patient changes with `Moved`.
 */
import type { Deviation, DeviationKind } from '../state/deviation.js';
import { compareFacts, type JsonObject, timedFact, type TimedFact } from '#care-event';
import { deviationAt } from '../state/deviation.js';
import { calendarOfRegion, type Limit, type OwnerDays } from '#calendar';
import { ClockTracker } from '../clocks/clock-tracker.js';
import type { ClockRule } from '../definition/clock-rule.js';
import type { Definition } from '../definition/definition.js';
import type { DutyRule } from '../definition/duty-rule.js';
import type { LimitRef, ServiceRef } from '../definition/element.js';
import { takesBack } from '../rules/duty-effect.js';
import { DutyTracker } from './duty-tracker.js';
import { partsOf } from './duty-parts.js';
import type { EpisodeContext } from '../instances/episode-context.js';
import type { Horizon } from '../instances/instance-list.js';
import type { Condition, EventPattern } from '../definition/pattern.js';
import { meets } from '../definition/pattern.js';

export const NOTHING_MORE = {};
export const at = (text: string): number => Date.parse(text);
/** The last instant of a day. */
export const endOf = (day: string): number => at(`${day}T23:59:59.999Z`);
export const on = (...types: string[]): EventPattern[] =>
  types.map((type) => ({ type, where: [] }));

const NO_CLOCK = { start: [], pause: [], resume: [], stop: [], nullify: [], spans: [] };

/** Runs from `Started`; paused from `Paused` to `Resumed`. */
export const CLOCK: ClockRule = {
  ...NO_CLOCK,
  id: 'rtt',
  title: 'rtt',
  over: 'episode',
  start: on('Started'),
  pause: on('Paused'),
  resume: on('Resumed'),
  nullify: on('Nullified'),
};

/** Counts the days between the fields `from` and `to` of `SickLeave`. */
export const SICK_LEAVE: ClockRule = {
  ...NO_CLOCK,
  id: 'sick-leave',
  title: 'sick-leave',
  over: 'episode',
  spans: [{ on: on('SickLeave'), from: 'from', to: 'to' }],
};

export const limit = (amount: number, unit: Limit['unit']) =>
  ({ kind: 'limit', limit: { amount, unit }, firstDayCounts: false }) as const;

/** From `Started` to `Done` within ten days, unless given otherwise. */
export function dutyRule(more: Partial<DutyRule> = NOTHING_MORE): DutyRule {
  return {
    id: 'plan',
    title: 'plan',
    from: on('Started'),
    until: on('Done'),
    due: limit(10, 'day'),
    owner: 'gp',
    per: 'episode',
    ends: on('Ended'),
    exempt: [
      { on: on('Declined'), code: 'patient-declined' },
      { on: on('Admitted'), code: 'institution-stay' },
    ],
    notApplicable: on('Unneeded'),
    appliesAgain: on('NeededAgain'),
    escalate: [],
    warn: [],
    ...more,
  };
}

/** An episode that knows its clocks, its holders and its parameters, and nothing else. */
export class StoryContext implements EpisodeContext {
  readonly episode = 1;
  readonly definition: Definition;
  readonly tracing = true;
  readonly touched = new Set<string>();
  readonly deviations: string[] = [];
  readonly clocks: ReadonlyMap<string, ClockTracker>;
  limits: Readonly<Record<string, Limit>> = NOTHING_MORE;
  private holders = [{ from: -Infinity, holder: 'gp' }];

  constructor(
    readonly clockRules: readonly ClockRule[],
    definition: Partial<Definition> = NOTHING_MORE,
  ) {
    this.definition = definition as Definition;
    this.clocks = new Map(clockRules.map((rule) => [rule.id, new ClockTracker(rule, 'UTC')]));
  }

  move(from: number, holder: string): void {
    this.holders.push({ from, holder });
  }

  get days(): OwnerDays {
    return this.ownerOf('');
  }

  ownerOf(service: string): OwnerDays {
    const [zone, region] = service === 'helsinki' ? ['Europe/Helsinki', 'FI'] : ['UTC', undefined];
    return { zone, calendar: calendarOfRegion(region as 'FI' | undefined) };
  }

  limit(ref: LimitRef): Limit {
    if (!('parameter' in ref)) return ref;
    return this.limits[ref.parameter] ?? { amount: 1, unit: 'day' };
  }

  service(ref: ServiceRef): string {
    return typeof ref === 'string' ? ref : `${ref.parameter}-there`;
  }

  meets(where: readonly Condition[], { fact }: TimedFact): boolean {
    return meets(where, fact.data, this.ageAt());
  }

  /** Stories of one duty have no facts of other rules. */
  latest(): undefined {
    return undefined;
  }

  ageAt(): number {
    return 20;
  }

  clock(id: string): ClockTracker {
    const clock = this.clocks.get(id);
    if (clock === undefined) throw new RangeError(id);
    return clock;
  }

  isHeldBy(service: string, at: number): boolean {
    return this.holderAt(at) === service;
  }

  holderBefore({ start }: TimedFact): string {
    return this.holders.findLast(({ from }) => from < start)?.holder ?? '';
  }

  holderAt(instant: number): string {
    return this.holders.findLast(({ from }) => from <= instant)?.holder ?? '';
  }

  touch(key: string): void {
    this.touched.add(key);
  }

  reportDeviation(
    kind: DeviationKind,
    fact: TimedFact,
    rule: string | undefined,
    message: string,
  ): Deviation {
    const deviation = deviationAt(fact, kind, message, rule);
    this.deviations.push(`${kind} ${rule}: ${message} (${fact.fact.id})`);
    return deviation;
  }

  retractDeviation({ kind, fact }: Deviation): void {
    const index = this.deviations.findIndex(
      (text) => text.startsWith(kind) && text.endsWith(`(${fact.split(' ')[1]})`),
    );
    if (index >= 0) this.deviations.splice(index, 1);
  }
}

/** Facts in the order in which they were given, which decides ties, sorted by when they happened. */
export class Facts {
  private readonly timed: TimedFact[] = [];

  add(type: string, occurredAt: string, data: JsonObject): void {
    const id = String(this.timed.length + 1);
    const fact = { id, source: 'urn:x', type, version: 1, occurredAt, data, recordedAt: 0 };
    this.timed.push(timedFact({ ...fact, sequence: id }, 'UTC'));
  }

  by(instant: number): readonly TimedFact[] {
    return this.timed.filter(({ start }) => start <= instant).sort(compareFacts);
  }
}

export function fits(patterns: readonly EventPattern[], { fact }: TimedFact): boolean {
  return patterns.some(({ type, where }) => type === fact.type && meets(where, fact.data, 20));
}

export function openAt(instant: number, context: StoryContext): Horizon {
  return { at: instant, end: instant, open: true, holder: context.holderAt(instant) };
}

/** A duty and its facts. Facts are added with `then`, in any order. */
export class DutyStory {
  private readonly clocks: readonly ClockRule[];
  private readonly facts = new Facts();
  limits: Readonly<Record<string, Limit>> = NOTHING_MORE;

  constructor(
    private readonly rule: DutyRule,
    ...clocks: ClockRule[]
  ) {
    this.clocks = clocks;
  }

  then(type: string, occurredAt: string, data: JsonObject = NOTHING_MORE): this {
    this.facts.add(type, occurredAt, data);
    return this;
  }

  /** Its state at the end of a day, or at an instant. */
  at(when: string) {
    return this.trackedUntil(when).instances;
  }

  /** The same, with the pathway closed at that time. */
  closedAt(when: string) {
    const { tracker, context, instant } = this.trackedUntil(when);
    return tracker.instances({ ...openAt(instant, context), open: false });
  }

  /** @param asked its state is also asked for after every fact, at each of these instants */
  trackedUntil(when: string, asked: readonly number[] = []) {
    const instant = when.length === 10 ? endOf(when) : at(when);
    const context = new StoryContext(this.clocks);
    context.limits = this.limits;
    const tracker = new DutyTracker(this.rule, context);
    this.facts.by(instant).forEach((fact, index) => {
      this.take(tracker, context, fact);
      const now = asked[index % asked.length];
      if (now === undefined) return;
      tracker.instances({ ...openAt(Math.max(now, fact.start), context), open: index % 3 > 0 });
      tracker.wakeAfter(now);
    });
    const instances = tracker.instances(openAt(instant, context));
    return { tracker, context, instant, instances, wakeUp: tracker.wakeAfter(instant) };
  }

  private take(tracker: DutyTracker, context: StoryContext, fact: TimedFact): void {
    const rule = this.rule;
    const exempts = rule.exempt.findIndex((exemption) => fits(exemption.on, fact));
    const effect = {
      starts: fits(rule.from, fact),
      meets: partsOf(rule).flatMap((part, index) => (fits(part, fact) ? [index] : [])),
      exempts: exempts < 0 ? undefined : exempts,
      notApplicable: fits(rule.notApplicable, fact),
      appliesAgain: takesBack(rule, (patterns) => fits(patterns, fact)),
      ends: fits(rule.ends, fact),
      contacts: fits(rule.attributableFrom ?? [], fact),
      contactsLater: fits(rule.attributableLater?.on ?? [], fact),
    };
    // As in an episode, a duty does not hear of what does nothing to it.
    const { meets, exempts: exempted, ...others } = effect;
    if (meets.length > 0 || exempted !== undefined || Object.values(others).some(Boolean)) {
      tracker.apply(fact, effect);
    }
    const { to } = fact.fact.data;
    if (fact.fact.type === 'Moved' && typeof to === 'string') context.move(fact.start, to);
    for (const clockRule of this.clocks) {
      const span = clockRule.spans.findIndex((candidate) => fits(candidate.on, fact));
      const clock = context.clock(clockRule.id);
      const does = {
        start: fits(clockRule.start, fact),
        pause: fits(clockRule.pause, fact),
        resume: fits(clockRule.resume, fact),
        stop: fits(clockRule.stop, fact),
        nullify: fits(clockRule.nullify, fact),
        cuts: false,
        nullifyUnless: false,
        keeps: false,
        span: span < 0 ? undefined : span,
      };
      if (clock.isNullifiedBy(does)) tracker.clockNullified(fact);
      clock.apply(fact, does);
    }
  }
}
