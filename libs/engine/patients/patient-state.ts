/**
 * What is kept of one patient between commands: the history as far as it was read, and where
 * the patient stands on every pathway. A command then costs what is new since the last one,
 * not the whole life. Only the log's own events go into the history, so it is never wrong,
 * only behind, and reading on brings it up to date.
 */
import type { EventStore } from '#event-store';
import { eventMemory, factKey, type RecordedFact } from '#care-event';
import { DecisionLedger, VersionedJourney, type PathwayVersions } from '#pathway';
import { GrowingHistory, readOn, type PatientHistory } from './patient-history.js';
import { reconcile, type KeptPathway, type Reconciled } from './reconcile.js';

/** The unit of weight: about what an ordinary fact takes. */
const WEIGHT_BYTES = 800;
/** About how many facts are as large as a state that holds nothing. */
const EMPTY_WEIGHT = 4;
/**
 * The same of one journey with its trackers: 56 KB measured under `fi-back-pain`, and as much
 * again and more for what the collector leaves lying while journeys come and go.
 */
const JOURNEY_WEIGHT = 200;

export class PatientState {
  private readonly growing = new GrowingHistory();
  private readonly kept = new Map<string, KeptPathway>();
  /** How many of the decisions the ledgers have. */
  private entered = 0;
  /** Facts that journeys have taken and an append is under way for, by `factKey`. */
  private readonly pending = new Map<string, RecordedFact>();
  private pendingBytes = 0;

  /** @param isGuessed nothing was read: that nothing is known of the patient is a guess */
  constructor(
    readonly patient: string,
    readonly isGuessed = false,
  ) {}

  get history(): PatientHistory {
    return this.growing;
  }

  /**
   * How much it holds: itself, facts and decisions; a journey with all facts once more for every pathway.
   * Facts whose append is under way, or was not read back yet, count like the others.
   */
  get weight(): number {
    const { facts, decisions, bytes } = this.growing;
    const factCount = facts.length + this.pending.size;
    const journeys = [...this.kept.values()].reduce(
      (weight, { journey }) => weight + JOURNEY_WEIGHT * journey.size + factCount,
      0,
    );
    const payloads = Math.floor((bytes + this.pendingBytes) / WEIGHT_BYTES);
    return EMPTY_WEIGHT + Math.max(factCount + decisions.length, payloads) + journeys;
  }

  /** Nothing is known of the patient, and nothing expected. */
  get isEmpty(): boolean {
    return this.growing.expected === 'none' && this.pending.size === 0;
  }

  /**
   * Reads what was appended since, whoever appended it.
   * @throws HistoryTooLarge, LogDamaged; what a read throws
   */
  async catchUp(store: EventStore): Promise<void> {
    while (!(await this.readPage(store)));
  }

  /** Reads one page of it. @returns whether that was all @throws as `catchUp` */
  async readPage(store: EventStore): Promise<boolean> {
    const end = await readOn(store, this.patient, this.growing, (event) => {
      const fact = this.growing.add(event);
      if (fact !== undefined) this.take(fact);
    });
    // Whatever is still pending was never appended.
    if (end) this.forgetPending();
    return end;
  }

  /**
   * What the facts lead to. The new ones are expected in the log next; where they do not
   * appear there, everything is worked out again.
   * @param at milliseconds since the epoch
   */
  reconcile(
    pathways: readonly PathwayVersions[],
    newFacts: readonly RecordedFact[],
    at: number,
  ): Reconciled {
    this.follow(pathways);
    for (const fact of newFacts) {
      this.pending.set(factKey(fact), fact);
      this.pendingBytes += eventMemory(fact);
      for (const { journey } of this.kept.values()) journey.add(fact);
    }
    return reconcile([...this.kept.values()], this.growing, at);
  }

  /** Where the work fails, the facts it was about are not expected in the log any more. */
  async expecting<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.forgetPending();
      throw error;
    }
  }

  /** Has a journey on each pathway, as it is published now, and all decisions in its ledger. */
  private follow(pathways: readonly PathwayVersions[]): void {
    const { decisions } = this.growing;
    for (const decision of decisions.slice(this.entered))
      for (const { ledger } of this.kept.values()) ledger.add(decision);
    this.entered = decisions.length;
    for (const versions of pathways) {
      const { id } = versions.newest;
      if (this.kept.get(id)?.journey.versions === versions) continue;
      const facts = (): readonly RecordedFact[] => [
        ...this.growing.facts,
        ...this.pending.values(),
      ];
      const ledger = new DecisionLedger(id);
      for (const decision of decisions) ledger.add(decision);
      this.kept.set(id, { journey: new VersionedJourney(versions, facts), ledger });
    }
  }

  private take(fact: RecordedFact): void {
    const key = factKey(fact);
    const pending = this.pending.get(key);
    if (this.pending.delete(key)) this.pendingBytes -= eventMemory(fact);
    for (const { journey } of this.kept.values()) {
      if (pending === undefined) journey.add(fact);
      else journey.recordedAt(fact.recordedAt, pending);
    }
  }

  private forgetPending(): void {
    if (this.pending.size === 0) return;
    this.pending.clear();
    this.pendingBytes = 0;
    this.kept.clear();
  }
}
