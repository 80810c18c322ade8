/** Facts to the form of the log and back, nothing lost. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CareEvent } from '../event/care-event.js';
import type { JsonObject } from '../text/json.js';
import { ENGINE_SOURCE, factFromStored, storedFact } from './stored-fact.js';
import type { StoredContent, StoredEvent } from './stored-fact.js';

/** What the log gives back: the same content, encoded and decoded. */
function throughLog(content: StoredContent, recordedAt: number): StoredEvent {
  return { ...(JSON.parse(JSON.stringify(content)) as StoredContent), recordedAt };
}

const word = fc.string({ minLength: 1 });
const data = fc.dictionary(word, fc.jsonValue({ noNullPrototype: true } as object), {
  noNullPrototype: true,
}) as fc.Arbitrary<JsonObject>;
const actor = fc.oneof(
  fc.record({ role: word }),
  fc.record({ organisation: word }),
  fc.record({ role: word, organisation: word }),
);
const careEvents = fc.record(
  {
    id: word,
    source: fc.webUrl(),
    type: word,
    version: fc.integer({ min: 1, max: 99 }),
    occurredAt: fc.constantFrom('2026-03-14T10:15:00+02:00', '2026-03-14', '2026-03'),
    issuedAt: fc.constantFrom('2026-03-14T10:15:00Z'),
    sequence: word,
    pathway: word,
    actor,
    municipality: word,
    correctionOf: word,
    data,
  },
  {
    requiredKeys: ['id', 'source', 'type', 'version', 'occurredAt', 'data'],
    noNullPrototype: true,
  },
) as fc.Arbitrary<CareEvent>;

describe('a fact in the log', () => {
  it('comes back as it was, with the time at which it was recorded', () => {
    fc.assert(
      fc.property(careEvents, fc.nat(), (fact, recordedAt) => {
        const expected = JSON.parse(JSON.stringify({ ...fact, recordedAt })) as unknown;
        expect(factFromStored(throughLog(storedFact(fact), recordedAt))).toEqual(expected);
      }),
    );
  });

  it('is stored under these names', () => {
    const fact: CareEvent = {
      id: '1',
      source: 'https://gp.example',
      type: 'ReferralSent',
      version: 1,
      occurredAt: '2026-03-14',
      issuedAt: '2026-03-14T10:15:00Z',
      sequence: '7',
      pathway: 'back-pain',
      actor: { role: 'GP', organisation: '974707152' },
      municipality: '0301',
      correctionOf: '0',
      data: { urgency: 'urgent' },
    };
    expect(storedFact(fact, 1_773_000_000_000)).toEqual({
      type: 'ReferralSent.v1',
      data: { urgency: 'urgent' },
      metadata: {
        source: 'https://gp.example',
        id: '1',
        at: '2026-03-14',
        issued: '2026-03-14T10:15:00Z',
        seq: '7',
        pathway: 'back-pain',
        role: 'GP',
        org: '974707152',
        municipality: '0301',
        corrects: '0',
        wake: 1_773_000_000_000,
      },
    });
  });

  it('is not seen in events of other kinds', () => {
    const published = { type: 'PathwayPublished.v1', data: { id: 'x' }, metadata: {} };
    expect(factFromStored({ ...published, recordedAt: 0 })).toBeUndefined();
    const posing = { source: ENGINE_SOURCE, id: '1', at: '2026-03-14' };
    expect(factFromStored({ ...published, metadata: posing, recordedAt: 0 })).toBeUndefined();
  });
});
