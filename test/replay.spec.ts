/** A journey with everything in it, as `stafett replay` tells it: as JSON and as a page. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JourneyAnswer } from '#projections';
import { openWriter } from '../apps/composition/index.js';
import { runStafett, temporaryFolder } from './data-folder.js';
import { installationOf } from './test-store.js';

const PATHWAY = `
pathway: hip
version: 1
title: Hip
source: a test
zone: Europe/Oslo
services:
  gp: { name: General practice, level: municipal, source: a test }
  clinic: { name: Clinic, level: specialist, source: a test }
  county: { name: County, level: other, source: a test }
entry: { events: ReferralSent, unfiltered: every referral is followed }
looks-back: 1 week
closes: PathwayClosed
episodes: { reopens-within: 10 days, source: a test }
stages:
  - { id: referred, title: Referred, holder: gp, role: GP, limit: 2 months, source: a test }
  - { id: treated, title: Treated, holder: clinic, opens: TreatmentStarted, limit: 2 months, source: a test }
duties:
  - id: assessed
    title: Assessed
    from: ReferralSent
    until: ReferralAssessed
    within: 5 days
    owner: clinic
    clock: wait
    escalate: [{ to: county }]
    source: a test
  - id: planned
    title: Planned
    from: ReferralSent
    until: [RehabPlanAgreed, { event: VisitCompleted, where: { profession: physiotherapist } }]
    within: 2 weeks
    owner: gp
    exempt: [{ on: CareDeclined, code: patient-declined }]
    source: a test
clocks:
  - { id: wait, title: Wait, start: ReferralSent, pause: ClockPaused, resume: ClockResumed, stop: TreatmentStarted, source: a test }
interrupts:
  - { id: red-flag, title: Red flag, on: RedFlagEscalated, to: treated, source: a test }
handovers:
  - id: to-clinic
    title: To the clinic
    when: ReferralSent
    from: gp
    to: clinic
    answer-within: 3 days
    accepted: { by: ReferralAssessed }
    refused: { by: ResponsibilityRefused, then: return-to-sender }
    silent: { then: { escalate: county } }
    source: a test
`;

const HOUR_MS = 3_600_000;
const REPORTS: readonly (readonly [day: string, type: string])[] = [
  ['2025-12-01', 'VisitCompleted'],
  ['2026-01-02', 'VisitCompleted'],
  ['2026-01-05', 'ReferralSent'],
  ['2026-01-07', 'ClockPaused'],
  ['2026-01-08', 'CareDeclined'],
  ['2026-01-20', 'ClockResumed'],
  ['2026-01-27', 'RedFlagEscalated'],
  ['2026-01-30', 'PathwayClosed'],
  ['2026-03-02', 'ReferralSent'],
];

describe('A replayed journey', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const patient = 'p'.padEnd(27, 'a');
  const byDay = 'p'.padEnd(27, 'b');
  const page = async (asOf: string, ...more: readonly string[]): Promise<string> => {
    const args = ['replay', patient, '--as-of', asOf, '--data', folder.path, '--wide', ...more];
    return (await runStafett(...args)).stdout;
  };
  const replay = async (asOf: string): Promise<JourneyAnswer> =>
    JSON.parse(await page(asOf, '--json')) as JourneyAnswer;

  beforeAll(async () => {
    folder = await temporaryFolder();
    let now = Date.parse('2025-11-01T12:00:00Z');
    const writer = await openWriter(installationOf(folder.path), { clock: () => now });
    const published = await writer.engine.publishDefinition(PATHWAY, { author: 't', reason: 't' });
    expect(published).toMatchObject({ status: 'published' });
    for (const [n, [day, type]] of REPORTS.entries()) {
      const occurredAt = `${day}T09:00:00+01:00`;
      now = Date.parse(occurredAt) + HOUR_MS;
      await writer.engine.wakePatient(patient);
      await writer.engine.recordFacts(patient, [
        { id: `e${n}`, source: 'urn:test', type, version: 1, occurredAt, data: {} },
      ]);
    }
    await writer.engine.recordFacts(byDay, [
      {
        id: 'd',
        source: 'urn:test',
        type: 'ReferralSent',
        version: 1,
        occurredAt: '2026-03-01',
        data: {},
      },
    ]);
    await writer.close();
  });
  afterAll(() => folder.remove());

  it('takes a date for the end of that day in the zone of the pathway', async () => {
    const answer = await replay('2026-01-18');
    expect(answer).toMatchObject({ asOf: '2026-01-18T23:59:59.999+01:00', asOfDay: '2026-01-18' });
    expect(await page('2026-01-18')).toContain('as of the end of 2026-01-18');
  });

  it('has no midnight where only a day is known', async () => {
    const args = ['replay', byDay, '--as-of', '2026-03-20', '--data', folder.path];
    const { stdout } = await runStafett(...args, '--json');
    const answer = JSON.parse(stdout) as JourneyAnswer;
    const day = '2026-03-01';
    expect(answer).toMatchObject({
      ...{ enteredAt: day, stageSince: day, episodes: [{ enteredAt: day }] },
      ...{ stages: [{ from: day }], custody: [{ from: day }], clocks: [{ startedAt: day }] },
      ...{ duties: [{ armedAt: day }, { armedAt: day }], handovers: [{ offeredAt: day }] },
    });
    expect(answer.duties[0]?.dueAt).toBe('2026-03-06T23:59:59.999+01:00');
    expect((await runStafett(...args, '--wide')).stdout).not.toContain(`${day} 00:00`);
  });

  it('tells that a duty waits for its clock, and how long that has run', async () => {
    const at = '2026-01-18T12:00:00+01:00';
    const { duties, clocks } = await replay(at);
    expect(duties[0]).toMatchObject({
      duty: 'assessed',
      state: 'not-yet-due',
      dueAt: null,
      paused: true,
    });
    expect(clocks).toMatchObject([
      {
        clock: 'wait',
        state: 'paused',
        rawSeconds: (13 * 24 + 3) * 3600,
        adjustedSeconds: 2 * 86_400,
        pauses: [{ from: '2026-01-07T09:00:00+01:00', to: null }],
      },
    ]);
    expect(await page(at)).toMatch(/Assessed +Clinic +not-yet-due +clock paused/);
    expect(await page(at)).toMatch(/Wait +paused +2026-01-05 09:00 +2 d +13 d 3 h/);
  });

  it('tells who was told of a breach, and what was taken away and why', async () => {
    const at = '2026-01-26T12:00:00+01:00';
    const { duties } = await replay(at);
    expect(duties).toMatchObject([
      {
        state: 'breached',
        dueAt: '2026-01-23T23:59:59.999+01:00',
        escalations: [{ to: 'county', at: '2026-01-24T00:00:00+01:00' }],
      },
      { state: 'exempt', reason: 'patient-declined', endedAt: '2026-01-08T09:00:00+01:00' },
    ]);
    expect(await page(at)).toMatch(/Assessed .*breached.*escalated to County 2026-01-24/);
    expect(await page(at)).toMatch(/Planned .*exempt.*patient-declined 2026-01-08/);
  });

  it('tells of offers that nobody answered', async () => {
    const at = '2026-01-10T12:00:00+01:00';
    expect((await replay(at)).handovers).toMatchObject([
      {
        handover: 'to-clinic',
        from: 'gp',
        to: 'clinic',
        state: 'silent',
        answeredAt: null,
        late: false,
      },
    ]);
    expect(await page(at)).toMatch(/To the clinic +General practice +Clinic +silent/);
  });

  it('tells of interrupts, and of each episode with its version', async () => {
    const at = '2026-03-03T12:00:00+01:00';
    const answer = await replay(at);
    expect(answer).toMatchObject({
      stage: 'referred',
      episodes: [
        { number: 1, version: 1, closedAt: '2026-01-30T09:00:00+01:00', gapDays: null },
        { number: 2, version: 1, closedAt: null, gapDays: 30 },
      ],
      interrupts: [{ episode: 1, interrupt: 'red-flag', at: '2026-01-27T09:00:00+01:00' }],
    });
    expect(answer.stages.map(({ episode, stage, exit }) => [episode, stage, exit])).toEqual([
      [1, 'referred', 'red-flag'],
      [1, 'treated', null],
      [2, 'referred', null],
    ]);
    const text = await page(at);
    expect(text).toMatch(/1 +1 +2026-01-05 09:00 +2026-01-30 09:00/);
    expect(text).toMatch(/2 +1 +2026-03-02 09:00 +still open +30/);
    expect(text).toMatch(/Interrupted [(]Red flag[)] 2026-01-27.* in episode 1/);
  });

  it('says of everything which episode it belongs to, where there are several', async () => {
    const text = await page('2026-03-03T12:00:00+01:00');
    expect(text).toMatch(/episode +duty +owner/);
    expect(text).toMatch(/ 1 +Planned +General practice +exempt/);
    expect(text).toMatch(/ 2 +Planned +General practice +not-yet-due/);
    expect(text).toMatch(/ 1 +To the clinic +General practice +Clinic/);
    expect(text).toMatch(/ 2 +To the clinic +General practice +Clinic/);
    expect(text).toMatch(/ 2 +Wait +running/);
    expect(text).toMatch(/position +episode +decision/);
    expect(await page('2026-01-10T12:00:00+01:00')).not.toMatch(/episode +duty/);
  });

  it('names the conditions of what a duty awaits', async () => {
    const at = '2026-01-07T12:00:00+01:00';
    const planned = (await replay(at)).duties.find(({ duty }) => duty === 'planned');
    expect(planned).toMatchObject({
      awaits: ['RehabPlanAgreed', 'VisitCompleted'],
      awaitsWords: 'RehabPlanAgreed or VisitCompleted (profession: physiotherapist)',
    });
    expect(await page(at)).toMatch(/Planned .* VisitCompleted [(]profession: physiotherapist[)]/);
  });

  it('says that what the episode looks back on counts, and what came before that does not', async () => {
    const { events } = await replay('2026-01-07T12:00:00+01:00');
    expect(events.map(({ occurredAt, counted }) => [occurredAt.slice(0, 10), counted])).toEqual([
      ['2025-12-01', false],
      ['2026-01-02', true],
      ['2026-01-05', true],
      ['2026-01-07', true],
    ]);
  });

  it('lists what was decided on duties and on episodes', async () => {
    const at = '2026-03-03T12:00:00+01:00';
    const { decisions } = await replay(at);
    const lines = decisions.map(({ type, duty, episode }) => `${type} ${duty ?? episode}`);
    expect(lines).toEqual(
      expect.arrayContaining([
        'DutyExempted planned',
        'DutyBreached assessed',
        'EpisodeRecurred 2',
      ]),
    );
    expect(await page(at)).toMatch(/ 2 +EpisodeRecurred +episode 2/);
  });
});
