/** Looks on while a run goes on: what was appended, what was handled, what is held in memory. */
import type { ExpectedRevision, NewEvent, RecordedEvent } from '#event-store';
import { isHeld } from './checks/poisoned.js';
import type { Violation } from './checks/violation.js';
import type { AppendSeen } from './faulty-store.js';
import type { MemoryEventStore } from './memory-store.js';

export class Observer {
  readonly appends: AppendSeen[] = [];
  readonly violations: Violation[] = [];
  /** Messages that were reported as dead letters. */
  readonly dead = new Set<string>();
  /** The ids of what was appended there. */
  private readonly won = new Map<string, string>();
  /** When something new was last appended, ms since the epoch. */
  lastAppendAt = 0;

  constructor(
    private readonly store: MemoryEventStore,
    private readonly processes: number,
    private readonly now: () => number,
  ) {}

  appended(seen: AppendSeen): void {
    this.appends.push(seen);
    if (!seen.appended.repeated) this.lastAppendAt = this.now();
  }

  /** What another process parked is known to a process when it comes to the same event, so one has to be alone. */
  handling(event: RecordedEvent): void {
    if (this.processes > 1 || !isHeld(this.store, event)) return;
    this.note(15, `${event.id} was handled behind one that is parked`);
  }

  readAhead(events: number, most: number): void {
    if (events > most) this.note(22, `a processor holds ${events} events, not at most ${most}`);
  }

  /** An append was answered as done at what it had expected; a repeat is answered so as well. */
  answered(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): void {
    const place = `${stream} at ${expected}`;
    const ids = events.map(({ id }) => id).join(' ');
    const before = this.won.get(place) ?? ids;
    if (before !== ids) this.note(5, `two appends won on ${place}`);
    this.won.set(place, ids);
  }

  deadLetter(message: string): void {
    this.dead.add(message);
  }

  private note(invariant: number, what: string): void {
    this.violations.push({ invariant, what });
  }
}
