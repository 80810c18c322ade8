/**
 * One patient on one pathway, kept up to date fact by fact under all its versions. A fact
 * later than all others costs the same however long the history is; whatever could move an
 * episode to another version makes the next `assess` work everything out again. The answers
 * are those of `PathwayVersions.assess`.
 *
 * Why a later fact moves no episode: it is recorded after every migration, so it changes
 * nothing about what was open then; and an episode is pinned by the earliest recorded of
 * what could have opened it, which a fact recorded last never is, unless it opens a new one or
 * reopens the last, which makes facts of the gap its own.
 */
import type { RecordedFact } from '#care-event';
import { Journey } from '../assessment/journey.js';
import type { Assessment } from '../state/assessment.js';
import type { PathwayVersions } from './pathway-versions.js';

export class VersionedJourney {
  private journey: Journey | undefined;

  /**
   * @param versions as known now: where they change, begin a new one
   * @param facts every fact that was added, as it is known now
   */
  constructor(
    readonly versions: PathwayVersions,
    private readonly facts: () => readonly RecordedFact[],
  ) {}

  /** Journeys that it holds, at least one: of several episodes side by side each has its own. */
  get size(): number {
    return this.journey?.size ?? 1;
  }

  /** Adds a fact that `facts` returns from now on. */
  add(fact: RecordedFact): void {
    if (this.journey === undefined) return;
    const kept = this.journey.add(fact) === 'later' && fact.recordedAt > this.versions.migratedAt;
    if (!this.versions.haveSeveral) return;
    if (!kept || this.versions.mayReopen(fact.type)) this.journey = undefined;
  }

  /** A fact was recorded at another instant than it was added with, as `facts` says now. */
  recordedAt(instant: number, fact: RecordedFact): void {
    const [from, to] = [Math.min(fact.recordedAt, instant), Math.max(fact.recordedAt, instant)];
    if (this.versions.changedBetween(from, to)) this.journey = undefined;
  }

  /** Where the patient stands at `at`, ms since the epoch, by all facts added. */
  assess(at: number, key?: string): Assessment {
    this.journey ??= this.foldAll();
    return this.journey.assess(at, key);
  }

  /** As `assess`, for each key; see `Journey.assessAll`. */
  assessAll(at: number): readonly Assessment[] {
    this.journey ??= this.foldAll();
    return this.journey.assessAll(at);
  }

  private foldAll(): Journey {
    const facts = this.facts();
    const journey = new Journey(this.versions.rulesFor(facts));
    for (const fact of facts) journey.add(fact);
    return journey;
  }
}
