/** Stays in stages. A stay in a stage with sub-stages lasts from entering one of them until leaving all. */
import type { StageSpell } from '#pathway';

export interface Stay {
  readonly stage: string;
  /** Ms since the epoch. */
  readonly from: number;
  /** Absent during the stay. */
  readonly to?: number;
  /** Where the patient lived on entering, if known. */
  readonly municipality?: string;
}

/** @param spells of all episodes, in order, as an assessment has them */
export function staysOf(spells: readonly StageSpell[]): readonly Stay[] {
  const stays: Stay[] = [];
  /** Indexes in `stays` of the stages around the previous spell. */
  let around: ReadonlyMap<string, number> = NOWHERE;
  let last: StageSpell | undefined;
  for (const spell of spells) {
    const goesOn = last?.episode === spell.episode && last.to === spell.from;
    const here = new Map<string, number>();
    for (const stage of spell.within) {
      const index = goesOn ? around.get(stage) : undefined;
      const since = index === undefined ? undefined : stays[index];
      here.set(stage, index ?? stays.length);
      if (index !== undefined && since !== undefined) stays[index] = until(since, spell.to);
      else stays.push(stayIn(stage, spell));
    }
    stays.push(stayIn(spell.stage, spell));
    around = here;
    last = spell;
  }
  return stays;
}

const NOWHERE: ReadonlyMap<string, number> = new Map();

function stayIn(stage: string, { from, to, municipality }: StageSpell): Stay {
  const stay = { stage, from, ...(municipality === undefined ? {} : { municipality }) };
  return until(stay, to);
}

function until({ stage, from, municipality }: Stay, to: number | undefined): Stay {
  return {
    stage,
    from,
    ...(to === undefined ? {} : { to }),
    ...(municipality === undefined ? {} : { municipality }),
  };
}
