/**
 * Which groups of a comparison are suppressed: those of fewer than five patients, and those
 * that would give a small one away by subtraction from the total.
 */

/** Groups with fewer patients are suppressed. */
const SMALLEST = 5;

/**
 * The small groups and, because the totals are known, the next larger ones until two or more with
 * at least five patients in all are suppressed. A group without anybody gives nobody away.
 * @param isRevealing groups that are suppressed whatever their size
 */
export function suppressedAmong<Group extends { readonly patients: number }>(
  groups: readonly Group[],
  isRevealing: (group: Group) => boolean = () => false,
): ReadonlySet<Group> {
  const suppressed = new Set<Group>();
  let patients = 0;
  const isOpen = (group: Group): boolean => group.patients >= SMALLEST && !isRevealing(group);
  for (const group of groups
    .filter((each) => each.patients > 0)
    .sort((a, b) => Number(isOpen(a)) - Number(isOpen(b)) || a.patients - b.patients)) {
    const covered = suppressed.size === 0 || (suppressed.size > 1 && patients >= SMALLEST);
    if (isOpen(group) && covered) break;
    suppressed.add(group);
    patients += group.patients;
  }
  return suppressed;
}

/**
 * Whether the figure of those who have one of the wanted values would give a small group away: it
 * is one, or it is a part of those that are suppressed where all values are compared.
 */
export function isRevealing(
  patientsByValue: ReadonlyMap<string, number>,
  wanted: ReadonlySet<string>,
): boolean {
  const groups = [...patientsByValue].map(([value, patients]) => ({ value, patients }));
  const isWanted = ({ value }: { readonly value: string }): boolean => wanted.has(value);
  const selected = groups.filter(isWanted).reduce((sum, { patients }) => sum + patients, 0);
  if (selected === 0) return false;
  const suppressed = [...suppressedAmong(groups)];
  return selected < SMALLEST || (suppressed.some(isWanted) && !suppressed.every(isWanted));
}
