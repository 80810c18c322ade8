/** Which care events are refused, and the place of each fault. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CareEvent } from '../event/care-event.js';
import type { JsonObject } from '../text/json.js';
import { checkCareEvent } from './check-care-event.js';
import type { DeclaredTypes } from '../event/declared-types.js';

const REFERRAL: CareEvent = {
  id: '4711',
  source: 'https://gp.example/journal',
  type: 'ReferralSent',
  version: 1,
  occurredAt: '2026-03-14',
  data: { urgency: 'urgent' },
};

const TRIAGE: CareEvent = { ...REFERRAL, type: 'ER Triage', data: { level: 2 } };

function declaring(id: string, schema?: JsonObject): DeclaredTypes {
  const declared = { type: 'ER Triage', ...(schema && { schema }) };
  return { id, declared: new Map([['ER Triage', declared]]) };
}

const level = (type: string): JsonObject => ({ properties: { level: { type } } });

describe('checkCareEvent', () => {
  it('lets a bare event and a full one pass', () => {
    expect(checkCareEvent(REFERRAL, [])).toEqual([]);
    const full: CareEvent = {
      ...REFERRAL,
      occurredAt: '2026-03-14T10:15:00+01:00',
      issuedAt: '2026-03-14T10:16:00.5Z',
      sequence: '00017',
      pathway: 'back-pain',
      actor: { role: 'GP', organisation: '974707152' },
      municipality: '0301',
      correctionOf: 'https://other.example 12',
    };
    expect(checkCareEvent(full, [])).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    ['an empty id', { id: '' }, '/id', 'text of 1 to 256 characters; got ""'],
    ['a long id', { id: 'x'.repeat(257) }, '/id', 'text of 1 to 256 characters'],
    ['half a character', { id: 'x\ud800' }, '/id', 'text without control characters'],
    ['no source', { source: undefined }, '/source', 'text of 1 to 512 characters; got nothing'],
    ['a source with a space', { source: 'a b' }, '/source', 'a URI reference'],
    ['a source half encoded', { source: 'a%2' }, '/source', 'a URI reference'],
    ["the engine's source", { source: 'urn:stafett:engine' }, '/source', "publisher's own"],
    ['a line break in the type', { type: 'A\nB' }, '/type', 'control characters; got "A\\nB"'],
    ['a long type', { type: 'x'.repeat(181) }, '/type', 'text of 1 to 180 characters'],
    ["an engine's decision", { type: 'DutyMet' }, '/type', "not one of the engine's decisions"],
    ['version 0', { type: 'X', version: 0 }, '/version', 'a whole number from 1; got 0'],
    ['version 1.5', { type: 'X', version: 1.5 }, '/version', 'a whole number from 1'],
    ['an unknown version', { version: 2 }, '/version', 'expected 1, the version of ReferralSent'],
    ['no such day', { occurredAt: '2026-02-30' }, '/occurredAt', '2026-02 has no day 30'],
    ['a number as time', { occurredAt: 5 }, '/occurredAt', 'expected text; got 5'],
    ['a day of issue', { issuedAt: '2026-03-14' }, '/issuedAt', 'an RFC 3339 instant'],
    ['a long sequence', { sequence: '1'.repeat(65) }, '/sequence', '1 to 64 characters'],
    ['a number as sequence', { sequence: 7 }, '/sequence', '1 to 64 characters; got 7'],
    ['an empty pathway', { pathway: '' }, '/pathway', '1 to 64 characters'],
    ['a pathway by title', { pathway: 'Back pain' }, '/pathway', "a pathway's id"],
    ['a municipality by name', { municipality: 'Ås' }, '/municipality', "a municipality's number"],
    ['an actor by name', { actor: 'Kari' }, '/actor', 'an object; got "Kari"'],
    ['an empty role', { actor: { role: '' } }, '/actor/role', '1 to 256 characters'],
    ['an odd organisation', { actor: { organisation: 1 } }, '/actor/organisation', 'got 1'],
    ['a correction of itself', { correctionOf: '4711' }, '/correctionOf', 'another event'],
    ['an empty correction', { correctionOf: '' }, '/correctionOf', '1 to 769 characters'],
    ['data that is a list', { data: [1] }, '/data', 'an object; got a list of 1'],
    ['no data', { data: undefined }, '/data', 'an object; got nothing'],
    ['an unknown urgency', { data: { urgency: 'soon' } }, '/data/urgency', 'expected one of'],
    ['a misspelt field', { data: { resaon: '' } }, '/data/resaon', 'did you mean "reason"?'],
  ])('refuses %s', (_what, change, path, part) => {
    const faults = checkCareEvent({ ...REFERRAL, ...change }, []);
    expect(faults).toEqual([{ path, message: expect.stringContaining(part) }]);
  });

  it('refuses a withdrawal that names nothing', () => {
    const withdrawal = { ...REFERRAL, type: 'EventCorrected', data: {} };
    expect(checkCareEvent(withdrawal, [])).toEqual([
      { path: '/correctionOf', message: expect.stringContaining('the id of the event') },
    ]);
    expect(checkCareEvent({ ...withdrawal, correctionOf: '4710' }, [])).toEqual([]);
  });

  it('names every fault, not only the first', () => {
    const broken = { ...REFERRAL, id: '', occurredAt: 'now', data: { x: 1 } };
    expect(checkCareEvent(broken, []).map((fault) => fault.path)).toEqual([
      '/id',
      '/occurredAt',
      '/data/x',
    ]);
  });

  it('never throws, whatever comes', () => {
    const keys = fc.constantFrom(...Object.keys(REFERRAL), 'actor', 'issuedAt', 'correctionOf');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), (changes) => {
        const event = { ...REFERRAL, ...changes };
        for (const fault of checkCareEvent(event, [])) {
          expect(fault.path).toMatch(/^\//);
          expect(fault.message).not.toBe('');
        }
      }),
      { examples: [[{ correctionOf: ' ', id: { toString: null } }]] },
    );
  });

  describe('with a type that is in no catalogue', () => {
    it('lets it pass when nobody declares it', () => {
      expect(checkCareEvent(TRIAGE, [])).toEqual([]);
      expect(checkCareEvent({ ...TRIAGE, version: 7 }, [])).toEqual([]);
    });

    it('takes any object when the definition gives no schema', () => {
      expect(checkCareEvent(TRIAGE, [declaring('sepsis')])).toEqual([]);
    });

    it('checks the data against the declared schema', () => {
      expect(checkCareEvent(TRIAGE, [declaring('sepsis', level('integer'))])).toEqual([]);
      expect(checkCareEvent(TRIAGE, [declaring('sepsis', level('string'))])).toEqual([
        { path: '/data/level', message: 'expected string; got 2' },
      ]);
    });

    it('is content with one of several declarations when it is addressed to none', () => {
      const both = [declaring('a', level('string')), declaring('b', level('integer'))];
      expect(checkCareEvent(TRIAGE, both)).toEqual([]);
    });

    it('holds to the definition that the event is addressed to', () => {
      const both = [declaring('a', level('string')), declaring('b', level('integer'))];
      expect(checkCareEvent({ ...TRIAGE, pathway: 'b' }, both)).toEqual([]);
      expect(checkCareEvent({ ...TRIAGE, pathway: 'a' }, both)).toHaveLength(1);
    });
  });
});
