/** Values that differ from place to place, and when it is settled which one counts. */
import { describe, expect, it } from '@jest/globals';
import { assess } from '../assessment/assess.js';
import type { RecordedFact } from '#care-event';
import { at, facts, pathway } from '../assessment/journey-story.spec.support.js';

const LOCAL = pathway(
  `
regions: { west: ["4601", "4602"] }
parameters:
  plan-limit: { title: t, default: 6 days, local: { "0301": 4 days, west: 5 days, "4602": 2 days } }
  trainer: { title: t, service: physio, local: { "4601": clinic } }
duties:
  - { id: plan, from: Told, until: Planned, within: { parameter: plan-limit }, owner: { parameter: trainer }, per: occurrence }
`,
  `
stages:
  - { id: first, holder: gp }
  - { id: training, holder: { parameter: trainer }, opens: Trained }
`,
);

/** The facts of these lines, each with a municipality or none. */
function living(...lines: readonly (readonly [line: string, municipality?: string])[]) {
  const reported = facts(...lines.map(([line]) => line));
  const timed = reported.map((fact, index): RecordedFact => {
    const municipality = lines[index]?.[1];
    return municipality === undefined ? fact : { ...fact, municipality };
  });
  return assess(LOCAL, timed, at('2026-04-01'));
}

function dueDays(...lines: readonly (readonly [line: string, municipality?: string])[]) {
  const { duties } = living(['2026-03-01 Came'], ...lines);
  return duties.map(({ dueAt }) => new Date(dueAt ?? 0).toISOString().slice(0, 10));
}

describe('A parameter', () => {
  it('is that of the municipality, which beats its region, else the default', () => {
    expect(dueDays(['2026-03-02 Told', '0301'])).toEqual(['2026-03-06']);
    expect(dueDays(['2026-03-02 Told', '4601'])).toEqual(['2026-03-07']);
    expect(dueDays(['2026-03-02 Told', '4602'])).toEqual(['2026-03-04']);
    expect(dueDays(['2026-03-02 Told', '1103'])).toEqual(['2026-03-08']);
    expect(dueDays(['2026-03-02 Told'])).toEqual(['2026-03-08']);
  });

  it('goes by the last municipality that a fact named', () => {
    expect(dueDays(['2026-03-02 Screened', '0301'], ['2026-03-03 Told'])).toEqual(['2026-03-07']);
    const before = living(
      ['2026-02-01 Screened', '0301'],
      ['2026-03-01 Came'],
      ['2026-03-02 Told'],
    );
    expect(before.duties[0]?.dueAt).toBe(at('2026-03-06'));
  });

  it('goes by where the patient moved to', () => {
    const moved = '2026-03-02 PatientMoved { municipality: "0301" }';
    expect(dueDays([moved, '4601'], ['2026-03-03 Told'])).toEqual(['2026-03-07']);
  });

  it('stays what it was when the thing that it governs began', () => {
    const moved = '2026-03-03 PatientMoved { municipality: "0301" }';
    expect(dueDays(['2026-03-02 Told'], [moved], ['2026-03-03 Told'])).toEqual([
      '2026-03-08',
      '2026-03-07',
    ]);
  });

  it('names services, of stages and of duties', () => {
    const there = living(['2026-03-01 Came', '4601'], ['2026-03-02 Trained'], ['2026-03-02 Told']);
    expect([there.holder, there.duties[0]?.owner]).toEqual(['clinic', 'clinic']);
    const elsewhere = living(['2026-03-01 Came'], ['2026-03-02 Trained'], ['2026-03-02 Told']);
    expect([elsewhere.holder, elsewhere.duties[0]?.owner]).toEqual(['physio', 'physio']);
  });

  it('of what was looked back on is that of the time of the fact', () => {
    const looking = { ...LOCAL, looksBack: { amount: 30, unit: 'day' as const } };
    const [reported, came] = facts('2026-03-02 Told', '2026-03-03 Came');
    if (reported === undefined || came === undefined) throw new Error('no facts');
    const both = [
      { ...reported, municipality: '0301' },
      { ...came, municipality: '4602' },
    ];
    expect(assess(looking, both, at('2026-04-01')).duties[0]?.dueAt).toBe(at('2026-03-06'));
  });
});
