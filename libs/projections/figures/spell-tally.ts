/** Spells of all and of each group: who is counted, when they began, how they ended. */
import { CENSORED, logRank, SpellSample } from '#statistics';
import type { JourneySteps } from '../columns/journey-steps.js';
import type { Grouped, Groups } from './groups.js';
import type { Spell } from './spell.js';

/** How many cases, and what became of them. */
export interface SpellCounts {
  readonly n: number;
  readonly events: number;
  /** Not ended when last seen: open, lost, or cut off by the close of their episode. */
  readonly censored: number;
  /** Of the censored, those of which nothing was heard for as long as `lostAfter`. */
  readonly lost?: number;
  /** Of all, those that had begun before `observedFrom`; they are at risk from then on. */
  readonly lateEntries?: number;
  /** How often each type of event began one, the most frequent first. */
  readonly begunBy: readonly { readonly type: string; readonly n: number }[];
}

export class SpellTally {
  readonly sample: SpellSample;
  private lost = 0;
  private readonly begun = new Map<string, number>();

  constructor(causes: number) {
    this.sample = new SpellSample(causes);
  }

  add(spell: Spell, journey: JourneySteps): void {
    this.sample.add(spell.seconds, spell.cause, spell.seenFrom);
    if (spell.lost) this.lost += 1;
    const type = journey.type(spell.entryAt);
    this.begun.set(type, (this.begun.get(type) ?? 0) + 1);
  }

  counts(query: { readonly observedFrom?: string; readonly lostAfter?: string }): SpellCounts {
    const { n, late } = this.sample;
    const censored = this.sample.count(CENSORED);
    const begunBy = [...this.begun].map(([type, count]) => ({ type, n: count }));
    return {
      ...{ n, events: n - censored, censored },
      ...(query.lostAfter === undefined ? {} : { lost: this.lost }),
      ...(query.observedFrom === undefined ? {} : { lateEntries: late }),
      begunBy: begunBy.sort((a, b) => b.n - a.n || (a.type < b.type ? -1 : 1)),
    };
  }
}

/** Whether the groups that are shown differ by more than chance would do. */
export interface GroupTest {
  readonly test: 'log-rank';
  readonly chiSquare: number;
  readonly df: number;
  /** How often chance alone gives differences as large; null if there is nothing to compare. */
  readonly p: number | null;
}

/** The groups with their figures, and the log-rank test between those that are shown. */
export function testedGroups<Tally extends { readonly spells: SpellTally }, Figure>(
  groups: Groups<Tally>,
  figureOf: (tally: Tally) => Figure,
): Grouped<Figure> & { readonly difference?: GroupTest } {
  const compared: SpellSample[] = [];
  const grouped = groups.answer((tally) => {
    compared.push(tally.spells.sample);
    return figureOf(tally);
  });
  if (compared.length < 2) return grouped;
  const { chiSquare, df, p } = logRank(compared);
  return { ...grouped, difference: { test: 'log-rank', chiSquare, df, p } };
}
