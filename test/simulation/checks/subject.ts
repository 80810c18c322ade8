/** What decisions are about, and what they amount to. */
import type { RecordedDecision } from '#pathway';

export function subjectOf(decision: RecordedDecision): string {
  const { episodeKey: key = '', duty, handover, episode, occurrence, attempt } = decision;
  const pathway = `${decision.pathway}[${key}]`;
  // An offer keeps its name whatever episode it counts in.
  if (handover !== undefined) return `${pathway}:${handover}/${attempt}/${occurrence}`;
  return `${pathway}/${duty ?? ''}/${episode}/${occurrence}`;
}

/** What is said by a decision: an offer takes turns, everything else has its types. */
export function sayingOf({ type, handover, data }: RecordedDecision): string {
  const { turn } = data;
  return handover !== undefined && typeof turn === 'string' ? turn : type;
}

/** What holds on one subject after its decisions, in the order of the log. */
export function holdingOf(decisions: readonly RecordedDecision[]): readonly string[] {
  let held: string[] = [];
  for (const decision of decisions) {
    const { type, handover, data } = decision;
    const { turns } = data;
    if (type.endsWith('Voided')) held = [];
    else if (handover !== undefined && Array.isArray(turns))
      held = held.filter((one) => !turns.includes(one));
    else if (type === 'DutyReopened' || type === 'DutyArmed') held = ['DutyArmed'];
    // A notice was given, whatever became of the duty.
    else if (type !== 'DutyWarned' && type !== 'DutyEscalated') held.push(sayingOf(decision));
  }
  return held;
}

export function bySubject(
  decisions: readonly RecordedDecision[],
): ReadonlyMap<string, readonly RecordedDecision[]> {
  const groups = new Map<string, RecordedDecision[]>();
  for (const decision of decisions) {
    const subject = subjectOf(decision);
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [decision]);
    else group.push(decision);
  }
  return groups;
}
