/**
 * The facts of a patient that concern a pathway, in order, whichever journey they belong to, and
 * where the patient lived as of each of them.
 */
import type { TimedFact } from '#care-event';
import { municipalityIn } from '../definition/parameters.js';

export interface PlacedFact {
  readonly timed: TimedFact;
  /** Undefined where it is not known. */
  readonly municipality: string | undefined;
}

export class PatientFacts {
  readonly facts: TimedFact[] = [];
  /** Where the patient lives as of the latest fact; undefined where not known. */
  municipality: string | undefined;
  /** Where the patient lived just before it: what happens by itself until then is resolved there. */
  municipalityBefore: string | undefined;

  /** Up to when facts have acted that do so from later days on; earlier ones have to be applied anew. */
  actedUntil = -Infinity;

  add(timed: TimedFact): void {
    this.facts.push(timed);
  }

  /** Any fact tells it, also one that is about something else. */
  tellWhere(timed: TimedFact): void {
    this.municipalityBefore = this.municipality;
    this.municipality = municipalityIn(timed.fact) ?? this.municipality;
  }
}
