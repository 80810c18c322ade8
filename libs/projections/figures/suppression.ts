/**
 * Which groups of a comparison are suppressed: those of fewer than five patients, and those
 * that would give a small one away by subtraction from the total.
 */

/** Groups with fewer patients are suppressed. */
const SMALLEST = 5;

/**
 * The small groups and, because the totals are known, the next larger ones until two or more with
 * at least five patients in all are suppressed. A group without anybody gives nobody away.
 */
export function suppressedAmong<Group extends { readonly patients: number }>(
  groups: readonly Group[],
): ReadonlySet<Group> {
  const suppressed = new Set<Group>();
  let patients = 0;
  for (const group of groups
    .filter((each) => each.patients > 0)
    .sort((a, b) => a.patients - b.patients)) {
    const covered = suppressed.size === 0 || patients >= SMALLEST;
    if (group.patients >= SMALLEST && covered) break;
    suppressed.add(group);
    patients += group.patients;
  }
  return suppressed;
}
