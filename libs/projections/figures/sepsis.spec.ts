/** Every figure on a real log, against numbers computed from it by other means. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { littlesLaw, quantile } from '#statistics';
import type { SurvivalRow } from '#statistics';
import type { TestLog } from '../testing/log.spec.support.js';
import { openSepsisLog, SEPSIS_IS_HERE, sepsisTruth } from '../testing/sepsis-log.spec.support.js';
import type { KaplanMeierTruth, SepsisTruth } from '../testing/sepsis-log.spec.support.js';
import { eachJourney } from '../loaded/each-journey.js';
import { census } from './census.js';
import { flow } from './flow.js';
import { outcomes } from './outcomes.js';
import { openQuestion } from './question.js';
import { stalls } from './stalls.js';
import { waits, type WaitsAnswer } from './waits.js';
import { openReadModels } from '../sqlite/open-read-models.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

const AS_OF = '2014-07-01T00:00:00Z';
const RELEASES = ['A', 'B', 'C', 'D', 'E'].map((letter) => `Release ${letter}`);
const UNITS = { h: 3600, d: 86_400 } as const;

const describeWithData = SEPSIS_IS_HERE ? describe : describe.skip;
if (!SEPSIS_IS_HERE) console.warn('../shared/data/sepsis is missing: its figures are not checked.');

describeWithData('The figures of a real emergency department (../shared/data/sepsis)', () => {
  let log: TestLog;
  let truth: SepsisTruth;
  beforeAll(async () => {
    truth = sepsisTruth();
    log = await openSepsisLog(ADAPTERS);
  });
  afterAll(() => log.close());

  function expectCurve(answer: WaitsAnswer, expected: KaplanMeierTruth): void {
    expect(answer).toMatchObject({
      n: expected.n,
      events: expected.events,
      censored: expected.n - expected.events,
      medianSeconds: expected.median_s,
      medianCi95Seconds: expected.R_survfit_95ci_median_log,
    });
    if (expected.p90_s !== undefined) expect(answer.quantilesSeconds.p90).toBe(expected.p90_s);
    if (expected.naive_completed_only_median_s !== undefined)
      expect(answer.completedOnly.medianSeconds).toBe(expected.naive_completed_only_median_s);
    if (expected.naive_completed_only_p90_s !== undefined)
      expect(answer.completedOnly.p90Seconds).toBeCloseTo(expected.naive_completed_only_p90_s, 6);
    const points = Object.entries(expected).filter(([key]) => key.startsWith('S_at_'));
    expect(points.length).toBeGreaterThan(1);
    for (const [key, probability] of points) {
      const [, amount, unit] = /^S_at_(\d+)([hd])$/.exec(key)!;
      const seconds = Number(amount) * UNITS[unit as 'h' | 'd'];
      expect(survivingAt(answer.survival, seconds)).toBeCloseTo(probability as number, 10);
    }
  }

  it('wait from triage to antibiotics, those who never got them counted in', async () => {
    const answer = await waits(log.models, {
      pathway: 'sepsis',
      from: ['ER Sepsis Triage'],
      to: ['IV Antibiotics'],
      within: '60m',
      asOf: '2016-01-01T00:00:00Z',
      censor: 'last-event',
    });
    expectCurve(answer, truth.km_triage_to_antibiotics);
    const first = truth.triage_to_antibiotics_first_to_first;
    expect(answer.completedOnly).toEqual({
      n: first['both'],
      medianSeconds: first['median_gap_s_nonneg'],
      p90Seconds: expect.closeTo(first['p90_gap_s_nonneg']!, 6),
    });
    expect(answer.within).toEqual({
      limit: '60 minutes',
      limitSeconds: 3600,
      met: first['le60'],
      late: first['gt60'],
      never: first['triage_only'],
      lateOrNever: first['late_or_never_n'],
      notYetDue: 0,
      shareLateOrNever: expect.closeTo(first['violation_share_all_cases_late_or_never']!, 12),
      shareLateOfCompleted: expect.closeTo(first['violation_share_of_cases_with_both']!, 12),
    });
    expect(answer.position).toMatch(/^\d+$/);
    expect(answer.definition).toEqual({ id: 'sepsis', version: 1, hash: 'hash-of-1' });
  });

  it('wait from registration to antibiotics', async () => {
    const { within, completedOnly } = await waits(log.models, {
      pathway: 'sepsis',
      from: ['ER Registration'],
      to: ['IV Antibiotics'],
      within: 'PT60M',
    });
    const first = truth.triage_to_antibiotics_first_to_first;
    // Two patients had their only antibiotics before they were registered: no wait after it ended.
    expect(completedOnly.n).toBe(first['from_ER_Registration_n']! - 2);
    expect(within!.late).toBe(first['from_ER_Registration_gt60']);
  });

  it('wait to the first release, cut off at the last event', async () => {
    const answer = await waits(log.models, {
      pathway: 'sepsis',
      from: ['@start'],
      to: RELEASES,
      censor: 'last-event',
    });
    expectCurve(answer, truth.km_time_to_first_release_censor_at_last_event);
  });

  it('wait to the first release as of an instant', async () => {
    const answer = await waits(log.models, {
      pathway: 'sepsis',
      from: ['@start'],
      to: RELEASES,
      censor: 'as-of',
      asOf: AS_OF,
    });
    expectCurve(answer, truth['km_as_of_2014-07-01_admin_censored']);
    expect(answer.asOf).toBe('2014-07-01T02:00:00+02:00');
  });

  it('what came first: ward, intensive care or release', async () => {
    const causes = [
      { label: 'NC', types: ['Admission NC'] },
      { label: 'IC', types: ['Admission IC'] },
      { label: 'REL', types: RELEASES },
    ];
    const at = ['1h', '2h', '4h', '6h', '24h', '72h'];
    const answer = await outcomes(log.models, {
      pathway: 'sepsis',
      from: ['@start'],
      causes,
      at,
      censor: 'last-event',
    });
    const expected = truth.aalen_johansen_first_outcome;
    const { C, ...counts } = expected['counts']!;
    expect(answer).toMatchObject({ n: 1050, censored: C, counts });
    at.forEach((time, i) => {
      const { S, ...shares } = expected[`at_${time}`]!;
      expect(answer.at[i]!.none).toBeCloseTo(S!, 10);
      for (const [label, share] of Object.entries(shares))
        expect(answer.at[i]!.causes[label]).toBeCloseTo(share, 10);
    });
  });

  it('census at an instant', async () => {
    const [expected] = truth['census_2014-07-01'];
    const answer = await census(log.models, { pathway: 'sepsis', asOf: AS_OF });
    expect(answer).toMatchObject({
      started: expected['started'],
      open: expected['open'],
      closed: expected['released'],
      eventsSeen: expected['events_seen'],
      lastEventCounts: expected.stage_counts,
      unknownTypes: [],
    });
    expect(answer.ageSeconds.median).toBe(expected['age_median_s']);
    expect(answer.ageSeconds.p92).toBeCloseTo(expected['age_p92_s']!, 6);
    expect(answer.sinceLastEventSeconds.median).toBe(expected['since_last_event_median_s']);
    expect(answer.openOver.map(({ n }) => n)).toEqual([
      expected['open_gt_7d'],
      expected['open_gt_30d'],
    ]);
    expect(Object.values(answer.stages).reduce((a, b) => a + b, 0)).toBe(expected['open']);
  });

  it('flow from step to step', async () => {
    const answer = await flow(log.models, { pathway: 'sepsis' });
    expect(answer).toMatchObject({
      cases: 1050,
      steps: truth.dfg_total,
      edgeCount: truth.dfg_edges,
      variants: truth.variants,
    });
    expect(answer.edges).toHaveLength(truth.dfg_edges);
    const top = answer.edges.slice(0, 20).map(({ from, to, n }) => ({ from, to, n }));
    expect(top).toEqual(truth.dfg_top20);
    truth.dfg_top10_wait_s.forEach((wait, i) => {
      expect(answer.edges[i]).toEqual({
        from: wait.from,
        to: wait.to,
        n: wait.n,
        medianSeconds: wait.median,
        p90Seconds: expect.closeTo(wait.p90, 6),
        meanSeconds: expect.closeTo(wait.mean, 8),
        sumSeconds: wait.sum,
      });
    });
  });

  it('length of cases from first to last event, with the UTC offsets kept', async () => {
    // Nobody has an event of this type after the start: every case is cut off at its last event.
    const { evidence } = await waits(log.models, {
      pathway: 'sepsis',
      from: ['@start'],
      to: ['ReturnedToWork'],
      evidence: 2000,
    });
    const seconds = evidence!.map((spell) => spell.seconds).sort((a, b) => a - b);
    const expected = truth.case_duration_s;
    for (const [key, p] of [
      ['min', 0],
      ['median', 0.5],
      ['p90', 0.9],
      ['p92', 0.92],
      ['p95', 0.95],
      ['max', 1],
    ] as const)
      expect(quantile(seconds, p)).toBeCloseTo(expected[key]!, 6);
  });

  it('stalls at an instant: antibiotics overdue and stays that are too long', async () => {
    const answer = await stalls(log.models, { pathway: 'sepsis', asOf: AS_OF });
    const overdue = answer.stalls.filter(({ kind }) => kind === 'duty');
    const { evidence } = await waits(log.models, {
      pathway: 'sepsis',
      from: ['ER Sepsis Triage'],
      to: ['IV Antibiotics'],
      asOf: AS_OF,
      evidence: 2000,
    });
    const open = await census(log.models, { pathway: 'sepsis', asOf: AS_OF, evidence: 2000 });
    const openPatients = new Set(open.evidence!.map(({ patient }) => patient));
    const untreated = evidence!
      .filter(({ patient, exit, seconds }) => !exit && seconds > 3600 && openPatients.has(patient))
      .map(({ patient, seconds }) => `${patient} ${seconds - 3600}`);
    expect(overdue.map((s) => `${s.patient} ${s.excessSeconds}`).sort()).toEqual(untreated.sort());
    expect(overdue[0]).toMatchObject({
      duty: 'antibiotics',
      owner: 'emergency',
      missing: ['IV Antibiotics'],
      from: 'emergency nurse',
    });
    expect(answer.duties).toBe(overdue.length);
    expect(answer.total).toBe(answer.duties + answer.stages);
    expect(answer.expected.map(({ stage, source }) => [stage, source])).toEqual([
      ['emergency', 'population'],
      ['ward', 'population'],
      ['intensive-care', 'definition'],
    ]);
    const excess = answer.stalls.map((s) => s.excessSeconds);
    expect(excess).toEqual([...excess].sort((a, b) => b - a));
    expect(answer.byHolder.reduce((a, h) => a + h.stalls, 0)).toBe(answer.total);
  });

  it('obey Little’s law: 51.9754 open on average, counted over time and by durations', async () => {
    const starts: number[] = [];
    const ends: number[] = [];
    await log.models.read(async (view) => {
      const question = await openQuestion(view, { pathway: 'sepsis' });
      await eachJourney({ cache: undefined, view, question }, (journey) => {
        starts.push(journey.start(0) / 1000);
        ends.push(journey.start(journey.length - 1) / 1000);
      });
    });
    const law = littlesLaw(Float64Array.from(starts), Float64Array.from(ends))!;
    expect(law.meanOpen).toBeCloseTo(51.9754, 4);
    expect(law.residual).toBeLessThan(1e-9);
  });

  it('begin with what the log’s cases begin with', async () => {
    const { begunBy } = await waits(log.models, {
      ...{ pathway: 'sepsis', from: ['@start'], to: ['Release A'] },
    });
    const found = Object.fromEntries(begunBy.map(({ type, n }) => [type, n]));
    expect(found).toEqual(truth.start_activities);
  });
});

function survivingAt(survival: readonly SurvivalRow[], seconds: number): number {
  return survival.filter((row) => row.seconds <= seconds).at(-1)?.probability ?? 1;
}
