/**
 * One episode of a journey: applies its facts in order and gives its state. A lapse is only a
 * view from a later instant; the next fact makes it real.
 */
import type { Interruption, MilestoneReached } from '../state/assessment.js';
import { factKey, type PatientAge, type TimedFact } from '#care-event';
import { Grades } from '../clocks/grades.js';
import { inTurn, type Turn } from '../rules/turn.js';
import type { Taking } from '../custody/custody-tracker.js';
import { newsOf } from '../custody/identified.js';
import { organisationOf } from '../organisations/bindings.js';
import { NO_ORGANISATION, type OrganisationState } from '../state/organisation-state.js';
import { type Effects, NOTHING } from '../rules/effects.js';
import { EpisodeClosing, endingOf, type Ending } from './episode-closing.js';
import { EpisodeParts } from './episode-parts.js';
import { EpisodeScope } from './episode-scope.js';
import type { EpisodeSetup } from './episode-setup.js';
import type { EpisodeState, EpisodeView } from './episode-view.js';
import { viewOf } from './episode-view.js';
import { GrowingList } from '../state/growing-list.js';
import type { Acceptance } from '../handovers/acceptance.js';
import type { PathwayRules } from '../rules/pathway-rules.js';
import { earliest } from './episode-bounds.js';
import type { Move } from '../stages/stage-tracker.js';

export class EpisodeFold implements EpisodeState {
  readonly entry: TimedFact;
  readonly looksBackTo: number | undefined;
  readonly gapDays: number | undefined;
  readonly episodes: readonly EpisodeState[];
  readonly scope: EpisodeScope;
  readonly parts: EpisodeParts;
  readonly closing: EpisodeClosing;
  readonly milestones = new GrowingList<MilestoneReached>();
  readonly interrupts = new GrowingList<Interruption>();
  private readonly reached = new Set<number>();
  /** Facts after the close that settled duties, since they may have come before it. */
  private readonly settledLate = new Set<TimedFact>();
  /** The fact that opened or reopened it. */
  private opened: TimedFact;
  /** What its facts do from later days on, soonest first. */
  private turns: readonly Turn[] = [];
  private readonly grades: Grades | undefined;
  private readonly age: PatientAge;
  private closedView: EpisodeView | undefined;
  /** Whether it goes out of sight if nothing else happens; undefined where not worked out. */
  private goesOutOfSight: boolean | undefined;

  constructor(setup: EpisodeSetup, municipality: string | undefined) {
    this.entry = this.opened = setup.entry;
    this.age = setup.age;
    this.gapDays = setup.gapDays;
    this.episodes = setup.episodes;
    this.scope = new EpisodeScope(setup);
    this.scope.municipality = municipality;
    this.parts = new EpisodeParts(this.scope);
    this.closing = new EpisodeClosing(this.scope, setup.entry.start, this.parts);
    const { definition, rules } = this.scope;
    if (rules.hasTurns) this.grades = new Grades(definition.clocks, rules.zone);
    if (definition.looksBack !== undefined)
      this.looksBackTo = earliest(
        setup.entry.start,
        this.scope.limit(definition.looksBack),
        rules.days,
      );
  }

  /** A fact that it will look back on: the grade of the day may say in which stage it begins. */
  noteGrade(timed: TimedFact, effects: Effects): void {
    this.grades?.note(timed, effects);
  }

  /** Opens the episode; the facts that it looks back on come next, then the entry fact itself. */
  open(effects: Effects): void {
    this.scope.touch('entry');
    if (this.scope.episode > 1) this.scope.touch('episodes/new');
    this.scope.shared?.open();
    this.grades?.note(this.entry, effects);
    this.openAt(this.entry, effects, 0);
  }

  get nextTurnAt(): number {
    return this.turns[0]?.timed.start ?? Infinity;
  }

  /**
   * What its facts do from days on that have begun by then, while it is open.
   * @param back before what is looked back on, where nothing ends it
   * @returns the instant of the last of them; -Infinity where there was none
   */
  catchUp(at: number, back = false): number {
    let until = -Infinity;
    for (let turn = this.turns[0]; turn !== undefined; turn = this.turns[0]) {
      const { start } = turn.timed;
      if (start > at || !this.isOpen || (!back && this.endsAt <= start)) break;
      this.turns = this.turns.slice(1);
      this.act(turn);
      until = start;
    }
    return until;
  }

  get rules(): PathwayRules {
    return this.scope.rules;
  }

  get isOpen(): boolean {
    return this.closing.ending === undefined;
  }

  /** Reopens the episode; the facts of the gap come next, then the entry fact itself. */
  reopen(entry: TimedFact, effects: Effects): void {
    this.scope.touch('episodes/reopens');
    this.closing.reopen(entry.start);
    this.outdate(entry.start);
    this.opened = entry;
    // What had been reported before the close found the episode closed.
    this.turns = this.turns.filter(({ timed }) => timed.start > entry.start);
    this.grades?.note(entry, effects);
    this.openAt(entry, effects, this.scope.stages.index);
    this.scope.shared?.reopen(entry);
  }

  /** A fact from before the entry, or from a gap, that counts in this episode. */
  lookBack(timed: TimedFact, effects: Effects): void {
    this.reach(timed, effects);
    const settled = this.settledLate.has(timed);
    const accepted = this.parts.count(timed, effects, { settled });
    this.foresee(timed, effects);
    if (effects.contacts) this.beginCustody('entry', this.opened);
    const { holder = 'nobody' } = this.scope.custody.current() ?? {};
    if (accepted !== undefined && this.isByOther(accepted, timed)) {
      const message = `${accepted.to} accepted while the pathway was not open: ${holder} holds the patient`;
      this.scope.reportDeviation('accepted-outside', timed, accepted.handover, message);
    }
    this.scope.shared?.applyOutside(timed);
    this.closing.notice(timed);
  }

  /**
   * A fact that is not part of the episode but may have happened in time to settle a duty,
   * because it or the start (or the close) is known only to the day or month.
   */
  settleByInterval(timed: TimedFact, effects: Effects): void {
    this.parts.settleEarly(timed, effects, this.closing.ending?.at ?? timed.start);
    if (!this.isOpen) this.settledLate.add(timed);
    this.outdate(timed.start);
  }

  /** The next fact while the episode is open; `opening`: the one that opened or reopened it. */
  apply(timed: TimedFact, effects: Effects, facts: number, opening = false): void {
    this.goesOutOfSight = undefined;
    this.closing.hear(timed);
    this.reach(timed, effects);
    const accepted = this.parts.count(timed, effects, { facts });
    this.foresee(timed, effects);
    this.closing.notice(timed);
    const { stages } = this.scope;
    const before = stages.current();
    const move = opening ? undefined : (stages.moveBy(effects) ?? this.gradeMove(timed));
    const opened = this.rules.indexOf(accepted?.opens ?? '');
    if (move !== undefined) this.follow(move, timed);
    else if (opened >= 0 && !stages.isHere(opened)) this.change(opened, timed);
    this.passOn(timed, accepted, stages.current() !== before);
    if (effects.contacts) this.beginCustody('contact', timed);
    this.identify(timed);
    this.applyBeside(timed, effects);
    if (!effects.closes || !this.isOpen) return;
    this.scope.touch('closes');
    this.close(timed);
  }

  /** A fact about something else may tell where the patient lives, while the episode is open. */
  noticeAddress(timed: TimedFact, municipality: string | undefined): void {
    if (this.scope.organisations?.noteAddress(timed, municipality) !== true) return;
    this.outdate(timed.start);
    this.identify(timed);
    this.scope.shared?.identify(timed, this.parts);
  }

  /** A fact after the close. */
  reachLate(timed: TimedFact, effects: Effects): void {
    this.reach(timed, effects);
    this.outdate(timed.start);
  }

  /**
   * Closes the episode if it ended by itself before the next fact, or if that fact begins another
   * after a silence (`anew`), whatever is owed.
   */
  lapseBefore(start: number, anew = false): boolean {
    if (!this.isOpen) return false;
    const ending = this.endingBy(start) ?? (anew ? this.closing.silenceBy(start) : undefined);
    this.parts.passTo(ending?.at ?? start);
    if (ending === undefined) return false;
    this.scope.stages.leave(ending.at);
    this.end(ending);
    return true;
  }

  /**
   * Something changed at that instant, such as a clock over the patient. What was owed when the
   * silence had lasted long enough was owed, whatever became of it afterwards.
   */
  outdate(at: number): void {
    this.closedView = undefined;
    if (this.closing.silentAt() > at) this.goesOutOfSight = undefined;
    this.closing.outdate(at);
  }

  /** Its state at `at`, ms since the epoch, after the facts applied so far. */
  viewAt(at: number): EpisodeView {
    const { ending } = this.closing;
    if (ending !== undefined) return (this.closedView ??= viewOf(this, ending.at, ending));
    const itself = this.endingBy(at);
    return viewOf(this, itself?.at ?? at, itself);
  }

  /** When it ends by itself if nothing else happens; Infinity: it does not. */
  get endsAt(): number {
    const lapsesAt = this.closing.lapse()?.at ?? Infinity;
    return Math.min(lapsesAt, this.outOfSightAt());
  }

  /** How it has ended by itself by that instant. */
  private endingBy(at: number): Ending | undefined {
    const lapse = this.closing.lapse();
    const silentAt = this.closing.silentAt() <= at ? this.outOfSightAt() : Infinity;
    if (silentAt < (lapse?.at ?? Infinity)) {
      this.scope.touch('episodes/out-of-sight');
      return { at: silentAt, by: 'out-of-sight' };
    }
    if (lapse === undefined || lapse.at > at) return undefined;
    this.scope.touch('episodes/lapses');
    return lapse;
  }

  /** Nothing ceases to be owed or offered without a fact, so that one look is enough. */
  private outOfSightAt(): number {
    const at = this.closing.silentAt();
    if (at === Infinity) return at;
    this.goesOutOfSight ??= this.parts.areSettledAt(at, this.scope.holderAt(at));
    return this.goesOutOfSight ? at : Infinity;
  }

  private openAt(timed: TimedFact, effects: Effects, otherwise: number): void {
    const isEntry = timed === this.entry;
    const byGrade = () => (isEntry ? this.stageOfGrade(timed.start) : this.gradeMove(timed));
    const move = this.scope.stages.openingMove(effects) ?? byGrade();
    if (move?.by === 'interrupt') this.interrupt(move.interrupt.id, timed);
    const { stages, custody } = this.scope;
    stages.enter(move?.to ?? otherwise, timed);
    if (this.awaitsContact(effects)) return;
    const stage = stages.current();
    // On reopening, whoever held the patient at the close holds the patient again.
    const before = this.rules.takesOver(stages.index) ? undefined : custody.current();
    const holder = before?.holder ?? stage?.holder ?? '';
    const role = stage?.holder === holder ? stage.role : undefined;
    const taking = { holder, ...(role !== undefined && { role }), basis: 'entry' } as const;
    this.take(taking, before ?? this.scope.organisations?.boundAsOf(holder, timed), timed);
  }

  /** Grades and what it does later are noted when a fact is applied. */
  private foresee(timed: TimedFact, effects: Effects): void {
    if (this.grades === undefined) return;
    this.grades.note(timed, effects);
    const turns = this.rules.turnsOf(timed, effects, this.age);
    if (turns.length > 0) this.turns = [...this.turns, ...turns].sort(inTurn);
  }

  /** Where it is looked back on, it moves nobody: the patient was not on the pathway. */
  private act({ timed, effects, grades }: Turn): void {
    this.outdate(timed.start);
    this.grades?.note(timed, effects);
    const isLookedBackOn = timed.start <= this.opened.start;
    // What a clock over the patient begins by then has begun, though this may close the episode.
    if (!isLookedBackOn) this.parts.passTo(timed.start);
    this.parts.count(timed, effects, {});
    this.closing.notice(timed);
    if (isLookedBackOn) return;
    const { stages } = this.scope;
    const before = stages.current();
    const move = stages.moveBy(effects) ?? (grades ? this.stageOfGrade(timed.start) : undefined);
    if (move !== undefined) this.follow(move, timed);
    this.passOn(timed, undefined, stages.current() !== before);
    this.applyBeside(timed, effects);
  }

  /** What is held beside the patient. */
  private applyBeside(timed: TimedFact, effects: Effects): void {
    const beside = { holding: this.scope.custody.current(), offers: this.parts };
    if (this.isOpen) this.scope.shared?.apply(timed, effects, beside);
  }

  /** Where a fact leads by the grade of its day, if it is about a clock that has grades. */
  private gradeMove(timed: TimedFact): OpeningMove | undefined {
    return this.grades?.asks(timed) === true ? this.stageOfGrade(timed.start) : undefined;
  }

  private stageOfGrade(at: number): OpeningMove | undefined {
    const to = this.grades?.stageAt(at, this.scope.definition.stages) ?? -1;
    return to < 0 || this.scope.stages.isHere(to) ? undefined : { by: 'opens', to };
  }

  /** Where custody begins with a first contact, and neither that nor a deed of a holder was before. */
  private awaitsContact(effects: Effects): boolean {
    const { definition, custody, stages } = this.scope;
    if (definition.custodyFrom === undefined || custody.current() !== undefined) return false;
    return !effects.contacts && definition.stages[stages.index]?.takesOver !== true;
  }

  /** Nothing where somebody is accountable already. */
  private beginCustody(basis: 'entry' | 'contact', by: TimedFact): void {
    const { custody, stages } = this.scope;
    const stage = stages.current();
    if (custody.current() !== undefined || stage === undefined || !this.isOpen) return;
    this.scope.touch('entry/custody-from');
    const { holder, role } = stage;
    const taking = { holder, ...(role !== undefined && { role }), basis };
    this.take(taking, this.scope.organisations?.boundAsOf(holder, by), by);
  }

  /**
   * Who is accountable after the fact: whoever accepted, else whoever acted as holder, else
   * nothing changes.
   */
  private passOn(timed: TimedFact, accepted: Acceptance | undefined, moved: boolean): void {
    if (!this.isOpen) return;
    const { custody, stages } = this.scope;
    const stage = stages.current();
    const roleOf = (holder: string) =>
      stage?.holder === holder && stage.role !== undefined ? { role: stage.role } : {};
    if (accepted !== undefined && this.isByOther(accepted, timed)) {
      const { to: holder, handover, person } = accepted;
      const who = { holder, ...roleOf(holder), ...(person !== undefined && { person }) };
      this.take({ ...who, basis: 'acceptance', handover }, accepted.organisation, timed);
    }
    if (stage === undefined || !moved || this.awaitsContact(NOTHING)) return;
    const current = custody.current();
    const { holder, role } = current ?? {};
    if (stage.holder === holder) {
      if (stage.role !== role)
        this.take({ holder, ...roleOf(holder), basis: 'within' }, current, timed);
    } else if (accepted !== undefined) {
      return;
    } else if (this.rules.takesOver(stages.index)) {
      const { holder } = stage;
      const organisation = this.scope.organisations?.performedBy(timed, holder);
      this.take({ holder, ...roleOf(holder), basis: 'deed' }, organisation, timed);
    } else {
      const message = `${stage.stage} belongs to ${stage.holder}, which has not accepted the patient: ${holder} still holds the patient`;
      this.scope.reportDeviation('holder-without-acceptance', timed, stage.stage, message);
    }
  }

  /** Whether it was accepted by another service than the holder, or another organisation of it. */
  private isByOther({ to, organisation }: Acceptance, timed: TimedFact): boolean {
    const { custody, organisations } = this.scope;
    const holding = custody.current();
    if (to !== holding?.holder) return true;
    if (organisations === undefined) return false;
    return !organisations.isSameState(organisation, holding, timed);
  }

  private take(
    taking: Taking,
    organisation: OrganisationState = NO_ORGANISATION,
    timed: TimedFact,
  ): void {
    const { custody, organisations } = this.scope;
    custody.pass({ ...taking, ...organisationOf(organisation) }, timed);
    organisations?.passed(organisation, timed);
  }

  /** The fact may tell which organisation it is that holds the patient. */
  private identify(timed: TimedFact): void {
    const { custody, organisations } = this.scope;
    const current = custody.current();
    if (current === undefined || !this.isOpen || organisations === undefined) return;
    const news = newsOf(current, timed, organisations);
    if (news === undefined) return;
    if ('taking' in news) this.take(news.taking, news.organisation, timed);
    else if (!this.parts.hasOffer(current.holder, current.holder)) {
      const message = `the patient moved away from ${news.movedFrom} and was not offered to anybody: ${news.movedFrom} still holds the patient`;
      this.scope.reportDeviation('moved-without-handover', timed, undefined, message);
    }
  }

  private follow(move: Move, timed: TimedFact): void {
    const { stages } = this.scope;
    if (move.by === 'opens') {
      this.change(move.to, timed);
    } else if (move.by === 'interrupt') {
      this.interrupt(move.interrupt.id, timed);
      stages.leave(timed.start, move.interrupt.id);
      stages.enter(move.to, timed);
    } else {
      this.scope.touch(`stages/${move.of}/exits/${move.exit.id}`);
      stages.leave(timed.start, move.exit.id);
      if (move.exit.to === undefined) this.end(endingOf(timed));
      else stages.enter(this.rules.indexOf(move.exit.to), timed);
    }
  }

  private change(index: number, timed: TimedFact): void {
    this.scope.stages.leave(timed.start);
    this.scope.stages.enter(index, timed);
  }

  private close(timed: TimedFact): void {
    this.scope.stages.leave(timed.start);
    this.end(endingOf(timed));
  }

  private end(ending: Ending): void {
    this.scope.custody.end(ending.at);
    this.scope.shared?.end(ending.at);
    this.closing.end(ending);
  }

  private interrupt(interrupt: string, { fact, start }: TimedFact): void {
    this.scope.touch(`interrupts/${interrupt}`);
    const { episode } = this.scope;
    this.interrupts.push({ episode, interrupt, at: start, fact: factKey(fact) });
  }

  private reach({ fact, start }: TimedFact, effects: Effects): void {
    for (const index of effects.reaches) {
      const rule = this.rules.definition.milestones[index];
      if (rule === undefined || this.reached.has(index)) continue;
      this.reached.add(index);
      const { episode } = this.scope;
      this.milestones.push({ episode, milestone: rule.id, at: start, fact: factKey(fact) });
      this.scope.touch(`milestones/${rule.id}`);
    }
  }
}

type OpeningMove = Extract<Move, { readonly by: 'opens' }>;
