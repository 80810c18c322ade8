/** Facts as the table of journeys keeps them: what was put in comes out again. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject, RecordedFact } from '#care-event';
import type { Position } from '#event-store';
import { toTuple } from '../batches/fact-tuple.js';
import { JourneyReader, type JourneyFact } from './stored-journey.js';

const some = fc.option(fc.string({ minLength: 1 }), { nil: undefined });

/** Everything that a fact can carry and that the table keeps; the actor's role stays in the log. */
const facts: fc.Arbitrary<RecordedFact> = fc
  .record({
    id: fc.string({ minLength: 1 }),
    source: fc.constantFrom('urn:a', 'urn:b'),
    type: fc.constantFrom('Referred', 'Seen', 'A.v2.B'),
    version: fc.integer({ min: 1, max: 3 }),
    occurredAt: fc.constantFrom('2026-01', '2026-01-02', '2026-01-02T10:00:00.5+01:00'),
    recordedAt: fc.integer({ min: 0 }),
    data: fc.constantFrom<JsonObject>(
      {},
      { a: 1 },
      { list: [null, { b: 'x' }], deep: { c: true } },
    ),
    sequence: some,
    pathway: some,
    municipality: some,
    correctionOf: some,
    issuedAt: some,
    actor: fc.option(fc.record({ organisation: fc.constantFrom('gp', 'urn:a') }), {
      nil: undefined,
    }),
  })
  .map((fact) => {
    const given = Object.entries(fact).filter(([, value]) => value !== undefined);
    return Object.fromEntries(given) as unknown as RecordedFact;
  });

describe('The facts of a journey', () => {
  it('come back as they were reported, with their positions in the log', () => {
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 5 }), (reported) => {
        const ids = new Map<string, number>();
        const nameId = (text: string): number => {
          const id = ids.get(text) ?? ids.size + 1;
          ids.set(text, id);
          return id;
        };
        const at = (n: number): Position => String(n) as Position;
        const chunk = JSON.stringify(reported.map((fact, n) => toTuple(fact, at(n), nameId)));
        const read: JourneyFact[] = [];
        new JourneyReader(new Map([...ids].map(([text, id]) => [id, text]))).readInto(read, chunk);
        expect(read.map((fact) => ({ ...fact }))).toEqual(
          reported.map((fact, n) => ({ ...fact, position: at(n) })),
        );
      }),
    );
  });

  it('take no room for what they do not carry', () => {
    const bare = { id: '1', source: 's', type: 'T', version: 1, occurredAt: '2026-01', data: {} };
    expect(toTuple({ ...bare, recordedAt: 5 }, '9' as Position, () => 1)).toEqual([
      1,
      '2026-01',
      5,
      '1',
      1,
      '9',
    ]);
  });
});
