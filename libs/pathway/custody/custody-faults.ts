/**
 * What is wrong with the spells of custody: nothing, by construction. Checked for every
 * assessment that any test makes, since there must never be a patient whom nobody holds, or
 * whom two services hold at once.
 */
import type { Assessment, Episode } from '../state/assessment.js';
import type { CustodySpell } from '../state/custody-spell.js';
import { scopeFaults } from './scope-faults.js';

/** One sentence for each fault; empty where every instant of every episode has one holder. */
export function custodyFaults(assessment: Assessment): readonly string[] {
  const { episodes, custody, scopes = [] } = assessment;
  const known = new Set(episodes.map(({ number }) => number));
  return [
    ...episodes.flatMap((episode) => episodeFaults(episode, custody)),
    ...[...custody, ...scopes]
      .filter(({ episode }) => !known.has(episode))
      .map(({ episode, holder }) => `${holder} holds in episode ${episode}, which does not exist`),
    ...[...custody, ...scopes].flatMap((spell) => spellFaults(spell, assessment)),
    ...scopeFaults(assessment),
    ...holderFaults(assessment),
  ];
}

/** Spell follows spell without gap or overlap, from the entry to the close, the gaps aside. */
function episodeFaults(episode: Episode, custody: readonly CustodySpell[]): readonly string[] {
  const { number, enteredAt, closedAt, custodyFrom } = episode;
  const spells = custody.filter((spell) => spell.episode === number);
  const atContact = custodyFrom === 'first-contact';
  if (atContact && spells.length === 0) return [];
  const begins = atContact ? Math.max(enteredAt, spells[0]?.from ?? 0) : enteredAt;
  const gaps = episode.gaps.filter(({ to }) => to > begins || !atContact);
  const faults: string[] = [];
  const passed = new Set<Episode['gaps'][number]>();
  let until: number | undefined = begins;
  for (const { holder, from, to } of spells) {
    const gap = gaps.find((one) => one.from === until && one.to === from && one.from < one.to);
    if (gap !== undefined) passed.add(gap);
    else if (from !== until)
      faults.push(`episode ${number}: ${holder} holds from ${from}, the one before to ${until}`);
    if (to !== undefined && to < from)
      faults.push(`episode ${number}: ${holder} holds from ${from} to ${to}, which is before`);
    until = to;
  }
  if (until !== closedAt || spells.length === 0)
    faults.push(`episode ${number}: held to ${until}, closed at ${closedAt}`);
  for (const gap of gaps) {
    if (gap.from === gap.to || passed.has(gap)) continue;
    faults.push(`episode ${number}: held from ${gap.from} to ${gap.to}, when it was closed`);
  }
  return faults;
}

/** Every spell has a holder, and one that came by an acceptance has that acceptance. */
function spellFaults(spell: CustodySpell, { handovers }: Assessment): readonly string[] {
  const { episode, scope, holder, from, basis, handover } = spell;
  if (holder === '') return [`episode ${episode}: nobody holds from ${from}`];
  if (basis !== 'acceptance') return [];
  const accepted = handovers.some(
    (one) =>
      one.episode === episode &&
      one.handover === handover &&
      one.scope === scope &&
      one.state === 'accepted' &&
      one.to === holder &&
      one.answeredAt === from,
  );
  return accepted ? [] : [`episode ${episode}: ${holder} holds from ${from} and accepted nothing`];
}

/** The holder now is the holder of the last spell. */
function holderFaults({ state, holder, custody, episodes }: Assessment): readonly string[] {
  const latest = custody.findLast(({ episode }) => episode === episodes.at(-1)?.number);
  const expected = state === 'open' ? latest?.holder : undefined;
  return holder === expected ? [] : [`${holder} is given as the holder, but it is ${expected}`];
}
