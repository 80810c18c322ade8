/** Holds who was accountable, one service after the other, against a scenario. */
import type { Assessment, CustodySpell } from '#pathway';
import type { Comparison } from './comparison.js';
import { formatList } from './comparison.js';
import type { CustodyExpected } from './expectation-schema.js';

export function compareCustody({ custody }: Assessment, comparison: Comparison): void {
  const yaml = comparison.expectation.yaml.custody;
  if (yaml === undefined) return;
  // From one role to another the service stays accountable.
  const found = custody.filter(({ basis: taken }) => taken !== 'within');
  const expected = yaml.map((one): CustodyExpected =>
    typeof one === 'string' ? { holder: one } : one,
  );
  const because = (): readonly string[] => custodyReasons(found, comparison);
  const holders = found.map(({ holder }) => holder);
  const wanted = expected.map(({ holder }) => holder);
  if (wanted.join(' ') !== holders.join(' ')) {
    comparison.fail(['custody'], formatList(wanted), formatList(holders), because);
    return;
  }
  expected.forEach((one, index) => {
    const path = ['custody', index];
    const spell = found[index];
    comparison.time([...path, 'from'], one.from, spell?.from, because);
    comparison.value([...path, 'taken'], one.taken, spell?.basis, because);
    comparison.value([...path, 'handover'], one.handover, spell?.handover, because);
    comparison.value([...path, 'person'], one.person, spell?.person, because);
  });
}

export function custodyReasons(
  spells: readonly CustodySpell[],
  { formatter }: Comparison,
): readonly string[] {
  return spells.map(({ holder, from, basis: taken, handover, fact }) => {
    const how = handover === undefined ? taken : `${taken} of ${handover}`;
    return `${holder} held the patient from ${formatter.instant(from)}: ${how}, by ${formatter.fact(fact)}`;
  });
}
