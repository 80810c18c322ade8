/**
 * Small definitions and histories for properties: few types, few hours and few ids, so
 * that ties, overlaps, duplicates and corrections of corrections happen all the time.
 */
import fc from 'fast-check';
import type { CareEvent, RecordedFact } from './care-event.js';
import { factKey } from './care-event.js';
import type { Definition, DutyRule, StageRule } from './definition.js';

export const ZONE = 'Europe/Oslo';

const TYPES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

const types = (minLength: number) =>
  fc.uniqueArray(fc.constantFrom(...TYPES), { minLength, maxLength: 3 });

const duty = fc.record({
  from: types(1),
  until: types(1),
  within: fc.constantFrom(
    { amount: 90, unit: 'minute' } as const,
    { amount: 5, unit: 'hour' } as const,
    { amount: 1, unit: 'day' } as const,
  ),
  owner: fc.constantFrom('holder', 'ward'),
});

/** Stages share no opening type with each other or with the closes, as the reader demands. */
export const definitions: fc.Arbitrary<Definition> = fc
  .record({
    order: fc.shuffledSubarray([...TYPES], { minLength: 6 }),
    stages: fc.integer({ min: 1, max: 3 }),
    closes: fc.integer({ min: 0, max: 2 }),
    entry: fc.option(types(1), { nil: undefined }),
    duties: fc.array(duty, { maxLength: 3 }),
  })
  .map(({ order, stages, closes, entry, duties }) => ({
    id: 'p',
    version: 1,
    title: 'p',
    zone: ZONE,
    services: new Map(),
    declared: new Map(TYPES.map((type) => [type, { type }])),
    entry: entry === undefined ? 'any' : new Set(entry),
    closes: new Set(order.slice(0, closes)),
    stages: order.slice(2, 2 + stages).map((type, at): StageRule => ({
      id: `stage-${at}`,
      title: '',
      holder: `service-${at}`,
      opens: at === 0 ? [] : [type],
    })),
    milestones: [{ id: 'reached', title: '', reachedBy: order.slice(0, 1) }],
    duties: duties.map((rule, at): DutyRule => ({ ...rule, id: `duty-${at}`, title: '' })),
  }));

/** The night in which Norway's clocks go forward is among these days. */
const times = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.integer({ min: 28, max: 30 }), fc.integer({ max: 3 })) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 28, max: 30 }), fc.constant(undefined)) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

function occurredAt(time: readonly [number, number | undefined] | undefined): string {
  if (time === undefined) return '2026-03';
  const [day, hours] = time;
  if (hours === undefined) return `2026-03-${day}`;
  return `2026-03-${day}T0${Math.abs(hours) % 4}:00:00+01:00`;
}

const ids = fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8');
const sources = fc.constantFrom('urn:x', 'urn:y');

const event: fc.Arbitrary<CareEvent> = fc
  .record({
    id: ids,
    source: sources,
    type: fc.constantFrom(...TYPES, 'Strange', 'EventCorrected'),
    time: times,
    sequence: fc.option(fc.constantFrom('1', '2', '10', '1a'), { nil: undefined }),
    pathway: fc.constantFrom(undefined, undefined, undefined, 'p', 'other'),
    issuedAt: fc.constantFrom(undefined, '2026-04-01T10:00:00Z', '2026-04-01T12:30:00+02:00'),
    correctionOf: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: ids },
      { weight: 1, arbitrary: fc.tuple(sources, ids).map(([source, id]) => `${source} ${id}`) },
    ),
  })
  .map(({ time, sequence, pathway, issuedAt, correctionOf, ...rest }) => ({
    ...rest,
    version: 1,
    occurredAt: occurredAt(time),
    data: {},
    ...(sequence !== undefined && { sequence }),
    ...(pathway !== undefined && { pathway }),
    ...(issuedAt !== undefined && { issuedAt }),
    ...(correctionOf !== undefined && { correctionOf }),
  }));

/** A patient's facts in some order of arrival, some of them sent twice. */
export const histories: fc.Arbitrary<readonly RecordedFact[]> = fc
  .tuple(
    fc.uniqueArray(event, { selector: factKey, maxLength: 14 }),
    fc.array(fc.nat({ max: 13 }), { maxLength: 3 }),
  )
  .map(([events, repeats]) => {
    const again = repeats.flatMap((at) => events[at] ?? []);
    return [...events, ...again].map((fact, at) => ({ ...fact, recordedAt: at }));
  });

/** Instants before, in and after the days of `histories`, many of them exactly at an event. */
export const instants: fc.Arbitrary<number> = fc.oneof(
  fc
    .integer({ min: -2, max: 120 })
    .map((hours) => Date.parse('2026-03-27T23:00:00Z') + hours * 3_600_000),
  fc.constantFrom(
    Date.parse('2026-02-27T00:00:00Z'),
    Date.parse('2026-03-05T00:00:00Z'),
    Date.parse('2027-01-01T00:00:00Z'),
  ),
);
