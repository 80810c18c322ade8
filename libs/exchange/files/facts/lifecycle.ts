/**
 * What becomes of the lifecycle of activities: an activity that was started and completed is
 * one event, not two. By default only what is complete counts, in a file that has both; where
 * durations are asked for, an event knows when it began.
 */
import type { Lifecycle } from '../mapping/mapping.js';

export type Transition = 'start' | 'complete' | 'other';

/** Without a transition an event is complete, as XES has it. */
export function transitionOf(text: string | undefined): Transition {
  const name = text?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'complete' || name === 'completed' || name === 'end')
    return 'complete';
  return name === 'start' || name === 'started' ? 'start' : 'other';
}

export class StartedActivities {
  private readonly open = new Map<string, string[]>();
  /** Started and not yet completed. */
  count = 0;

  start(activity: string, time: string): void {
    const times = this.open.get(activity);
    if (times === undefined) this.open.set(activity, [time]);
    else times.push(time);
    this.count += 1;
  }

  /** When the activity that is completed was started: of several, the first. */
  complete(activity: string): string | undefined {
    const times = this.open.get(activity);
    const time = times?.shift();
    if (times?.length === 0) this.open.delete(activity);
    if (time !== undefined) this.count -= 1;
    return time;
  }
}

/** What a file's beginning says, where nobody says it. */
export function lifecycleOf(transitions: Iterable<Transition>): Lifecycle {
  const found = new Set(transitions);
  return found.has('start') && found.has('complete') ? 'complete' : 'all';
}
