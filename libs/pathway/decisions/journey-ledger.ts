/**
 * The decisions recorded on one journey of a patient, and what is missing of them. Kept from
 * one question to the next, it looks only at what has changed since, so that a question costs
 * what is new, however many duties lie behind.
 *
 * Why the rest can be left out: whether a decision is missing on an instance follows from the
 * instance and the decisions on it alone, and an instance that has not changed is the same
 * object. Where anything else could matter, all are looked at.
 */
import type { Assessment, Episode } from '../state/assessment.js';
import type { DutyInstance } from '../state/duty-instance.js';
import type { HandoverInstance } from '../state/handover-instance.js';
import { decideDuty, voidDuty } from './decide-duty.js';
import { decideHandover, voidHandover } from './decide-handover.js';
import { decideRecurrence, voidRecurrence } from './decide-recurrence.js';
import type { Decision, RecordedDecision } from './decision.js';
import { InstanceDecisions } from './instance-decisions.js';

export class JourneyLedger {
  private readonly onEpisodes = new InstanceDecisions<Episode>({
    keyOf: ({ number }) => String(number),
    decide: decideRecurrence,
    takeBack: voidRecurrence,
  });
  private readonly onDuties = new InstanceDecisions<DutyInstance>({
    keyOf: ({ duty, episode, occurrence }) => keyOf(duty, episode, occurrence),
    decide: decideDuty,
    takeBack: voidDuty,
  });
  private readonly onHandovers = new InstanceDecisions<HandoverInstance>({
    keyOf: ({ handover, attempt, occurrence }) => keyOf(handover, attempt, occurrence),
    decide: decideHandover,
    takeBack: voidHandover,
  });
  private latestEffectiveAt = -Infinity;
  private askedAt = Infinity;

  /** Takes the decisions on the journey in the order of the stream. */
  add(decision: RecordedDecision): void {
    const { duty, handover, episode, occurrence, attempt, effectiveAt } = decision;
    if (handover !== undefined)
      this.onHandovers.add(keyOf(handover, attempt, occurrence), decision);
    else if (duty === undefined) this.onEpisodes.add(String(episode), decision);
    else this.onDuties.add(keyOf(duty, episode, occurrence), decision);
    this.latestEffectiveAt = Math.max(this.latestEffectiveAt, effectiveAt);
  }

  /** As `decide` has it. */
  missing(assessment: Assessment): readonly Decision[] {
    // Decisions that were not in effect at the last question may be at this one.
    const goesOn = this.latestEffectiveAt <= this.askedAt && this.askedAt <= assessment.at;
    this.askedAt = assessment.at;
    return (goesOn ? this.changed(assessment) : undefined) ?? this.all(assessment);
  }

  private changed(assessment: Assessment): readonly Decision[] | undefined {
    const { duties, handovers } = assessment;
    const onEpisodes = this.onEpisodes.changed(assessment, recurrences(assessment));
    const onDuties = this.onDuties.changed(assessment, duties);
    const onHandovers = this.onHandovers.changed(assessment, handovers);
    if (onEpisodes === undefined || onDuties === undefined || onHandovers === undefined)
      return undefined;
    return [...onEpisodes, ...onDuties, ...onHandovers];
  }

  private all(assessment: Assessment): readonly Decision[] {
    const { duties, handovers } = assessment;
    const episodes = recurrences(assessment);
    const missing = [
      ...this.onEpisodes.all(assessment, episodes),
      ...this.onDuties.all(assessment, duties),
      ...this.onHandovers.all(assessment, handovers),
    ];
    const gone = [
      ...this.onDuties.gone(assessment, duties),
      ...this.onHandovers.gone(assessment, handovers),
      ...this.onEpisodes.gone(assessment, episodes),
    ];
    // Until they are recorded, there is nothing by which a change would show.
    if (gone.length > 0) this.askedAt = Infinity;
    return [...missing, ...gone];
  }
}

/** The first episode needs no decision. */
function recurrences({ episodes }: Assessment): readonly Episode[] {
  return episodes.filter(({ number }) => number !== 1);
}

/** Ids of rules have no `/`, so that no two instances share a key. */
function keyOf(rule: string, number: number, occurrence: string): string {
  return `${rule}/${number}/${occurrence}`;
}
