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

export interface Overtakings<Entry extends QueueEntry> {
  /** Entries that were overtaken at least once. */
  readonly overtaken: ReadonlySet<Entry>;
  /** How often those were who are asked for. */
  readonly total: number;
  /** The first of these, in order. */
  readonly first: readonly Overtaking<Entry>[];
}

export interface OvertakingsOptions<Entry> {
  /** Whose overtakings are counted and listed; left out: everybody's. Anybody may have overtaken them. */
  readonly asked?: ReadonlySet<Entry>;
  /** How many are listed: there may be far more of them than entries. */
  readonly limit?: number;
}

/**
 * The overtakings among these entries, by when the overtaking one was served; ties by who
 * overtook, then by who was overtaken, each in the order of the queue. Somebody who left
 * unserved overtook nobody, and was overtaken only by those served before that.
 */
export function overtakings<Entry extends QueueEntry>(
  entries: readonly Entry[],
  { asked, limit = Infinity }: OvertakingsOptions<Entry> = {},
): Overtakings<Entry> {
  const overtaken = new Set<Entry>();
  const first: Overtaking<Entry>[] = [];
  let total = 0;
  for (const group of Map.groupBy(entries, ({ rank, queue }) => `${rank} ${queue}`).values()) {
    const queue = { joining: group.sort(compareQueued), leaving: leavingOf(group), asked };
    addOvertaken(overtaken, queue);
    const found = countOvertakings(queue);
    total += found;
    if (found > 0) first.push(...firstOvertakings(queue, limit));
  }
  return { overtaken, total, first: first.sort(compareOvertakings).slice(0, limit) };
}

/** Of one urgency. */
interface OneQueue<Entry> {
  readonly joining: readonly Entry[];
  /** Those who have left, in that order. */
  readonly leaving: readonly (Entry & Left)[];
  readonly asked: ReadonlySet<Entry> | undefined;
}

interface Left {
  readonly leftAt: number;
}

function leavingOf<Entry extends QueueEntry>(group: readonly Entry[]): readonly (Entry & Left)[] {
  return group.filter(hasLeft).sort((a, b) => a.leftAt - b.leftAt);
}

function hasLeft<Entry extends QueueEntry>(entry: Entry): entry is Entry & Left {
  return entry.leftAt !== undefined;
}

/** Whoever is still there when the first of those who joined later is served. */
function addOvertaken<Entry extends QueueEntry>(
  overtaken: Set<Entry>,
  { joining }: OneQueue<Entry>,
): void {
  let firstServed = Infinity;
  for (let end = joining.length; end > 0;) {
    const { joinedAt } = joining[end - 1]!;
    let start = end;
    while (start > 0 && joining[start - 1]!.joinedAt === joinedAt) start -= 1;
    const together = joining.slice(start, end);
    for (const entry of together)
      if (firstServed < (entry.leftAt ?? Infinity)) overtaken.add(entry);
    for (const { outcome, leftAt = Infinity } of together)
      if (outcome === 'served') firstServed = Math.min(firstServed, leftAt);
    end = start;
  }
}

/** Each who is served overtakes those asked for who joined earlier and have not left by then. */
function countOvertakings<Entry extends QueueEntry>(queue: OneQueue<Entry>): number {
  const { joining, leaving, asked } = queue;
  const places = new Map<Entry, number>();
  const earlier: number[] = [];
  const waiting = new Tally(joining.length);
  for (const [place, entry] of joining.entries()) {
    places.set(entry, place);
    const isTogether = place > 0 && joining[place - 1]!.joinedAt === entry.joinedAt;
    earlier.push(isTogether ? earlier[place - 1]! : place);
    if (asked?.has(entry) !== false) waiting.add(place, 1);
  }
  let count = 0;
  for (const together of eachMoment(leaving)) {
    for (const entry of together)
      if (asked?.has(entry) !== false) waiting.add(places.get(entry)!, -1);
    for (const entry of together)
      if (entry.outcome === 'served') count += waiting.before(earlier[places.get(entry)!]!);
  }
  return count;
}

/** At least the first so many, all of one moment. Looks only at those who wait when somebody is served. */
function firstOvertakings<Entry extends QueueEntry>(
  { joining, leaving, asked }: OneQueue<Entry>,
  limit: number,
): Overtaking<Entry>[] {
  // A set keeps the order in which its members came: those who joined first come first.
  const waiting = new Set<Entry>();
  const found: Overtaking<Entry>[] = [];
  let joined = 0;
  for (const together of eachMoment(leaving)) {
    const now = together[0]!.leftAt;
    for (; joined < joining.length && joining[joined]!.joinedAt <= now; joined += 1)
      if (asked?.has(joining[joined]!) !== false) waiting.add(joining[joined]!);
    for (const entry of together) waiting.delete(entry);
    for (const by of together)
      if (by.outcome === 'served') for (const each of overtakenBy(by, waiting)) found.push(each);
    if (found.length >= limit) return found;
  }
  return found;
}

function* eachMoment<Entry extends Left>(leaving: readonly Entry[]): Generator<readonly Entry[]> {
  for (let start = 0; start < leaving.length;) {
    let end = start + 1;
    while (end < leaving.length && leaving[end]!.leftAt === leaving[start]!.leftAt) end += 1;
    yield leaving.slice(start, end);
    start = end;
  }
}

function* overtakenBy<Entry extends QueueEntry>(
  by: Entry & Left,
  waiting: Iterable<Entry>,
): Generator<Overtaking<Entry>> {
  for (const overtaken of waiting) {
    const joinedEarlierMs = by.joinedAt - overtaken.joinedAt;
    if (joinedEarlierMs <= 0) return;
    const { leftAt } = overtaken;
    const waitedOn = leftAt === undefined ? {} : { waitedOnMs: leftAt - by.leftAt };
    yield { overtaken, by, joinedEarlierMs, ...waitedOn };
  }
}

/** How many are at the places before one, changed as they come and go (P. M. Fenwick, 1994). */
class Tally {
  private readonly sums: Int32Array;

  constructor(size: number) {
    this.sums = new Int32Array(size + 1);
  }

  add(place: number, by: number): void {
    for (let at = place + 1; at < this.sums.length; at += at & -at) this.sums[at]! += by;
  }

  before(place: number): number {
    let sum = 0;
    for (let at = place; at > 0; at -= at & -at) sum += this.sums[at]!;
    return sum;
  }
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
