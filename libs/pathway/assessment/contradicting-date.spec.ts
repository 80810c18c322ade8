/** An onset whose `date` cannot be true together with its time is a deviation; the time counts. */
import { describe, expect, it } from '@jest/globals';
import { pathway, standing } from './journey-story.spec.support.js';

const ONSET = pathway(`
duties:
  - { id: planned, from: SymptomOnsetReported, until: Planned, within: 6 weeks, owner: gp }
`);

function onset(time: string, date: string, ...before: string[]) {
  const { deviations, duties } = standing(
    ONSET,
    '2026-06-01',
    ...before,
    `${time} SymptomOnsetReported { date: "${date}" }`,
  );
  return { kinds: deviations.map(({ kind }) => kind), due: duties[0]?.dueAt };
}

describe('An onset with a date', () => {
  const CAME = '2026-01-01 Came';

  it.each([
    ['another day', '2026-03-14', '2026-03-02'],
    ['another month', '2026-03-14', '2026-02'],
    ['the next day than an instant', '2026-03-14T23:59:59.999Z', '2026-03-15'],
    ['a day outside a month', '2026-03', '2026-04-01'],
  ])('of %s than its time is a deviation, and is counted by its time', (_what, time, date) => {
    const { kinds, due } = onset(time, date, CAME);
    expect(kinds).toEqual(['contradicting-date']);
    expect(due).toBe(onset(time, time.slice(0, 7), CAME).due);
  });

  it.each([
    ['the same day', '2026-03-14', '2026-03-14'],
    ['the day of an instant', '2026-03-14T00:00:00Z', '2026-03-14'],
    ['the month of its day', '2026-03-14', '2026-03'],
    ['a day of its month', '2026-03', '2026-03-31'],
  ])('that is %s is none', (_what, time, date) => {
    expect(onset(time, date, CAME).kinds).toEqual([]);
  });

  it('is a deviation where it is looked back on, but not where it does not count', () => {
    const fact = '2026-03-14 SymptomOnsetReported { date: "2026-03-02" }';
    const looksBack = pathway('looks-back: 10 days\n', STAGE);
    expect(standing(looksBack, '2026-06-01', fact, '2026-03-20 Came').deviations).toHaveLength(1);
    expect(standing(looksBack, '2026-06-01', fact, '2026-05-20 Came').deviations).toHaveLength(0);
  });
});

const STAGE = `
stages:
  - { id: first, holder: gp }
`;
