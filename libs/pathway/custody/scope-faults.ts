/**
 * What is wrong with the spells of the scopes: nothing, by construction. From its beginning to its
 * end a scope has one holder at every instant, and none while the episode is closed.
 */
import type { Assessment, Episode } from '../state/assessment.js';
import type { CustodyBasis, CustodySpell } from '../state/custody-spell.js';

/** Of a spell with which a scope begins, or goes on when the episode is reopened. */
const BEGINNINGS: ReadonlySet<CustodyBasis> = new Set(['begun', 'entry', 'contact']);

export function beginsScope({ basis }: CustodySpell): boolean {
  return BEGINNINGS.has(basis);
}

/** The spells of each scope of each episode, in order of time. */
export function heldScopes({ scopes = [] }: Assessment): readonly (readonly CustodySpell[])[] {
  return [...Map.groupBy(scopes, ({ episode, scope }) => `${episode} ${scope}`).values()];
}

/** One sentence for each fault. */
export function scopeFaults(assessment: Assessment): readonly string[] {
  const episodes = new Map(assessment.episodes.map((episode) => [episode.number, episode]));
  return heldScopes(assessment).flatMap((spells) => {
    const episode = episodes.get(spells[0]?.episode ?? 0);
    return [
      ...sequenceFaults(spells),
      ...spells.flatMap((spell) => (episode === undefined ? [] : episodeFaults(spell, episode))),
    ];
  });
}

/** Spell follows spell without overlap, and without gap where the scope had not ended. */
function sequenceFaults(spells: readonly CustodySpell[]): readonly string[] {
  return spells.flatMap((spell, at) => {
    const { scope, holder, from, to = Infinity } = spell;
    const before = spells[at - 1];
    const until = before === undefined ? -Infinity : (before.to ?? Infinity);
    const faults: string[] = [];
    if (to < from) faults.push(`${scope}: ${holder} holds from ${from} to ${to}, which is before`);
    if (from < until)
      faults.push(`${scope}: ${holder} holds from ${from}, ${before?.holder} to ${until}`);
    if (from > until && !beginsScope(spell))
      faults.push(`${scope}: nobody holds from ${until} to ${from}`);
    return faults;
  });
}

function episodeFaults(spell: CustodySpell, episode: Episode): readonly string[] {
  const { scope, holder, from, to = Infinity } = spell;
  const { number, enteredAt, closedAt = Infinity, gaps } = episode;
  const isOutside =
    from < enteredAt ||
    (to > closedAt && closedAt < Infinity) ||
    gaps.some((gap) => from < gap.to && to > gap.from);
  return isOutside
    ? [`${scope}: ${holder} holds from ${from} to ${to}, when episode ${number} was not open`]
    : [];
}
