/** What a decision is about. */
import type { RecordedDecision } from '#pathway';

export function subjectOf({ pathway, duty, episode, occurrence }: RecordedDecision): string {
  return `${pathway}/${duty ?? ''}/${episode}/${occurrence}`;
}
