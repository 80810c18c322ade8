/** Waiting and overtaken patients of a queue by age on joining; small groups are suppressed. */
import type { QueueEntry } from '#pathway';
import { suppressedAmong } from './suppression.js';

/** An entry with its patient. */
export interface PatientEntry extends QueueEntry {
  readonly patient: string;
}

export type AgeGroup = 'under-18' | '18-66' | '67-and-over' | 'not-known';

/** All null: suppressed, because the group is small or would reveal a small one. */
export interface QueueAge {
  readonly ages: AgeGroup;
  readonly patients: number | null;
  readonly joined: number | null;
  readonly overtaken: number | null;
}

const GROUPS: readonly AgeGroup[] = ['under-18', '18-66', '67-and-over', 'not-known'];

/** @param entries of one queue */
export function agesOf(
  entries: readonly PatientEntry[],
  overtaken: ReadonlySet<PatientEntry>,
): readonly QueueAge[] {
  const groups = GROUPS.map((ages) => {
    const own = entries.filter(({ patientAge }) => groupOf(patientAge) === ages);
    return {
      ages,
      patients: new Set(own.map(({ patient }) => patient)).size,
      joined: own.length,
      overtaken: own.filter((entry) => overtaken.has(entry)).length,
    };
  });
  const suppressed = suppressedAmong(groups);
  return groups.map((group) =>
    suppressed.has(group)
      ? { ages: group.ages, patients: null, joined: null, overtaken: null }
      : group,
  );
}

function groupOf(age: number | undefined): AgeGroup {
  if (age === undefined) return 'not-known';
  return age < 18 ? 'under-18' : age < 67 ? '18-66' : '67-and-over';
}
