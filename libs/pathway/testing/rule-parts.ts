/** What rules of made-up definitions consist of: conditions, patterns, evidence, limits, services. */
import fc from 'fast-check';
import { TYPES } from './arbitraries.js';
import type { LimitRef } from '../definition/element.js';
import type { Condition, EventPattern, Evidence, EvidencePattern } from '../definition/pattern.js';
import { plainLimits } from './plain-definitions.js';

export const condition: fc.Arbitrary<Condition> = fc.constantFrom<Condition[]>(
  { field: 'k', is: 'one-of', values: [1, 2] },
  { field: 'k', is: 'none-of', values: [3] },
  { field: 'k', is: 'none-of', values: [3], orMissing: true },
  { field: 'k', is: 'between', atLeast: 2 },
  { field: 'code', is: 'in-codes', ranges: [{ first: 'M40', last: 'M54' }] },
  { field: 'ref', is: 'present' },
  { field: 'ref', is: 'absent' },
  { field: 'patient-age', is: 'between', atLeast: 18 },
);

const pattern: fc.Arbitrary<EventPattern> = fc.record({
  type: fc.constantFrom(...TYPES),
  where: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Condition[]>([]) },
    { weight: 1, arbitrary: condition.map((one) => [one]) },
  ),
});

export const some = fc.array(pattern, { minLength: 1, maxLength: 3 });
export const few = fc.array(pattern, { maxLength: 1 });
/** Conditions on types of event, without which they do not concern the pathway. */
export const about = fc
  .array(
    fc.tuple(fc.constantFrom(...TYPES), condition).map(([type, one]) => ({ type, where: [one] })),
    { minLength: 1, maxLength: 2 },
  )
  .map((patterns): readonly EventPattern[] => patterns);
export const field = fc.constantFrom(undefined, 'ref');

export const limits: fc.Arbitrary<LimitRef> = fc.oneof(
  plainLimits,
  fc.constantFrom<LimitRef[]>(
    { amount: 2, unit: 'working-day' },
    { amount: 3, unit: 'benefit-day' },
    { amount: 1, unit: 'week' },
    { parameter: 'time' },
  ),
);

export const services = fc.constantFrom('ward', 'abroad', { parameter: 'place' });

export function maybe<Key extends string, T>(key: Key, value: T | undefined): { [K in Key]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: T });
}

/** One part mostly; parts of which each is needed, now and then. */
const parts = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.oneof(
    { weight: 3, arbitrary: one.map((part) => [part]) },
    { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: 3 }) },
  );

/** Some of them act from a day on that the event names. */
export const dated = (patterns: fc.Arbitrary<EventPattern[]>) =>
  fc
    .tuple(patterns, fc.constantFrom(undefined, undefined, 'from', 'to'))
    .map(([list, named]) => list.map((one) => ({ ...one, ...maybe('validFrom', named) })));

const untilOf = (patterns: fc.Arbitrary<EventPattern[]>) =>
  parts(patterns).map((all) => ({
    until: all.flat(),
    ...(all.length > 1 && { untilAllOf: all }),
  }));

/** What meets a duty, when it happens or also from a day on. */
export const until = untilOf(some);
export const datedUntil = untilOf(dated(some));

const evidencePattern: fc.Arbitrary<EvidencePattern> = fc
  .record({ pattern, within: fc.option(limits, { nil: undefined }) })
  .map((one) => ({ ...one.pattern, ...maybe('within', one.within) }));

/** What earlier facts have to say. */
export const evidence: fc.Arbitrary<Evidence> = parts(
  fc.array(evidencePattern, { minLength: 1, maxLength: 2 }),
);

/** After which contacts a breach is attributable, and how soon a duty can be met. */
export const contacts = fc
  .record({
    from: fc.constantFrom(undefined, undefined, [{ type: 'B', where: [] }]),
    later: fc.option(fc.record({ on: few, after: limits }), { nil: undefined }),
    notBefore: fc.option(limits, { nil: undefined, freq: 2 }),
  })
  .map(({ from, later, notBefore }) => ({
    ...maybe('notBefore', notBefore),
    ...maybe('attributableFrom', from),
    ...maybe('attributableLater', later),
  }));

/** What exempts from a duty, and what lifts that. */
export const exempt = fc.array(
  fc.record({ on: few, code: fc.constant('declined'), stands: fc.boolean(), liftedBy: few }),
  { maxLength: 1 },
);
