/**
 * Patients that could not be woken and are left alone for a while. It holds no more than a
 * limited number: beyond it the one that failed first is simply tried again sooner.
 */

/** How long a patient that could not be woken is left alone, ms. */
export const RETRY_MS = 60_000;
export const FAILED_REMEMBERED = 10_000;

export class FailedPatients {
  /** When each failed last, in the order of failing. */
  private readonly since = new Map<string, number>();

  add(patient: string, now: number): void {
    this.since.delete(patient);
    this.since.set(patient, now);
    const [first] = this.since.keys();
    if (this.since.size > FAILED_REMEMBERED && first !== undefined) this.since.delete(first);
  }

  remove(patient: string): void {
    this.since.delete(patient);
  }

  /** A clock that was set back shows less than when the patient failed: that is no reason to wait. */
  isResting(patient: string, now: number): boolean {
    const since = this.since.get(patient);
    return since !== undefined && isWithin(RETRY_MS, since, now);
  }
}

/** Whether less than `ms` have passed since; a clock set back counts as all the time in the world. */
export function isWithin(ms: number, since: number, now: number): boolean {
  return now >= since && now - since < ms;
}
