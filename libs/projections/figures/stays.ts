/** Stays in stages: a stage with parts is stayed in from coming into one of them until leaving all. */
import type { StageSpell } from '#pathway';

export interface Stay {
  readonly stage: string;
  /** Ms since the epoch. */
  readonly from: number;
  /** Absent while the patient is in it. */
  readonly to?: number;
  /** Where the patient lived on coming in, where that is known. */
  readonly municipality?: string;
}

/** @param spells as an assessment has them: in order, of all episodes */
export function staysOf(spells: readonly StageSpell[]): readonly Stay[] {
  const stays: Stay[] = [];
  /** Places in `stays` of the stages around the spell before. */
  let around: ReadonlyMap<string, number> = NOWHERE;
  let last: StageSpell | undefined;
  for (const spell of spells) {
    const goesOn = last?.episode === spell.episode && last.to === spell.from;
    const here = new Map<string, number>();
    for (const stage of spell.within) {
      const place = goesOn ? around.get(stage) : undefined;
      const since = place === undefined ? undefined : stays[place];
      here.set(stage, place ?? stays.length);
      if (place !== undefined && since !== undefined) stays[place] = until(since, spell.to);
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
