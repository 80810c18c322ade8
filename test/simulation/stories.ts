/** What happens to the patients of one run: relays of handovers, answered, refused, late or never. */
import type { CareEvent, JsonObject } from '#care-event';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './faults.js';
import type { Random } from './random.js';

/** 2026-03-23, a week before the clocks change in Europe. */
export const STORIES_BEGIN_MS = Date.UTC(2026, 2, 23, 8);
/** The last thing that happens to anybody. */
export const STORIES_END_MS = STORIES_BEGIN_MS + 16 * DAY_MS;

/** Everything is due and decided by then; what is checked is checked as of this instant. */
export const END_MS = STORIES_END_MS + 20 * DAY_MS;

export interface Happening {
  readonly patient: string;
  readonly fact: CareEvent;
  /** Ms since the epoch. */
  readonly at: number;
}

export function tellStories(random: Random): readonly Happening[] {
  const patients = random.oneOf([1, 1, 2, 3]);
  return Array.from({ length: patients }, (_, n) => new Story(random, `patient${n}`).tell()).flat();
}

class Story {
  private readonly happenings: Happening[] = [];
  private at: number;

  constructor(
    private readonly random: Random,
    private readonly patient: string,
  ) {
    this.at = STORIES_BEGIN_MS + random.whole(0, 3 * DAY_MS);
  }

  tell(): readonly Happening[] {
    const { random } = this;
    this.happen('FirstContactMade', { channel: 'visit' });
    const legs = random.oneOf([1, 1, 2, 3]);
    for (let leg = 1; leg <= legs; leg += 1) {
      this.refer(leg);
      if (random.happens(0.4)) this.offer(`sideways-${leg}`, 'hospital', 'rehabilitation');
      if (random.happens(0.6)) this.discharge(leg);
      if (random.happens(0.4)) this.happen('RehabPlanAgreed', {});
    }
    if (random.happens(0.2)) this.happen('CareDeclined', { what: 'treatment' });
    if (random.happens(0.3)) this.happen('PathwayClosed', {});
    return this.happenings;
  }

  private refer(leg: number): void {
    const referral = `${this.patient}-r${leg}`;
    this.happen('ReferralReceived', { referral });
    if (this.random.happens(0.25)) this.happen('InformationRequested', { referral });
    if (this.random.happens(0.25)) this.happen('InformationSupplied', { referral });
    this.answers(['accepted', 'accepted', 'rejected', 'redirected'], (outcome) =>
      this.happen('ReferralAssessed', { referral, outcome }),
    );
  }

  private offer(name: string, from: string, to: string): void {
    const handover = `${this.patient}-${name}`;
    this.happen('ResponsibilityOffered', { handover, from, to });
    if (this.random.happens(0.15)) this.happen('ResponsibilityWithdrawn', { handover, from, to });
    if (this.random.happens(0.1)) this.happen('ResponsibilityReleased', { handover, from, to });
    this.answers(['Accepted', 'Accepted', 'Refused'], (answer) =>
      this.happen(`Responsibility${answer}`, { handover, from, to }),
    );
  }

  private discharge(leg: number): void {
    this.happen('DischargedToMunicipality', { to: 'home-care' });
    this.offer(`home-${leg}`, 'hospital', 'home-care');
    if (this.random.happens(0.5)) this.happen('VisitCompleted', { service: 'home-care' });
  }

  /** Mostly one answer, sometimes none, sometimes two that need not agree. */
  private answers(among: readonly string[], answer: (chosen: string) => void): void {
    const { random } = this;
    const times = random.happens(0.2) ? 0 : random.happens(0.15) ? 2 : 1;
    for (let time = 0; time < times; time += 1) answer(random.oneOf(among));
  }

  private happen(type: string, data: JsonObject): void {
    const { random, patient } = this;
    const pause = random.oneOf([MINUTE_MS, 20 * MINUTE_MS, 6 * HOUR_MS, 30 * HOUR_MS, 3 * DAY_MS]);
    this.at = Math.min(this.at + random.whole(1, pause), STORIES_END_MS);
    const number = this.happenings.length + 1;
    this.happenings.push({
      patient,
      at: this.at,
      fact: {
        id: `${patient}-${number}`,
        source: 'urn:simulated',
        type,
        version: 1,
        occurredAt: new Date(this.at).toISOString(),
        sequence: String(number).padStart(6, '0'),
        data,
      },
    });
  }
}
