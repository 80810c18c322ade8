/** Which facts count: what the assessment rests on, and nothing else. */
import { describe, expect, it } from '@jest/globals';
import type { Definition } from '../definition/definition.js';
import { countedFacts } from './counted-facts.js';
import { at, facts, pathway } from './journey-story.spec.support.js';

function counted(definition: Definition, when: string, ...lines: string[]): readonly string[] {
  const all = facts(...lines);
  return countedFacts(definition, all, at(when)).map(({ fact }) => fact.id);
}

describe('A fact counts', () => {
  it('from the entry on, and before it where the pathway looks back so far', () => {
    const story = ['2026-01-01 Screened', '2026-02-20 Screened', '2026-03-01 Came'];
    expect(counted(pathway(''), '2026-04-01', ...story)).toEqual(['3']);
    expect(counted(pathway('looks-back: 2 weeks'), '2026-04-01', ...story)).toEqual(['2', '3']);
    expect(counted(pathway('looks-back: 2 weeks'), '2026-02-28', ...story)).toEqual([]);
  });

  it('in the gap of an episode that was reopened, and not between two episodes', () => {
    const definition = pathway('episodes: { reopens-within: 10 days }');
    const story = ['2026-03-01 Came', '2026-03-03 Left', '2026-03-05 Screened'];
    expect(counted(definition, '2026-03-06', ...story)).toEqual(['1', '2']);
    expect(counted(definition, '2026-04-30', ...story, '2026-03-08 Came')).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
    expect(counted(definition, '2026-04-30', ...story, '2026-04-08 Came')).toEqual(['1', '2', '4']);
  });

  it('before the next episode where that looks back on it', () => {
    const definition = pathway('looks-back: 4 days\nepisodes: { reopens-within: 2 days }');
    const story = ['2026-03-01 Came', '2026-03-03 Left', '2026-03-05 Told', '2026-03-20 Sick'];
    expect(counted(definition, '2026-04-30', ...story, '2026-03-22 Came')).toEqual([
      '1',
      '2',
      '4',
      '5',
    ]);
  });

  it('before the entry where it settled a duty, because its time is known to the day only', () => {
    const definition = pathway(`
duties: [{ id: plan, from: Came, until: Planned, within: 5 days, owner: gp }]`);
    const story = ['2026-03-01 Planned', '2026-03-01 Told', '2026-03-01T09:00:00Z Came'];
    expect(counted(definition, '2026-04-01', ...story)).toEqual(['1', '3']);
  });

  it('before the entry where it runs a clock over the patient', () => {
    const definition = pathway('clocks: [{ id: ill, over: patient, start: Sick, stop: Done }]');
    const story = ['2026-02-01 Sick', '2026-02-02 Told', '2026-02-10 Done', '2026-03-01 Came'];
    expect(counted(definition, '2026-02-20', ...story)).toEqual([]);
    expect(counted(definition, '2026-04-01', ...story)).toEqual(['1', '3', '4']);
  });

  it('never where a correction took it out', () => {
    const all = facts('2026-03-01 Came', '2026-03-02 Told', '2026-03-03 EventCorrected');
    const withdrawn = all.map((fact) => (fact.id === '3' ? { ...fact, correctionOf: '2' } : fact));
    const ids = countedFacts(pathway(''), withdrawn, at('2026-04-01')).map(({ fact }) => fact.id);
    expect(ids).toEqual(['1']);
  });
});
