/** A poison event: one patient's, which a processor cannot work on until somebody mends it. */
import type { RecordedEvent } from '#event-store';
import { PATIENT_STREAM } from '#care-event';
import { DAY_MS } from './faults.js';
import type { Random } from './random.js';
import { STORIES_BEGIN_MS } from './stories.js';

export interface Poison {
  readonly patient: string;
  /** Place of the event in the stream of the patient. */
  readonly revision: number;
  /** Ms since the epoch; Infinity: only when somebody mends it. */
  readonly mendedAt: number;
  readonly release: 'retried' | 'discarded';
}

export function drawPoison(random: Random): Poison | undefined {
  if (random.happens(0.5)) return undefined;
  return {
    patient: `patient${random.oneOf([0, 0, 1])}`,
    revision: random.whole(0, 8),
    // In half of the runs only once everything else has come to rest.
    mendedAt: random.happens(0.5) ? Infinity : STORIES_BEGIN_MS + random.whole(DAY_MS, 18 * DAY_MS),
    release: random.happens(0.7) ? 'retried' : 'discarded',
  };
}

/** What a handler throws that no later try would mend. */
export class Poisoned extends TypeError {
  readonly code = 'poisoned';
}

/** Mends itself at its time, or when somebody mends it. */
export class Mending {
  private mended = false;

  constructor(readonly poison: Poison | undefined) {}

  mend(): void {
    this.mended = true;
  }

  isMended(now: number): boolean {
    return this.mended || this.poison === undefined || now >= this.poison.mendedAt;
  }

  isPoisoned({ stream, revision }: RecordedEvent, now: number): boolean {
    const { poison } = this;
    if (poison === undefined || this.isMended(now)) return false;
    return stream === `${PATIENT_STREAM}${poison.patient}` && revision === poison.revision;
  }
}
