/** Writes down what happens to one patient, and when each of it is reported. */
import type { JsonObject } from '#care-event';
import type { Chance } from './chance.js';
import type { Municipality } from './municipalities.js';
import type { Publisher } from './publisher.js';
import type { StoryEvent } from './story-event.js';

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export interface StoryOptions {
  readonly chance: Chance;
  readonly municipality: Municipality;
  /** What is unique in the region: begins the identifiers of this patient's referrals. */
  readonly patient: number;
  /** The pathway that the reports are addressed to; without it, whichever they concern. */
  readonly pathway?: string;
}

export class Story {
  readonly events: StoryEvent[] = [];
  readonly chance: Chance;
  readonly municipality: Municipality;

  constructor(private readonly options: StoryOptions) {
    this.chance = options.chance;
    this.municipality = options.municipality;
  }

  referral(): string {
    return `r-${this.options.patient}-${this.chance.whole(100, 999)}`;
  }

  report(type: string, at: number, publisher: Publisher, data: JsonObject): void {
    const reportedAt = this.reportedAfter(at);
    this.write({ type, at, publisher, data, precision: 'instant', reportedAt });
  }

  write(event: StoryEvent): void {
    const { pathway } = this.options;
    this.events.push(pathway === undefined ? event : { ...event, pathway });
  }

  /** Most reports come within the hour, some only when the week's backlog is cleared, or later. */
  reportedAfter(at: number): number {
    const { chance } = this;
    if (chance.happens(this.municipality.lateShare)) return at + chance.between(8, 40) * DAY_MS;
    if (chance.happens(0.1)) return at + chance.between(1, 6) * DAY_MS;
    return at + chance.between(0, HOUR_MS);
  }

  /** In working hours, so many days later. */
  after(at: number, days: number): number {
    const day = Math.floor(at / DAY_MS + days) * DAY_MS;
    return Math.max(at + HOUR_MS / 4, day + this.chance.between(7, 14) * HOUR_MS);
  }
}

/** The day, in UTC, as certificates and promised dates name it. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
