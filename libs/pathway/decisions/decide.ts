/**
 * Reconciles the recorded decisions with what the facts say now: returns what is missing,
 * nothing when they agree. Decisions are never changed or removed; another decision takes back
 * one that no longer holds.
 */
import type { Assessment } from '../state/assessment.js';
import { decideDuty, voidDuty } from './decide-duty.js';
import { decideHandover, voidHandover } from './decide-handover.js';
import { decideRecurrence, voidRecurrence } from './decide-recurrence.js';
import type { Decision, RecordedDecision } from './decision.js';

/**
 * The decisions to append, in order: on episodes, then on duties and handovers as in the
 * assessment, then on what is gone. A duty that lapsed needs no decision of its own: the close
 * of its pathway says it.
 *
 * Decisions that take effect after `assessment.at` are ignored: they were made by a clock ahead
 * of the one that asks now.
 * @param recorded the patient's decisions in the order of the stream; those of other pathways
 *   are ignored
 */
export function decide(
  assessment: Assessment,
  recorded: readonly RecordedDecision[],
): readonly Decision[] {
  const onEpisodes = new Map<number, RecordedDecision[]>();
  const onDuties = new Map<string, RecordedDecision[]>();
  const onHandovers = new Map<string, RecordedDecision[]>();
  for (const decision of recorded) {
    if (decision.pathway !== assessment.pathway) continue;
    const { duty, handover, episode, occurrence, attempt } = decision;
    if (handover !== undefined)
      addTo(onHandovers, instanceKey(handover, attempt, occurrence), decision);
    else if (duty === undefined) addTo(onEpisodes, episode, decision);
    else addTo(onDuties, instanceKey(duty, episode, occurrence), decision);
  }
  const decisions: Decision[] = [];
  for (const episode of assessment.episodes) {
    if (episode.number === 1) continue;
    const known = onEpisodes.get(episode.number) ?? [];
    decisions.push(...decideRecurrence(assessment, episode, known));
    onEpisodes.delete(episode.number);
  }
  for (const instance of assessment.duties) {
    const key = instanceKey(instance.duty, instance.episode, instance.occurrence);
    decisions.push(...decideDuty(assessment, instance, onDuties.get(key) ?? []));
    onDuties.delete(key);
  }
  for (const instance of assessment.handovers) {
    const key = instanceKey(instance.handover, instance.attempt, instance.occurrence);
    decisions.push(...decideHandover(assessment, instance, onHandovers.get(key) ?? []));
    onHandovers.delete(key);
  }
  for (const gone of onDuties.values()) decisions.push(...voidDuty(assessment, gone));
  for (const gone of onHandovers.values()) decisions.push(...voidHandover(assessment, gone));
  for (const gone of onEpisodes.values()) decisions.push(...voidRecurrence(assessment, gone));
  return decisions;
}

/** Ids of rules have no `/`, so that no two instances share a key. */
function instanceKey(rule: string, number: number, occurrence: string): string {
  return `${rule}/${number}/${occurrence}`;
}

function addTo<Key>(
  groups: Map<Key, RecordedDecision[]>,
  key: Key,
  decision: RecordedDecision,
): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [decision]);
  else group.push(decision);
}
