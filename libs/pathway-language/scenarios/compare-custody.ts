/** Holds who was accountable, one service after the other, against a scenario. */
import type { Assessment, CustodySpell } from '#pathway';
import type { DocumentPath } from '../parsing/problem-list.js';
import type { Comparison } from './comparison.js';
import { formatList, partyText } from './comparison.js';
import type { CustodyExpected } from './expectation-schema.js';

export function compareCustody({ custody, scopes = [] }: Assessment, comparison: Comparison): void {
  const { yaml } = comparison.expectation;
  if (yaml.custody !== undefined) compareSpells(custody, yaml.custody, ['custody'], comparison);
  for (const [id, held] of Object.entries(yaml.scopes ?? {})) {
    const spells = scopes.filter(({ scope }) => scope === id);
    if (typeof held === 'string') compareHolder(spells, held, ['scopes', id], comparison);
    else compareSpells(spells, held, ['scopes', id], comparison);
  }
}

function compareHolder(
  spells: readonly CustodySpell[],
  expected: string,
  path: DocumentPath,
  comparison: Comparison,
): void {
  const spell = spells.findLast(({ to }) => to === undefined);
  const found = spell && partyText(expected, spell.holder, spell.organisation);
  comparison.value(path, expected, found ?? 'none', () => custodyReasons(spells, comparison));
}

function compareSpells(
  spells: readonly CustodySpell[],
  yaml: readonly (string | CustodyExpected)[],
  at: DocumentPath,
  comparison: Comparison,
): void {
  const found = spells.reduce<readonly CustodySpell[]>(withoutRoles, []);
  const expected = yaml.map((one): CustodyExpected =>
    typeof one === 'string' ? { holder: one } : one,
  );
  const because = (): readonly string[] => custodyReasons(found, comparison);
  const holders = found.map(({ holder, organisation }, index) =>
    partyText(expected[index]?.holder, holder, organisation),
  );
  const wanted = expected.map(({ holder }) => holder);
  if (wanted.join(' ') !== holders.join(' ')) {
    comparison.fail(
      at,
      formatList(wanted),
      formatList(holders.map((holder) => holder ?? '')),
      because,
    );
    return;
  }
  expected.forEach((one, index) => {
    const path = [...at, index];
    const spell = found[index];
    comparison.time([...path, 'from'], one.from, spell?.from, because);
    const organisation = spell?.organisation ?? 'unknown';
    comparison.value([...path, 'organisation'], one.organisation, organisation, because);
    comparison.value([...path, 'taken'], one.taken, spell?.basis, because);
    comparison.value([...path, 'handover'], one.handover, spell?.handover, because);
    comparison.value([...path, 'person'], one.person, spell?.person, because);
  });
}

/** From one role to another, and once it is known which organisation it is, the same stays accountable. */
function withoutRoles(
  before: readonly CustodySpell[],
  spell: CustodySpell,
): readonly CustodySpell[] {
  const last = before.at(-1);
  if (last === undefined || (spell.basis !== 'within' && spell.basis !== 'identified'))
    return [...before, spell];
  const { organisation = last.organisation } = spell;
  return [...before.slice(0, -1), { ...last, ...(organisation !== undefined && { organisation }) }];
}

export function custodyReasons(
  spells: readonly CustodySpell[],
  { formatter }: Comparison,
): readonly string[] {
  return spells.map(({ organisation, from, basis: taken, handover, fact, ...spell }) => {
    const { scope = 'the patient' } = spell;
    const holder = partyText(undefined, spell.holder, organisation);
    const how = handover === undefined ? taken : `${taken} of ${handover}`;
    return `${holder} held ${scope} from ${formatter.instant(from)}: ${how}, by ${formatter.fact(fact)}`;
  });
}
