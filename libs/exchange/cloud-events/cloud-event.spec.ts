/** CloudEvents to care events and back; what is refused names the CloudEvent's own attributes. */
import { describe, expect, it } from '@jest/globals';
import { allowing } from '../json/slow-machine.spec.support.js';
import fc from 'fast-check';
import type { CareEvent, Json } from '#care-event';
import { inCloudEventTerms, readCloudEvent, writeCloudEvent } from './cloud-event.js';

const REFERRAL = {
  specversion: '1.0',
  id: 'r-1',
  source: 'https://gp.example/journal',
  type: 'ReferralSent.v1',
  subject: 'urn:oid:2.16.578.1.12.4.1.4.1|13116900216',
  time: '2026-03-14T10:15:00+02:00',
  data: { urgency: 'routine' },
};
const faultsOf = (value: Json): readonly { path: string; message: string }[] => {
  const read = readCloudEvent(value);
  if ('faults' in read) return read.faults;
  throw new Error('nothing was refused');
};
const eventOf = (value: Json): CareEvent => {
  const read = readCloudEvent(value);
  if ('event' in read) return read.event;
  throw new Error(JSON.stringify(read.faults));
};

describe('A CloudEvent', () => {
  it('becomes a care event that happened at its time', () => {
    expect(readCloudEvent(REFERRAL)).toEqual({
      occurredIn: 'time',
      patient: 'urn:oid:2.16.578.1.12.4.1.4.1|13116900216',
      event: {
        id: 'r-1',
        source: 'https://gp.example/journal',
        type: 'ReferralSent',
        version: 1,
        occurredAt: '2026-03-14T10:15:00+02:00',
        data: { urgency: 'routine' },
      },
    });
  });

  it('carries what care needs beyond the standard in extensions', () => {
    const event = eventOf({
      ...REFERRAL,
      type: 'ReferralSent.v2',
      occurredat: '2026-03',
      sequence: 17,
      pathway: 'back-pain',
      actorrole: 'GP',
      actororganisation: 'NO-974',
      municipality: '0301',
      correctionof: 'r-0',
      traceparent: '00-0af7-b7ad-01',
      dataschema: null,
    });
    expect(event).toEqual({
      id: 'r-1',
      source: 'https://gp.example/journal',
      type: 'ReferralSent',
      version: 2,
      occurredAt: '2026-03',
      issuedAt: '2026-03-14T10:15:00+02:00',
      sequence: '17',
      pathway: 'back-pain',
      actor: { role: 'GP', organisation: 'NO-974' },
      municipality: '0301',
      correctionOf: 'r-0',
      data: { urgency: 'routine' },
    });
  });

  it('reads a type without version as the first, and absent data as empty', () => {
    expect(eventOf({ ...REFERRAL, type: 'ReferralSent', data: null })).toMatchObject({
      type: 'ReferralSent',
      version: 1,
      data: {},
    });
  });

  it('is read back from what is written', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    const events = fc.record(
      {
        id: text,
        source: fc.constant('urn:x'),
        type: fc.stringMatching(/^[A-Z][a-z ]{1,20}$/),
        version: fc.integer({ min: 1, max: 99 }),
        occurredAt: fc.constantFrom('2026-03', '2026-03-14', '2026-03-14T10:15:00.5-02:00'),
        issuedAt: fc.constant('2026-03-15T00:00:00Z'),
        sequence: text,
        pathway: text,
        actor: fc.oneof(fc.record({ role: text }), fc.record({ role: text, organisation: text })),
        municipality: text,
        correctionOf: text,
        data: fc.record({ note: text }),
      },
      { requiredKeys: ['id', 'source', 'type', 'version', 'occurredAt', 'data'] },
    );
    fc.assert(
      fc.property(events, (event) => {
        expect(readCloudEvent(writeCloudEvent('pseudonym', event))).toEqual({
          ...{ patient: 'pseudonym', occurredIn: 'occurredat' },
          event,
        });
      }),
    );
  });
});

describe('A CloudEvent that is refused', () => {
  it('tells every fault at once, with pointers', () => {
    const faults = faultsOf({ specversion: '0.3', type: '', data: [], sequence: true });
    expect(faults.map(({ path }) => path).sort()).toEqual([
      '/data',
      '/id',
      '/occurredat',
      '/sequence',
      '/source',
      '/specversion',
      '/subject',
      '/type',
    ]);
  });

  it('has times that are none, or no time at all', () => {
    expect(faultsOf({ ...REFERRAL, time: '2026-03-14' })).toMatchObject([{ path: '/time' }]);
    expect(faultsOf({ ...REFERRAL, occurredat: '2026-02-30' })).toMatchObject([
      { path: '/occurredat' },
    ]);
    expect(faultsOf({ ...REFERRAL, time: null })[0]?.message).toContain('when it happened');
  });

  it('has an attribute that nobody knows, with the one that was probably meant', () => {
    expect(faultsOf({ ...REFERRAL, correctionOf: 'r-0' })).toEqual([
      {
        path: '/correctionOf',
        message: 'is not known here: did you mean correctionof?',
      },
    ]);
    expect(faultsOf({ ...REFERRAL, weather: 'fair' })[0]?.message).toContain('into data');
  });

  it('carries data that is not JSON', () => {
    expect(faultsOf({ ...REFERRAL, data_base64: 'AAAA' })[0]?.path).toBe('/data_base64');
    expect(faultsOf({ ...REFERRAL, datacontenttype: 'text/xml' })[0]?.path).toBe(
      '/datacontenttype',
    );
    expect(
      eventOf({ ...REFERRAL, datacontenttype: 'application/fhir+json; charset=utf-8' }).id,
    ).toBe('r-1');
  });

  it('gives a number where the leading nought matters', () => {
    expect(faultsOf({ ...REFERRAL, municipality: 301 })).toMatchObject([{ path: '/municipality' }]);
  });

  it('is no object', () => {
    expect(faultsOf([REFERRAL])).toMatchObject([{ path: '' }]);
  });

  it('is answered fast, however many strange names it has', () => {
    const strange = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, n) => [`x${n}`.padEnd(90, 'y'), n]),
    );
    const event = { ...REFERRAL, ...strange };
    const begin = performance.now();
    expect(faultsOf(event).length).toBeLessThan(40);
    expect(performance.now() - begin).toBeLessThan(allowing(50));
  });
});

describe('Faults of a care event', () => {
  it('point into the CloudEvent that it came in', () => {
    const faults = ['/occurredAt', '/actor/role', '/data/urgency'].map((path) => ({
      path,
      message: 'm',
    }));
    expect(inCloudEventTerms(faults).map(({ path }) => path)).toEqual([
      '/occurredat',
      '/actorrole',
      '/data/urgency',
    ]);
  });
});
