/** Custody: at every instant every open episode has exactly one holder, whatever was known by then. */
import type { Assessment, Episode } from '#pathway';
import { END_MS } from '../stories.js';
import type { FinishedRun } from './finished-run.js';
import { pathwaysOf, patientsOf } from './log.js';
import type { Violation } from './violation.js';

export function* checkCustody(world: FinishedRun): Iterable<Violation> {
  for (const { patient, facts } of patientsOf(world.store)) {
    for (const versions of pathwaysOf(world)) {
      for (let known = 1; known <= facts.length; known += 1) {
        const last = facts[known - 1];
        const at = known === facts.length ? END_MS : (last?.recordedAt ?? END_MS);
        const assessments = versions.assessAll(facts.slice(0, known), at);
        for (const what of assessments.flatMap((one) => [...gapsOf(one)])) {
          yield { invariant: 24, what: `${patient} after ${known} facts: ${what}` };
        }
      }
    }
  }
}

/** Where an episode has no holder or two. */
export function* gapsOf({ custody, episodes, state, holder, at }: Assessment): Iterable<string> {
  for (const episode of episodes) {
    let reached = episode.enteredAt;
    const spells = custody.filter((spell) => spell.episode === episode.number);
    for (const { from, to } of spells) {
      if (from !== reached && !isGap(episode, reached, from))
        yield `episode ${episode.number} has ${from > reached ? 'nobody' : 'two'} at ${reached}`;
      reached = to ?? Infinity;
    }
    const end = episode.closedAt ?? Infinity;
    if (reached !== end) yield `episode ${episode.number} is held until ${reached}, not ${end}`;
  }
  const now = custody.filter(({ from, to }) => from <= at && (to === undefined || to > at));
  if (state === 'open' && (now.length !== 1 || now[0]?.holder !== holder))
    yield `${now.length} holders now, and ${holder} is named`;
}

function isGap({ gaps }: Episode, from: number, to: number): boolean {
  return gaps.some((gap) => gap.from === from && gap.to === to);
}
