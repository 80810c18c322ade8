/**
 * Times that the clock showed twice, in the hour in autumn when it is put back. The order of a
 * case's own rows decides: the first time until the rows go back, and the second time from there.
 */
import { parseInstant } from '#calendar';
import type { ImportNotes } from './import-notes.js';

interface Before {
  readonly at: number;
  readonly isLater: boolean;
}

/** Hours that the clock is put back, and then some: rows further apart are of another year. */
const NEAR_MS = 6 * 3_600_000;

export class RepeatedTimes {
  private readonly before = new Map<string, Before>();

  constructor(private readonly notes: ImportNotes) {}

  /** @param at the first time, `later` the second */
  settle(caseKey: string, at: string, later: string): string {
    this.notes.add(
      'ambiguous-times',
      () =>
        'at a time that the clock showed twice: taken as the first time, and as the second where the rows of a case go back.',
    );
    const first = parseInstant(at) ?? 0;
    const before = this.before.get(caseKey);
    const isNear = before !== undefined && Math.abs(first - before.at) < NEAR_MS;
    const isLater = isNear && (before.isLater || first < before.at);
    this.before.set(caseKey, { at: first, isLater });
    return isLater ? later : at;
  }
}
