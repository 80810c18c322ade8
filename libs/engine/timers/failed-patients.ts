/**
 * Patients whose wake-up failed and who are left alone for a while. The number remembered is
 * bounded: beyond it the one that failed first is simply tried again sooner.
 */
import { isWithin } from '../shared/elapsed.js';

/** How long a patient whose wake-up failed is left alone, ms. */
export const RETRY_MS = 60_000;
export const FAILED_MAX = 10_000;

export class FailedPatients {
  /** When each failed last, in the order of failing. */
  private readonly since = new Map<string, number>();

  add(patient: string, now: number): void {
    this.since.delete(patient);
    this.since.set(patient, now);
    const [first] = this.since.keys();
    if (this.since.size > FAILED_MAX && first !== undefined) this.since.delete(first);
  }

  remove(patient: string): void {
    this.since.delete(patient);
  }

  isResting(patient: string, now: number): boolean {
    const since = this.since.get(patient);
    return since !== undefined && isWithin(RETRY_MS, since, now);
  }
}
