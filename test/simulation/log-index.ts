/**
 * The index of wake-ups as a plain fold of the log, on the process's disk: what the read
 * model `wakeups` says, a hundred times faster. Most runs use it, the others the real one.
 */
import type { DueWakeUp, WakeUpIndex } from '#engine';
import {
  comparePositions,
  type EventStore,
  type LogEvent,
  type Position,
  requireReadable,
} from '#event-store';
import { PATIENT_STREAM } from '#care-event';

interface Kept {
  readonly after: Position | undefined;
  /** By patient: when to wake, and which event said so. */
  readonly wakes: ReadonlyMap<
    string,
    { readonly wake: number | undefined; readonly position: Position }
  >;
}

const PAGE_EVENTS = 200;

export class LogIndex implements WakeUpIndex {
  constructor(
    private readonly store: EventStore,
    private readonly disk: Map<string, unknown>,
  ) {}

  /** Folds what was appended since the last time: rows and checkpoint change in one step. */
  async catchUp(): Promise<void> {
    for (;;) {
      const { after } = this.kept;
      const limit = PAGE_EVENTS;
      const { events, end } = await this.store.readLog(
        after === undefined ? { limit } : { limit, from: after },
      );
      this.fold(events);
      if (end) return;
    }
  }

  /** The same by a subscription, which is left when it has delivered everything. */
  async follow(): Promise<void> {
    const { after } = this.kept;
    for await (const message of this.store.subscribe(after === undefined ? {} : { after })) {
      if (message.kind === 'events') {
        this.fold(message.events);
        continue;
      }
      this.disk.set('wakes', { ...this.kept, after: message.position } satisfies Kept);
      return;
    }
  }

  private fold(events: readonly LogEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    const wakes = new Map(this.kept.wakes);
    for (const { stream, metadata, position } of requireReadable(events)) {
      if (!stream.startsWith(PATIENT_STREAM)) continue;
      const { wake } = metadata;
      const patient = stream.slice(PATIENT_STREAM.length);
      wakes.set(patient, { wake: typeof wake === 'number' ? wake : undefined, position });
    }
    this.disk.set('wakes', { after: last.position, wakes } satisfies Kept);
  }

  due(now: number, limit: number, after?: DueWakeUp): Promise<readonly DueWakeUp[]> {
    const due = [...this.kept.wakes]
      .flatMap(([patient, { wake, position }]) =>
        wake !== undefined && wake <= now ? [{ patient, wake, position }] : [],
      )
      .sort(inOrder)
      .filter((each) => after === undefined || inOrder(after, each) < 0);
    return Promise.resolve(due.slice(0, limit));
  }

  position(): Promise<Position | undefined> {
    return Promise.resolve(this.kept.after);
  }

  /** Runs in which something is published on the way use the real read models. */
  pendingReviews(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  patientsAfter(patient: string, limit: number): Promise<readonly string[]> {
    const patients = [...this.kept.wakes.keys()].sort().filter((each) => each > patient);
    return Promise.resolve(patients.slice(0, limit));
  }

  private get kept(): Kept {
    const kept = this.disk.get('wakes') as Kept | undefined;
    return kept ?? { after: undefined, wakes: new Map() };
  }
}

function inOrder(one: DueWakeUp, other: DueWakeUp): number {
  return one.wake - other.wake || comparePositions(one.position, other.position);
}
