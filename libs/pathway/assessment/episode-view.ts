/** What an assessment shows of one episode. */
import type {
  Assessment,
  Episode,
  Interruption,
  MilestoneReached,
  QueueEntry,
  StageSpell,
} from '../state/assessment.js';
import type { CustodySpell } from '../state/custody-spell.js';
import type { HandoverInstance } from '../state/handover-instance.js';
import { factKey, type TimedFact } from '#care-event';
import { dayAt } from '#calendar';
import { daysBack } from './episode-bounds.js';
import type { Ending, EpisodeClosing } from './episode-closing.js';
import type { EpisodeParts } from './episode-parts.js';
import type { EpisodeScope } from './episode-scope.js';
import type { GrowingList } from '../state/growing-list.js';
import { isRecurrent } from './recurrence.js';

/** The state of an episode after the facts applied so far. */
export interface EpisodeState {
  readonly entry: TimedFact;
  /** Since when facts before the entry count in it; absent where none do. */
  readonly looksBackTo: number | undefined;
  /** Whole days since the episode before; absent for the first. */
  readonly gapDays: number | undefined;
  /** All episodes of the journey, oldest first; it grows. */
  readonly episodes: readonly EpisodeState[];
  readonly scope: EpisodeScope;
  readonly parts: EpisodeParts;
  readonly closing: EpisodeClosing;
  /** When it ends by itself; Infinity: it does not. */
  readonly endsAt: number;
  /** When something that was reported before acts next; Infinity: never. */
  readonly nextTurnAt: number;
  readonly milestones: GrowingList<MilestoneReached>;
  readonly interrupts: GrowingList<Interruption>;
}

/** The parts of an assessment to which every episode contributes. */
export type EpisodeShare = Pick<
  Assessment,
  | 'stages'
  | 'custody'
  | 'scopes'
  | 'organisations'
  | 'milestones'
  | 'duties'
  | 'handovers'
  | 'clocks'
  | 'queues'
  | 'interrupts'
>;

export interface EpisodeView extends EpisodeShare {
  readonly episode: Episode;
  /** When it next changes without a new fact; Infinity: never. */
  readonly wakeUp: number;
}

/** @param end the instant asked for, or that of the ending where there is one */
export function viewOf(fold: EpisodeState, end: number, ending: Ending | undefined): EpisodeView {
  const { scope, parts } = fold;
  const open = ending === undefined;
  const stages = spellsUntil(scope.stages.spells(), ending);
  const custody = spellsUntil(scope.custody.spells(), ending);
  const organisations = scope.organisations?.revision;
  const holder = custody.at(-1)?.holder ?? stages.at(-1)?.holder ?? '';
  const horizon = { at: end, end, open, holder, organisations };
  const handovers: HandoverInstance[] = [];
  const queues: QueueEntry[] = [];
  for (const tracker of parts.handovers) handovers.push(...tracker.instances(horizon));
  for (const tracker of parts.queues) queues.push(...tracker.instances(horizon));
  if (scope.tracing) for (const guard of parts.guards) guard.touch();
  return {
    episode: episodeOf(fold, end, ending),
    stages,
    custody,
    ...(scope.shared !== undefined && { scopes: endedBy(scope.shared.spells(), ending) }),
    ...(scope.organisations !== undefined && {
      organisations: scope.organisations.spells(scope.episode),
    }),
    milestones: fold.milestones.list(),
    duties: parts.dutiesAt(horizon),
    handovers,
    clocks: scope.clocks.readings(end, scope.episode),
    queues,
    interrupts: fold.interrupts.list(),
    wakeUp: open ? wakeUp(fold, end) : Infinity,
  };
}

function wakeUp({ parts, endsAt, nextTurnAt }: EpisodeState, at: number): number {
  let next = Math.min(endsAt, nextTurnAt);
  for (const tracker of parts.duties) next = Math.min(next, tracker.wakeAfter(at));
  for (const tracker of parts.handovers) next = Math.min(next, tracker.wakeAfter(at));
  return next;
}

/** A lapse ends the last spell only in views from after it. */
function spellsUntil<Spell extends StageSpell | CustodySpell>(
  spells: readonly Spell[],
  ending: Ending | undefined,
): readonly Spell[] {
  const last = spells.at(-1);
  if (ending === undefined || last === undefined || last.to !== undefined) return spells;
  return [...spells.slice(0, -1), { ...last, to: ending.at }];
}

/** As `spellsUntil`, of several scopes. */
function endedBy(
  spells: readonly CustodySpell[],
  ending: Ending | undefined,
): readonly CustodySpell[] {
  if (ending === undefined) return spells;
  return spells.map((spell) => (spell.to === undefined ? { ...spell, to: ending.at } : spell));
}

function episodeOf(fold: EpisodeState, end: number, ending: Ending | undefined): Episode {
  const { entry, looksBackTo, gapDays, scope, closing } = fold;
  const recurrent = recurrentAt(fold, end);
  return {
    number: scope.episode,
    version: scope.definition.version,
    enteredAt: entry.start,
    enteredBy: factKey(entry.fact),
    ...(looksBackTo !== undefined && { looksBackTo }),
    ...(ending !== undefined && { closedAt: ending.at, closedBy: ending.by }),
    ...(gapDays !== undefined && { gapDays }),
    ...(scope.definition.custodyFrom !== undefined && { custodyFrom: 'first-contact' as const }),
    gaps: closing.gaps,
    ...(recurrent !== undefined && { recurrent }),
  };
}

/**
 * By the days that the clock ran in this episode and the earlier ones, within the period before
 * that day.
 */
function recurrentAt(fold: EpisodeState, end: number): boolean | undefined {
  const { scope, episodes, closing } = fold;
  const rule = scope.definition.episodes?.recurrent;
  if (rule === undefined || closing.recurrentWithin === undefined) return undefined;
  const { days } = scope.rules;
  const lastDay = dayAt(end, days.zone);
  const firstDay = daysBack(lastDay, closing.recurrentWithin);
  const counts = episodes
    .slice(0, scope.episode)
    .map((each) => clockDays(each, rule.clock, firstDay, lastDay));
  const recurrent = isRecurrent(rule.anyOf, counts);
  if (recurrent) scope.touch('episodes/recurrent');
  return recurrent;
}

/** Days on which the clock ran in the episode; a clock over the patient counts from entry to close. */
function clockDays(
  { scope, entry, closing }: EpisodeState,
  clock: string,
  firstDay: number,
  lastDay: number,
): number {
  const tracker = scope.clockIfAny(clock);
  if (tracker === undefined) return 0;
  const { zone } = scope.rules;
  const overPatient = scope.clocks.clock(clock) === undefined;
  const first = overPatient ? Math.max(firstDay, dayAt(entry.start, zone)) : firstDay;
  const last =
    closing.ending === undefined ? lastDay : Math.min(lastDay, dayAt(closing.ending.at, zone));
  return first > last ? 0 : tracker.daysWithin(first, last);
}
