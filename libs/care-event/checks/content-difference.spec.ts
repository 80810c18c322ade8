/** How two events with one id are compared. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CareEvent } from '../event/care-event.js';
import type { Json, JsonObject } from '../text/json.js';
import { contentDifference } from './content-difference.js';

const EVENT: CareEvent = {
  id: '1',
  source: 'https://gp.example',
  type: 'ReferralSent',
  version: 1,
  occurredAt: '2026-03-14',
  actor: { role: 'GP' },
  data: { urgency: 'urgent', tasks: ['a', 'b'], 'x/y': { deep: [1, { z: null }] } },
};

const json = fc.jsonValue() as fc.Arbitrary<Json>;

/** The same value with the keys of every object in the opposite order. */
function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries<Json>(value as JsonObject);
  return Object.fromEntries(entries.reverse().map(([key, item]) => [key, reversed(item)]));
}

describe('contentDifference', () => {
  it('finds none between an event and its copy, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (data) => {
        const event = { ...EVENT, data };
        const copy = { ...EVENT, data: reversed(data) as JsonObject };
        expect(contentDifference(event, copy)).toEqual([]);
      }),
    );
  });

  it.each<[Partial<CareEvent>, readonly string[]]>([
    [{ occurredAt: '2026-03-15' }, ['/occurredAt']],
    [{ type: 'X', version: 2 }, ['/type', '/version']],
    [{ issuedAt: '2026-03-14T00:00:00Z' }, ['/issuedAt']],
    [{ actor: { organisation: 'o' } }, ['/actor/role', '/actor/organisation']],
    [{ data: {} }, ['/data/urgency', '/data/tasks', '/data/x~1y']],
    [{ data: { ...EVENT.data, urgency: null } }, ['/data/urgency']],
    [{ data: { ...EVENT.data, added: false } }, ['/data/added']],
    [{ data: { ...EVENT.data, tasks: ['b', 'a'] } }, ['/data/tasks']],
    [{ data: { ...EVENT.data, tasks: { 0: 'a', 1: 'b' } } }, ['/data/tasks']],
    [{ data: { ...EVENT.data, 'x/y': { deep: [1, { z: 0 }] } } }, ['/data/x~1y/deep']],
  ])('names what %j changes', (change, paths) => {
    expect(contentDifference(EVENT, { ...EVENT, ...change })).toEqual(paths);
  });

  it.each([
    ['2026-03-14T10:15:00Z', '2026-03-14T10:15:00.000Z'],
    ['2026-03-14T10:15:00.120+01:00', '2026-03-14T09:15:00.12z'],
    ['2026-12-31T23:30:00-02:00', '2027-01-01T01:30:00+00:00'],
  ])('takes %s and %s for the same, in the envelope and in the data', (one, other) => {
    const written = (at: string): CareEvent => {
      return { ...EVENT, occurredAt: at, issuedAt: at, data: { at, list: [at] } };
    };
    expect(contentDifference(written(one), written(other))).toEqual([]);
  });

  it.each([
    ['2026-03-14T10:15:00Z', '2026-03-14T10:15:00.001Z'],
    ['2026-03-14T10:15:00.0001Z', '2026-03-14T10:15:00.0002Z'],
    ['2026-03-14T10:15:00Z', '2026-03-14T10:15:00+01:00'],
    ['2026-03-14', '2026-03-14T00:00:00Z'],
  ])('does not take %s for %s', (occurredAt, other) => {
    const written = contentDifference({ ...EVENT, occurredAt }, { ...EVENT, occurredAt: other });
    expect(written).toEqual(['/occurredAt']);
  });

  it('takes no actor and an empty one for the same', () => {
    const { id, source, type, version, occurredAt, data } = EVENT;
    const without: CareEvent = { id, source, type, version, occurredAt, data };
    expect(contentDifference(without, { ...without, actor: {} })).toEqual([]);
  });

  it('sees a difference from either side', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), fc.dictionary(fc.string(), json), (a, b) => {
        const forth = contentDifference({ ...EVENT, data: a }, { ...EVENT, data: b });
        const back = contentDifference({ ...EVENT, data: b }, { ...EVENT, data: a });
        expect(forth.length).toBe(back.length);
        // Of more than 20 each side may name others.
        if (forth.length < 20) expect([...forth].sort()).toEqual([...back].sort());
      }),
    );
  });

  it('is not deceived by keys that every object inherits', () => {
    const hidden = JSON.parse('{"__proto__":1,"toString":2}') as JsonObject;
    const paths = contentDifference({ ...EVENT, data: {} }, { ...EVENT, data: hidden });
    expect(paths).toEqual(['/data/__proto__', '/data/toString']);
    const empty = JSON.parse('{"__proto__":{}}') as JsonObject;
    const other = contentDifference({ ...EVENT, data: empty }, { ...EVENT, data: { x: 1 } });
    expect(other).toEqual(['/data/__proto__', '/data/x']);
  });

  it('names at most 20', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 1]));
    expect(contentDifference({ ...EVENT, data: {} }, { ...EVENT, data: many })).toHaveLength(20);
  });
});
