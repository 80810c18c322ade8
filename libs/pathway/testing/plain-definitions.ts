/** Plain definitions for properties: stages, milestones and duties, no conditions, no episodes. */
import fc from 'fast-check';
import { TYPES, ZONE } from './arbitraries.js';
import { bareDefinition } from '../definition/bare-definition.js';
import { calendarOfZone, type Limit } from '#calendar';
import type { Definition } from '../definition/definition.js';
import type { DutyRule } from '../definition/duty-rule.js';
import type { StageRule } from '../definition/stage-rule.js';
import type { EventPattern } from '../definition/pattern.js';

export function anyOf(...types: readonly string[]): EventPattern[] {
  return types.map((type) => ({ type, where: [] }));
}

const types = (minLength: number) =>
  fc.uniqueArray(fc.constantFrom(...TYPES), { minLength, maxLength: 3 });

export const plainLimits: fc.Arbitrary<Limit> = fc.constantFrom<Limit[]>(
  { amount: 90, unit: 'minute' },
  { amount: 5, unit: 'hour' },
  { amount: 1, unit: 'day' },
);

export const BASE: Definition = {
  ...bareDefinition('p'),
  zone: ZONE,
  calendar: calendarOfZone(ZONE),
  declared: new Map(TYPES.map((type) => [type, { type }])),
};

const PLAIN_DUTY: Omit<DutyRule, 'id' | 'from' | 'until' | 'due' | 'owner'> = {
  title: '',
  per: 'episode',
  ends: [],
  exempt: [],
  notApplicable: [],
  appliesAgain: [],
  escalate: [],
  warn: [],
};

const plainDuty = fc
  .record({
    from: types(1),
    until: types(1),
    limit: plainLimits,
    owner: fc.constantFrom('holder', 'ward'),
  })
  .map(({ from, until, limit, owner }) => ({
    ...PLAIN_DUTY,
    from: anyOf(...from),
    until: anyOf(...until),
    due: { kind: 'limit' as const, limit, firstDayCounts: false },
    owner,
  }));

/** With what a first definition has: stages, milestones and duties, no conditions, no episodes. */
export const plainDefinitions: fc.Arbitrary<Definition> = fc
  .record({
    order: fc.shuffledSubarray([...TYPES], { minLength: 6 }),
    stages: fc.integer({ min: 1, max: 3 }),
    closes: fc.integer({ min: 0, max: 2 }),
    entry: fc.option(types(1), { nil: undefined }),
    duties: fc.array(plainDuty, { maxLength: 3 }),
  })
  .map(({ order, stages, closes, entry, duties }) => ({
    ...BASE,
    entry: entry === undefined ? 'any' : anyOf(...entry),
    closes: anyOf(...order.slice(0, closes)),
    stages: order.slice(2, 2 + stages).map((type, at): StageRule => ({
      id: `stage-${at}`,
      title: '',
      holder: `service-${at}`,
      opens: at === 0 ? [] : anyOf(type),
      exits: [],
    })),
    milestones: [{ id: 'reached', title: '', reachedBy: anyOf(...order.slice(0, 1)) }],
    duties: duties.map((rule, at): DutyRule => ({ ...rule, id: `duty-${at}` })),
  }));
