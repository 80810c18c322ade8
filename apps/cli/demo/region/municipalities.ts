/** The made-up region: its municipalities and their numbers exist nowhere. */

export interface Municipality {
  readonly number: string;
  readonly name: string;
  /** Share of the region's patients. */
  readonly weight: number;
  /** Share of patients that ever get a rehabilitation plan, and the usual days until then. */
  readonly planShare: number;
  readonly planMedianDays: number;
  /** Share of reports that come weeks late. */
  readonly lateShare: number;
}

export const MUNICIPALITIES: readonly Municipality[] = [
  {
    number: '9901',
    name: 'Ådalen',
    weight: 0.38,
    planShare: 0.85,
    planMedianDays: 20,
    lateShare: 0.04,
  },
  {
    number: '9902',
    name: 'Nordvik',
    weight: 0.24,
    planShare: 0.78,
    planMedianDays: 27,
    lateShare: 0.06,
  },
  {
    number: '9903',
    name: 'Granbacka',
    weight: 0.16,
    planShare: 0.66,
    planMedianDays: 36,
    lateShare: 0.1,
  },
  {
    number: '9904',
    name: 'Storholm',
    weight: 0.13,
    planShare: 0.58,
    planMedianDays: 33,
    lateShare: 0.15,
  },
  {
    number: '9905',
    name: 'Skogsby',
    weight: 0.09,
    planShare: 0.7,
    planMedianDays: 45,
    lateShare: 0.08,
  },
];

/** The municipality in which the share `at` (0 to 1) of the population ends up. */
export function municipalityAt(at: number): Municipality {
  let sum = 0;
  for (const municipality of MUNICIPALITIES) {
    sum += municipality.weight;
    if (at < sum) return municipality;
  }
  return MUNICIPALITIES[0] as Municipality;
}
