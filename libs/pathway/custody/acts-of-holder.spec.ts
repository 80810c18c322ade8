/** Who acted: which reports count for a holder that is a service of an organisation. */
import { describe, expect, it } from '@jest/globals';
import { type Organisation, OrganisationDirectory } from '#care-event';
import { at, facts, pathway } from '../assessment/journey-story.spec.support.js';
import type { OrganisationState } from '../state/organisation-state.js';
import { mayBeBy } from './acts-of-holder.js';

const organisation = (id: string, services: string[], more: Partial<Organisation> = {}) => ({
  ...{ id, name: id, kind: 'any', level: 'other' as const, services, municipalities: [] },
  identifiers: [{ system: 'nr', value: id }],
  ...more,
});
const DIRECTORY = new OrganisationDirectory([
  organisation('oslo', ['physio', 'gp']),
  organisation('bergen', ['physio']),
  organisation('sund', ['physio'], { validTo: '2026-02-28', replacedBy: 'bergen' }),
  organisation('registry', ['archive']),
]);
const OSLO: OrganisationState = { organisation: 'oslo' };
const UNKNOWN: OrganisationState = { organisationUnknown: 'not-named' };

/** Whether it counts for the physio of that organisation. */
function counts(
  state: OrganisationState,
  { performer, actor }: { readonly performer?: string; readonly actor?: string },
): boolean {
  const [visit] = facts(`2026-03-02 VisitCompleted { performer: ${performer ?? "''"} }`);
  if (visit === undefined) throw new Error('no fact');
  const fact = actor === undefined ? visit : { ...visit, actor: { organisation: actor } };
  const spell = { episode: 1, holder: 'physio', from: 0, basis: 'entry', fact: 'a' } as const;
  const timed = { fact, start: at('2026-03-02T09:00:00Z'), end: at('2026-03-02T09:00:00Z') };
  return mayBeBy({ ...spell, ...state }, timed, { definition: pathway(''), directory: DIRECTORY });
}

describe('What an organisation did', () => {
  it.each(['oslo', 'nr|oslo'])('counts for the holder that is %s', (performer) => {
    expect(counts(OSLO, { performer })).toBe(true);
    expect(counts(OSLO, { actor: performer })).toBe(true);
  });

  it('does not count for a holder of another organisation', () => {
    expect(counts(OSLO, { performer: 'bergen' })).toBe(false);
    expect(counts(OSLO, { actor: 'bergen' })).toBe(false);
    expect(counts(OSLO, { performer: 'registry' })).toBe(false);
  });

  it('counts for whoever has taken its place', () => {
    expect(counts({ organisation: 'sund' }, { performer: 'bergen' })).toBe(true);
    expect(counts({ organisation: 'bergen' }, { performer: 'sund' })).toBe(true);
  });

  it('may have been only entered by one that does not provide the service', () => {
    expect(counts(OSLO, { actor: 'registry' })).toBe(true);
    expect(counts(OSLO, { performer: 'oslo', actor: 'bergen' })).toBe(true);
  });

  it('counts where it may be the holder: nobody is named, or nobody known', () => {
    expect(counts(OSLO, {})).toBe(true);
    expect(counts(OSLO, { performer: 'nowhere', actor: 'dr. Berg' })).toBe(true);
    expect(counts(UNKNOWN, { performer: 'bergen' })).toBe(true);
    expect(counts(UNKNOWN, { performer: 'registry' })).toBe(false);
  });

  it('is what another service did where the report names that', () => {
    expect(counts(OSLO, { actor: 'clinic' })).toBe(false);
    expect(counts({}, { actor: 'clinic' })).toBe(false);
    expect(counts({}, { actor: 'bergen' })).toBe(true);
  });
});
