/** Waiting and overtaken patients of a queue by age on joining; small groups are suppressed. */
import type { QueueEntry } from '#pathway';

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

/** Groups with fewer patients are suppressed. */
const SMALLEST = 5;
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
  const hidden = hiddenAmong(groups);
  return groups.map((group) =>
    hidden.has(group.ages)
      ? { ages: group.ages, patients: null, joined: null, overtaken: null }
      : group,
  );
}

function groupOf(age: number | undefined): AgeGroup {
  if (age === undefined) return 'not-known';
  return age < 18 ? 'under-18' : age < 67 ? '18-66' : '67-and-over';
}

/**
 * The small groups and, because the totals are known, the next larger ones until two or
 * more with at least five patients in all are suppressed.
 */
function hiddenAmong(
  groups: readonly { readonly ages: AgeGroup; readonly patients: number }[],
): ReadonlySet<AgeGroup> {
  const hidden = new Set<AgeGroup>();
  let patients = 0;
  for (const group of groups
    .filter((each) => each.patients > 0)
    .sort((a, b) => a.patients - b.patients)) {
    const covered = hidden.size === 0 || patients >= SMALLEST;
    if (group.patients >= SMALLEST && covered) break;
    hidden.add(group.ages);
    patients += group.patients;
  }
  return hidden;
}
