/**
 * Small histories for properties: few types, few hours and few ids, so that ties,
 * overlaps, duplicates and corrections of corrections happen all the time.
 */
import fc from 'fast-check';
import { references } from './organisations.js';
import { type CareEvent, factKey, type JsonObject, type RecordedFact } from '#care-event';

export const ZONE = 'Europe/Oslo';

export const TYPES = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** The night in which Norway's clocks go forward is among these days. */
const times = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.integer({ min: 28, max: 30 }), fc.integer({ max: 3 })) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 28, max: 30 }), fc.constant(undefined)) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 14, max: 31 }), fc.constant(undefined)) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 14, max: 31 }), fc.integer({ max: 3 })) },
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

/** Fields that conditions, matching, spans, due dates and reasons of pauses ask for. */
const data: fc.Arbitrary<JsonObject> = fc.record(
  {
    k: fc.constantFrom(1, 2, 3),
    ref: fc.constantFrom('r', 's'),
    code: fc.constantFrom('M54.5', 'm40', 'L84', ['K1', 'M45']),
    reason: fc.constantFrom('holiday', 'other'),
    from: fc.constantFrom('2026-03-20', '2026-03-28'),
    // A day for spans and due dates, or the service that answers.
    to: fc.constantFrom('2026-03-22', '2026-03-29', '2026-04-02', 'ward', 'abroad', 'bergen'),
    addressee: references,
    sender: references,
    performer: references,
    born: fc.constantFrom('1961', '2008-03-29', '2008-04'),
    municipality: fc.constantFrom('0301', '4601'),
  },
  { requiredKeys: [] },
);

const event: fc.Arbitrary<CareEvent> = fc
  .record({
    id: ids,
    source: sources,
    type: fc.constantFrom(
      ...TYPES,
      ...TYPES,
      ...['Strange', 'EventCorrected', 'PatientRegistered', 'PatientMoved'],
      ...['ResponsibilityAccepted', 'ResponsibilityRefused'],
    ),
    data,
    time: times,
    sequence: fc.option(fc.constantFrom('1', '2', '10', '1a'), { nil: undefined }),
    pathway: fc.constantFrom(undefined, undefined, undefined, 'p', 'other'),
    municipality: fc.constantFrom(undefined, undefined, '0301', '4601'),
    organisation: fc.option(references, { nil: undefined }),
    issuedAt: fc.constantFrom(undefined, '2026-04-01T10:00:00Z', '2026-04-01T12:30:00+02:00'),
    correctionOf: fc.oneof(
      { weight: 8, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: ids },
      { weight: 1, arbitrary: fc.tuple(sources, ids).map(([source, id]) => `${source} ${id}`) },
    ),
  })
  .map(
    ({ time, sequence, pathway, municipality, organisation, issuedAt, correctionOf, ...rest }) => ({
      ...rest,
      version: 1,
      occurredAt: occurredAt(time),
      ...(sequence !== undefined && { sequence }),
      ...(pathway !== undefined && { pathway }),
      ...(municipality !== undefined && { municipality }),
      ...(organisation !== undefined && { actor: { organisation } }),
      ...(issuedAt !== undefined && { issuedAt }),
      ...(correctionOf !== undefined && { correctionOf }),
    }),
  );

/** A patient's facts in some order of arrival, some of them sent twice. */
export const histories: fc.Arbitrary<readonly RecordedFact[]> = fc
  .tuple(
    fc.uniqueArray(event, { selector: factKey, maxLength: 16, size: 'large' }),
    fc.array(fc.nat({ max: 15 }), { maxLength: 3 }),
  )
  .map(([events, repeats]) => {
    const again = repeats.flatMap((at) => events[at] ?? []);
    return [...events, ...again].map((fact, at) => ({ ...fact, recordedAt: at }));
  });

/** A history, and the same in another order of arrival. */
export const arrivals = histories.chain((facts) =>
  fc.tuple(
    fc.constant(facts),
    fc.shuffledSubarray([...facts], { minLength: facts.length, maxLength: facts.length }),
  ),
);

/** Instants before, in and after the days of `histories`, many of them exactly at an event. */
export const instants: fc.Arbitrary<number> = fc.oneof(
  fc
    .integer({ min: -2, max: 120 })
    .map((hours) => Date.parse('2026-03-27T23:00:00Z') + hours * 3_600_000),
  fc
    .integer({ min: 0, max: 800 })
    .map((hours) => Date.parse('2026-03-13T23:00:00Z') + hours * 3_600_000),
  fc.constantFrom(
    Date.parse('2026-02-27T00:00:00Z'),
    Date.parse('2026-03-05T00:00:00Z'),
    Date.parse('2027-01-01T00:00:00Z'),
  ),
);
