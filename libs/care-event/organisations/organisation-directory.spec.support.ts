/** Organisations for the specs: west of Norway, where municipalities were merged in 2020. */
import { dayOf } from '#calendar';
import type { Organisation } from './organisation.js';

export const IN_2019 = dayOf('2019-06-01');
export const IN_2026 = dayOf('2026-06-01');

export function municipality(
  id: string,
  number: string,
  more: Partial<Organisation> = {},
): Organisation {
  return {
    id,
    name: id,
    kind: 'municipality',
    level: 'municipal',
    municipalities: [number],
    services: ['rehabilitation'],
    identifiers: [{ system: 'no-kommune', value: number }],
    ...more,
  };
}

const MERGED = { validTo: '2019-12-31', replacedBy: 'oygarden' };

export const WEST: readonly Organisation[] = [
  municipality('fjell', '1246', MERGED),
  municipality('sund', '1245', MERGED),
  municipality('oygarden', '1259', { validTo: '2019-12-31' }),
  municipality('oygarden', '4626', { validFrom: '2020-01-01' }),
  municipality('bergen', '1201'),
  municipality('bergen', '4601', { validFrom: '2020-01-01' }),
];
