/** Whose turn it is in a queue, and who was served out of turn. */
import type { QueueEntry } from '../state/assessment.js';
import { compareTexts } from '#care-event';

/** Most urgent first, then whoever has waited longest; ties by the fact by which they joined. */
export function compareQueued(a: QueueEntry, b: QueueEntry): number {
  return a.rank - b.rank || a.joinedAt - b.joinedAt || compareTexts(a.fact, b.fact);
}

/** Somebody was served before somebody who had joined the same queue earlier and as urgently. */
export interface Overtaking<Entry extends QueueEntry> {
  readonly overtaken: Entry;
  readonly by: Entry;
  /** How much earlier the overtaken one had joined, in milliseconds; more than 0. */
  readonly joinedEarlierMs: number;
  /** How long the overtaken one still waited afterwards; absent while still waiting. */
  readonly waitedOnMs?: number;
}

/**
 * All overtakings among these entries, by when the overtaking one was served; ties by who
 * overtook, then by who was overtaken, each in the order of the queue. Somebody who left
 * unserved overtook nobody, and was overtaken only by those served before that.
 */
export function overtakings<Entry extends QueueEntry>(
  entries: readonly Entry[],
): readonly Overtaking<Entry>[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = `${entry.rank} ${entry.queue}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  const found: Overtaking<Entry>[] = [];
  for (const group of groups.values()) found.push(...overtakingsAmong(group));
  return found.sort(compareOvertakings);
}

/** One queue, one urgency: looks only at those who are waiting when somebody is served. */
function overtakingsAmong<Entry extends QueueEntry>(group: readonly Entry[]): Overtaking<Entry>[] {
  const joining = [...group].sort(compareQueued);
  const leaving = group.filter(hasLeft).sort((a, b) => a.leftAt - b.leftAt);
  // A set keeps the order in which its members came: those who joined first come first.
  const waiting = new Set<Entry>();
  const found: Overtaking<Entry>[] = [];
  let joined = 0;
  for (let left = 0; left < leaving.length;) {
    const now = leaving[left]?.leftAt ?? Infinity;
    for (let next = joining[joined]; next !== undefined && next.joinedAt <= now;) {
      waiting.add(next);
      joined += 1;
      next = joining[joined];
    }
    const together: (Entry & Left)[] = [];
    for (let next = leaving[left]; next?.leftAt === now; next = leaving[left]) {
      waiting.delete(next);
      together.push(next);
      left += 1;
    }
    for (const by of together) {
      if (by.outcome === 'served') found.push(...overtakenBy(by, waiting));
    }
  }
  return found;
}

interface Left {
  readonly leftAt: number;
}

function hasLeft<Entry extends QueueEntry>(entry: Entry): entry is Entry & Left {
  return entry.leftAt !== undefined;
}

function overtakenBy<Entry extends QueueEntry>(
  by: Entry & Left,
  waiting: Iterable<Entry>,
): Overtaking<Entry>[] {
  const found: Overtaking<Entry>[] = [];
  for (const overtaken of waiting) {
    const joinedEarlierMs = by.joinedAt - overtaken.joinedAt;
    if (joinedEarlierMs <= 0) break;
    const { leftAt } = overtaken;
    const waitedOn = leftAt === undefined ? {} : { waitedOnMs: leftAt - by.leftAt };
    found.push({ overtaken, by, joinedEarlierMs, ...waitedOn });
  }
  return found;
}

function compareOvertakings<Entry extends QueueEntry>(
  a: Overtaking<Entry>,
  b: Overtaking<Entry>,
): number {
  return (
    (a.by.leftAt ?? 0) - (b.by.leftAt ?? 0) ||
    compareTexts(a.by.queue, b.by.queue) ||
    compareQueued(a.by, b.by) ||
    compareQueued(a.overtaken, b.overtaken)
  );
}
