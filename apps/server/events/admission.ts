/**
 * How much may be on its way into the log at once. More is turned away, so that a slow disk fills no
 * memory, and one publisher that sends faster than the log takes keeps no other out.
 */
import { Problem } from '../http/problem.js';

export const ADMISSION_LIMITS = {
  /** Single events at once. */
  events: 1_000,
  /** Of one source. */
  eventsOfSource: 500,
  /** Memory that they may take together, beside one that takes more. */
  bytes: 64 * 1024 * 1024,
  /** Batches and streams at once, each of which takes its time by itself. */
  bulk: 16,
};

export type AdmissionLimits = Readonly<typeof ADMISSION_LIMITS>;

/** To be called when what was let in is done. */
type Leave = () => void;

export class Admission {
  private events = 0;
  private bytes = 0;
  private bulk = 0;
  private readonly bySource = new Map<string, number>();

  constructor(private readonly limits: AdmissionLimits = ADMISSION_LIMITS) {}

  /**
   * Lets one event in.
   * @param bytes memory that it takes
   * @throws Problem 429 its source has too many on their way; 503 all have
   */
  event(source: string, bytes: number): Leave {
    const { limits } = this;
    const ofSource = this.bySource.get(source) ?? 0;
    if (ofSource >= limits.eventsOfSource) {
      const detail = `${ofSource} events of ${source} are being recorded, which is the limit; send this one again later, or several at once as a batch.`;
      throw new Problem(429, 'too-many-requests', 'Too many at once', detail);
    }
    const isTooMuch = this.events > 0 && this.bytes + bytes > limits.bytes;
    if (this.events >= limits.events || isTooMuch) {
      throw busy(`${this.events} events are being recorded; send this one again.`);
    }
    this.events += 1;
    this.bytes += bytes;
    this.bySource.set(source, ofSource + 1);
    return () => {
      this.events -= 1;
      this.bytes -= bytes;
      const left = (this.bySource.get(source) ?? 1) - 1;
      if (left === 0) this.bySource.delete(source);
      else this.bySource.set(source, left);
    };
  }

  /** Lets a batch or a stream in. @throws Problem 503 there are too many */
  bulkRequest(): Leave {
    if (this.bulk >= this.limits.bulk)
      throw busy(`${this.bulk} batches and streams are being recorded; send this one again.`);
    this.bulk += 1;
    return () => {
      this.bulk -= 1;
    };
  }
}

function busy(detail: string): Problem {
  return new Problem(503, 'busy', 'Too many at once', detail);
}
