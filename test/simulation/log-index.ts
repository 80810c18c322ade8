/**
 * The index of wake-ups as a plain fold of the log, on the process's disk: what the read
 * model `wakeups` says, a hundred times faster. Most runs use it, the others the real one.
 */
import type { WakeUpIndex } from '#engine';
import type { EventStore, Position } from '#event-store';
import { PATIENT_STREAM } from '#pathway';

interface Kept {
  readonly after: Position | undefined;
  readonly wakes: ReadonlyMap<string, number | undefined>;
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
      const { after, wakes } = this.#kept;
      const limit = PAGE_EVENTS;
      const page = await this.store.readLog(
        after === undefined ? { limit } : { limit, from: after },
      );
      const last = page.at(-1);
      if (last === undefined) return;
      const next = new Map(wakes);
      for (const { stream, metadata } of page) {
        if (!stream.startsWith(PATIENT_STREAM)) continue;
        const { wake } = metadata;
        const patient = stream.slice(PATIENT_STREAM.length);
        next.set(patient, typeof wake === 'number' ? wake : undefined);
      }
      this.disk.set('wakes', { after: last.position, wakes: next } satisfies Kept);
    }
  }

  due(now: number, limit: number): Promise<readonly { readonly patient: string }[]> {
    const due = [...this.#kept.wakes]
      .flatMap(([patient, wake]) => (wake !== undefined && wake <= now ? [{ patient, wake }] : []))
      .sort((one, other) => one.wake - other.wake || (one.patient < other.patient ? -1 : 1));
    return Promise.resolve(due.slice(0, limit));
  }

  /** Runs in which something is published on the way use the real read models. */
  pendingReviews(): Promise<readonly never[]> {
    return Promise.resolve([]);
  }

  patientsAfter(patient: string, limit: number): Promise<readonly string[]> {
    const patients = [...this.#kept.wakes.keys()].sort().filter((each) => each > patient);
    return Promise.resolve(patients.slice(0, limit));
  }

  get #kept(): Kept {
    const kept = this.disk.get('wakes') as Kept | undefined;
    return kept ?? { after: undefined, wakes: new Map() };
  }
}
