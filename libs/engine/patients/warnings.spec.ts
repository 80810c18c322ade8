/** Whom a receipt warns, and of what. */
import { describe, expect, it } from '@jest/globals';
import { EMPTY_DIRECTORY, OrganisationDirectory, type RecordedFact } from '#care-event';
import { bareDefinition, PathwayVersions } from '#pathway';
import { KnownNames } from '../definitions/known-names.js';
import { warningsOf, type WarningContext } from './warnings.js';

const declared = new Map([['Came', { type: 'Came' }]]);
const [back, knee] = ['back', 'knee'].map((id) => ({ ...bareDefinition(id), declared }));
const hospital = { id: 'hospital', name: 'Hospital', level: 'specialist' as const };
const hip = { ...bareDefinition('hip'), services: new Map([['hospital', hospital]]) };
const NOW = Date.parse('2026-03-31T00:00:00Z');

function came(id: string, more: Partial<RecordedFact> = {}): RecordedFact {
  const occurredAt = `2026-03-0${id}T09:00:00Z`;
  return {
    ...{ id, source: 'x', type: 'Came', version: 1, occurredAt, recordedAt: 0, data: {} },
    ...more,
  };
}

const CONTEXT: WarningContext = {
  names: new KnownNames([back!, knee!, hip]),
  directory: EMPTY_DIRECTORY,
  known: new Map(),
  now: NOW,
};

/** The pathways that each of the facts opened without naming one. */
function opened(...facts: readonly RecordedFact[]): readonly unknown[] {
  const assessments = [back!, knee!].flatMap((definition) =>
    PathwayVersions.of(definition).assessAll(facts, NOW),
  );
  const warnings = warningsOf(facts, assessments, CONTEXT);
  return facts.map(({ source, id }) => {
    return (warnings.get(`${source} ${id}`) ?? []).map(({ pathway }) => pathway);
  });
}

/** What one fact alone is warned of: code, place, and the name that was probably meant. */
function warned(fact: RecordedFact, context: Partial<WarningContext> = {}): readonly unknown[] {
  const warnings = warningsOf([fact], [], { ...CONTEXT, ...context });
  return (warnings.get(`${fact.source} ${fact.id}`) ?? []).map(({ code, path, suggestion }) => {
    return suggestion === undefined ? [code, path] : [code, path, suggestion];
  });
}

describe('A receipt', () => {
  it('warns of each pathway that the event opened without naming one', () => {
    expect(opened(came('1'))).toEqual([['back', 'knee']]);
  });

  it('does not warn of what is open already, nor of a pathway that was named', () => {
    expect(opened(came('1'), came('2'))).toEqual([['back', 'knee'], []]);
    expect(opened(came('1', { pathway: 'back' }))).toEqual([[]]);
  });

  it('warns of a type that nobody knows, with the one that was probably meant', () => {
    expect(warned(came('1', { type: 'ReferalSent' }))).toEqual([
      ['unknown-type', '/type', 'ReferralSent'],
    ]);
    expect(warned(came('1', { type: 'Horoscope' }))).toEqual([['unknown-type', '/type']]);
    expect(warned(came('1'))).toEqual([]);
  });

  it('warns of a pathway that nobody published', () => {
    expect(warned(came('1', { pathway: 'bakc' }))).toEqual([
      ['unknown-pathway', '/pathway', 'back'],
    ]);
  });

  it('warns of a service that the pathway does not have, and where none is named, no pathway', () => {
    const referral = came('1', { type: 'ReferralSent', data: { from: 'hospital', to: 'hospitl' } });
    expect(warned(referral)).toEqual([['unknown-service', '/data/to', 'hospital']]);
    expect(warned({ ...referral, pathway: 'back' })).toEqual([
      ['unknown-service', '/data/from'],
      ['unknown-service', '/data/to'],
    ]);
    expect(warned(referral, { names: new KnownNames([]) })).toEqual([]);
  });

  it('warns of an organisation that the directory does not know, where there is one', () => {
    const directory = new OrganisationDirectory([
      {
        ...{
          id: 'haukeland',
          kind: 'hospital-trust',
          name: 'Haukeland',
          level: 'specialist' as const,
        },
        ...{ identifiers: [{ system: 'no-herid', value: '1' }], municipalities: [], services: [] },
      },
    ]);
    const data = { sender: 'haukland', addressee: 'no-herid|1' };
    const referral = came('1', { type: 'ReferralSent', data });
    expect(warned(referral, { directory })).toEqual([['unknown-organisation', '/data/sender']]);
    expect(warned(referral)).toEqual([]);
  });

  it('warns of a correction of nothing, and not of one that is recorded or comes along', () => {
    const correction = came('2', { correctionOf: '1' });
    expect(warned(correction)).toEqual([['unknown-correction', '/correctionOf']]);
    expect(warned(correction, { known: new Map([['x 1', {}]]) })).toEqual([]);
    expect(warned(came('2', { correctionOf: 'x 1' }), { known: new Map([['x 1', {}]]) })).toEqual(
      [],
    );
    expect(warningsOf([came('1'), correction], [], CONTEXT).size).toBe(0);
  });

  it.each([
    ['2026-04-01T00:00:00Z', []],
    ['2026-04-01T00:00:01Z', ['far-future']],
    ['2026-04', []],
    ['2026-05', ['far-future']],
    ['1976-04', []],
    ['1976-03-29', ['far-past']],
    ['0206-03-14', ['far-past']],
  ])('for something that happened at %s warns of %j', (occurredAt, codes) => {
    expect(warned(came('1', { occurredAt }))).toEqual(codes.map((code) => [code, '/occurredAt']));
  });
});
