/** The made-up region: its municipalities, their hospitals and all their numbers exist nowhere. */
import type { JsonObject } from '#care-event';

export interface Municipality {
  readonly number: string;
  /** Of its organisation in the directory. */
  readonly id: string;
  readonly name: string;
  /** Organisation that its doctors refer to. */
  readonly hospital: string;
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
    id: 'adalen',
    name: 'Ådalen',
    hospital: 'fjord-hospital',
    weight: 0.47,
    planShare: 0.85,
    planMedianDays: 20,
    lateShare: 0.04,
  },
  {
    number: '9902',
    id: 'nordvik',
    name: 'Nordvik',
    hospital: 'fjord-hospital',
    weight: 0.32,
    planShare: 0.74,
    planMedianDays: 28,
    lateShare: 0.08,
  },
  {
    number: '9903',
    id: 'granbacka',
    name: 'Granbacka',
    hospital: 'border-hospital',
    weight: 0.21,
    planShare: 0.6,
    planMedianDays: 38,
    lateShare: 0.15,
  },
];

/** Services of a municipality, as the three pathways name them. */
const MUNICIPAL = [
  ...['primary-care', 'rehabilitation', 'coordinator', 'county'],
  ...['coordinating-unit', 'municipal-lead', 'municipality'],
];
const HOSPITAL = ['hospital', 'hospital-lead', 'spine-clinic'];

/** Who provides which service, as a file that `stafett organisation import` takes. */
export const ORGANISATIONS = [
  ...MUNICIPALITIES.map(({ id, name, number }) => ({
    ...{ id, name, kind: 'municipality', level: 'municipal' },
    ...{ municipalities: [number], services: MUNICIPAL },
  })),
  ...['Fjord', 'Border'].map((name) => ({
    ...{ id: `${name.toLowerCase()}-hospital`, name: `${name} Hospital`, kind: 'hospital' },
    ...{ level: 'specialist', services: HOSPITAL },
  })),
] satisfies readonly JsonObject[];

/** The municipality in which the share `at` (0 to 1) of the population ends up. */
export function municipalityAt(at: number): Municipality {
  let sum = 0;
  for (const municipality of MUNICIPALITIES) {
    sum += municipality.weight;
    if (at < sum) return municipality;
  }
  return MUNICIPALITIES[0] as Municipality;
}
