/** Waits: which facts begin and end one, and who of those without an end is late. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { QueryRefused } from '../models/errors.js';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { DAY, DEFINITION, OSLO } from './small-pathway.spec.support.js';
import { flow } from './flow.js';
import { waits, type WaitsQuery } from './waits.js';
import { openReadModels } from '../sqlite/open-read-models.js';

const ADAPTERS = { openStore: openSqliteEventStore, openModels: openReadModels };

describe('Waits', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog(ADAPTERS);
    await log.publish('test', 1, DEFINITION);
  });
  afterEach(() => log.close());

  async function waitsFor(query: Partial<WaitsQuery> = {}) {
    await log.runner.catchUp();
    return waits(log.models, {
      pathway: 'test',
      from: ['Referred'],
      to: ['Seen'],
      evidence: 100,
      ...query,
    });
  }

  it('count the first exit after the first entry, in the order of what happened', async () => {
    // Recorded the wrong way round, with an exit before the entry and a second one after.
    await log.record('p1', [
      fact('Seen', OSLO(9)),
      fact('Seen', OSLO(6)),
      fact('Referred', OSLO(7)),
      fact('Referred', OSLO(4)),
      fact('Seen', OSLO(2)),
    ]);
    const { evidence, n, events } = await waitsFor();
    expect([n, events]).toEqual([1, 1]);
    expect(evidence).toEqual([
      {
        patient: 'p1',
        entry: { type: 'Referred', occurredAt: OSLO(4), position: expect.any(String) },
        exit: { type: 'Seen', occurredAt: OSLO(6), position: expect.any(String) },
        seconds: 2 * DAY,
      },
    ]);
  });

  it('end at once, from @start, where the journey begins with what ends it', async () => {
    await log.record('p1', [fact('Seen', OSLO(2)), fact('Referred', OSLO(4))]);
    await log.record('p2', [fact('Referred', OSLO(4)), fact('Seen', OSLO(6))]);
    const { evidence } = await waitsFor({ from: ['@start'] });
    expect(evidence!.map(({ patient, seconds }) => [patient, seconds])).toEqual([
      ['p1', 0],
      ['p2', 2 * DAY],
    ]);
    expect(await waitsFor({ from: ['Seen'], to: ['Seen'] })).toMatchObject({ n: 2, events: 0 });
  });

  it('leave a fact out until it was known, and count it once however often it came', async () => {
    await log.record('p1', [fact('Referred', OSLO(1)), fact('Booked', OSLO(5))]);
    const late = fact('Seen', OSLO(3), { id: 'seen' });
    log.now += 1000;
    const before = new Date(log.now - 1).toISOString();
    await log.record('p1', [late]);
    log.now += 1000;
    await log.record('p1', [late]);
    expect((await waitsFor()).evidence![0]!.seconds).toBe(2 * DAY);
    const then = await waitsFor({ knownAt: before });
    expect(then).toMatchObject({
      n: 1,
      events: 0,
      censored: 1,
      knownAt: '2026-01-01T01:00:00.999+01:00',
    });
    expect(then.evidence![0]!.seconds).toBe(4 * DAY);
  });

  it('apply corrections: a moved event moves the wait, a withdrawn one ends none', async () => {
    await log.record('p1', [
      fact('Referred', OSLO(1)),
      fact('Seen', OSLO(3), { id: 'seen' }),
      fact('Seen', OSLO(5), { id: 'moved', correctionOf: 'seen' }),
    ]);
    await log.record('p2', [
      fact('Referred', OSLO(1)),
      fact('Seen', OSLO(3), { id: 'seen' }),
      fact('EventCorrected', OSLO(6), { id: 'void', correctionOf: 'seen' }),
    ]);
    const { evidence, events, censored } = await waitsFor();
    expect([events, censored]).toEqual([1, 1]);
    expect(evidence![0]!.seconds).toBe(4 * DAY);
  });

  it('apply a correction that was addressed to another pathway than its target', async () => {
    await log.record('p1', [fact('Referred', OSLO(1)), fact('Seen', OSLO(3), { id: 'seen' })]);
    expect((await waitsFor()).events).toBe(1);
    const withdrawal = { id: 'void', correctionOf: 'seen', pathway: 'other' };
    await log.record('p1', [fact('EventCorrected', OSLO(6), withdrawal)]);
    expect((await waitsFor()).events).toBe(0);
  });

  it('keep to the order of the source where two instants are the same', async () => {
    await log.record('p1', [
      fact('Referred', OSLO(4), { sequence: '10' }),
      fact('Seen', OSLO(4), { sequence: '9' }),
    ]);
    await log.record('p2', [
      fact('Seen', OSLO(4), { sequence: '10' }),
      fact('Referred', OSLO(4), { sequence: '9' }),
    ]);
    const { evidence } = await waitsFor();
    expect(evidence!.map(({ exit }) => exit !== undefined)).toEqual([false, true]);
  });

  it('count what may have come after the entry though it sorts before it', async () => {
    const entered = DEFINITION.replace('entry: any', 'entry: { events: Referred }');
    await log.publish('test', 2, entered.replace('version: 1', 'version: 2'));
    await log.record('p1', [fact('Seen', '2026-01-04'), fact('Referred', OSLO(4))]);
    await log.record('p2', [fact('Seen', '2026-01-03'), fact('Referred', OSLO(4))]);
    const elsewhere = { pathway: 'other' };
    await log.record('p3', [fact('Seen', '2026-01-04', elsewhere), fact('Referred', OSLO(4))]);
    const { evidence, definition } = await waitsFor();
    expect(definition.version).toBe(2);
    expect(evidence!.map(({ exit }) => exit !== undefined)).toEqual([true, false, false]);
  });

  it('take a day for the whole day: on the same day in any order is after, and no time', async () => {
    await log.record('p1', [fact('Referred', OSLO(4)), fact('Seen', '2026-01-04')]);
    await log.record('p2', [fact('Seen', '2026-01-04'), fact('Referred', '2026-01-04')]);
    await log.record('p3', [
      fact('Booked', OSLO(1)),
      fact('Referred', OSLO(4)),
      fact('Seen', '2026-01'),
    ]);
    await log.record('p4', [fact('Referred', OSLO(4)), fact('Seen', '2026-01-03')]);
    const { evidence } = await waitsFor();
    expect(
      evidence!.map(({ patient, exit, seconds }) => [patient, exit !== undefined, seconds]),
    ).toEqual([
      ['p1', true, 0],
      ['p2', true, 0],
      ['p3', true, 0],
      ['p4', false, 0],
    ]);
  });

  it('distinguish late, never and not yet due', async () => {
    await log.record('in-time', [fact('Referred', OSLO(1)), fact('Seen', OSLO(8, '23:59:59'))]);
    await log.record('late', [fact('Referred', OSLO(1)), fact('Seen', OSLO(9, '00:00:00'))]);
    await log.record('never', [fact('Referred', OSLO(2))]);
    await log.record('waiting', [fact('Referred', OSLO(5))]);
    await log.record('future', [fact('Referred', OSLO(20))]);
    const { within, n } = await waitsFor({ within: '7 days', asOf: OSLO(11) });
    expect(n).toBe(4);
    expect(within).toMatchObject({
      limitSeconds: 7 * DAY,
      met: 1,
      late: 1,
      never: 1,
      lateOrNever: 2,
      notYetDue: 1,
      shareLateOrNever: 2 / 3,
      shareLateOfCompleted: 1 / 2,
    });
    // Whoever was forgotten is late by the as-of instant, wherever the curve cuts them off.
    const cut = { within: '7 days', censor: 'last-event' } as const;
    expect((await waitsFor({ ...cut, asOf: OSLO(31) })).within!.never).toBe(3);
    // Without one nobody can say that the time is over.
    expect((await waitsFor(cut)).within).toMatchObject({ never: 0, notYetDue: 3 });
  });

  it('are counted by date where the standard is, so that what was in time does not look late', async () => {
    await log.record('p1', [
      fact('Referred', OSLO(1, '00:30:00')),
      fact('Seen', OSLO(8, '23:30:00')),
    ]);
    await log.runner.catchUp();
    const bySecond = await waitsFor({ asOf: OSLO(20) });
    expect(bySecond.medianSeconds).toBeCloseTo(7.958 * DAY, -2);
    expect(bySecond).not.toHaveProperty('wholeDays');
    const byDay = await waitsFor({ within: '1 week', asOf: OSLO(20) });
    expect(byDay).toMatchObject({ wholeDays: true, medianSeconds: 7 * DAY, within: { met: 1 } });
  });

  it('of 18 weeks hold to the end of day 126, whatever the hour', async () => {
    const from = '2026-01-05T16:00:00+01:00';
    for (const day of ['10', '11', '12'])
      await log.record(`on-${day}`, [
        fact('Referred', from),
        fact('Seen', `2026-05-${day}T23:00:00+02:00`),
      ]);
    const answer = await waitsFor({ within: '18 weeks', asOf: '2026-06-01T00:00:00+02:00' });
    expect(answer.evidence!.map(({ seconds }) => seconds / DAY)).toEqual([125, 126, 127]);
    expect(answer.within).toMatchObject({ limit: '18 weeks', met: 2, late: 1 });
  });

  it('are as long as the flow has them where only a day is known', async () => {
    await log.record('p1', [fact('Referred', '2026-01-01'), fact('Seen', OSLO(3, '23:00:00'))]);
    await log.record('p2', [fact('Referred', OSLO(1, '23:00:00')), fact('Seen', '2026-01-03')]);
    await log.runner.catchUp();
    const { medianSeconds, evidence, zone } = await waitsFor({ asOf: OSLO(20) });
    const { edges } = await flow(log.models, { pathway: 'test', asOf: OSLO(20) });
    expect(zone).toBe('Europe/Oslo');
    expect(evidence?.map(({ entry }) => entry.occurredAt)).toEqual([
      '2026-01-01',
      '2026-01-01T23:00:00+01:00',
    ]);
    expect([medianSeconds, edges[0]?.medianSeconds]).toEqual([2 * DAY, 2 * DAY]);
    expect(edges[0]).toMatchObject({ from: 'Referred', to: 'Seen', n: 2, sumSeconds: 4 * DAY });
  });

  it('as of a date stand at its end, in the zone of the pathway', async () => {
    await log.record('p1', [fact('Referred', OSLO(1)), fact('Seen', OSLO(8, '23:30:00'))]);
    await log.runner.catchUp();
    expect(await waitsFor({ asOf: '2026-01-08' })).toMatchObject({
      ...{ events: 1, asOf: '2026-01-08T23:59:59.999+01:00', asOfDay: '2026-01-08' },
    });
    expect(await waitsFor({ asOf: '2026-01-08T23:00:00Z' })).not.toHaveProperty('asOfDay');
    expect((await waitsFor({ asOf: '2026-01-07' })).events).toBe(0);
    const { knownAt } = await waitsFor({ asOf: OSLO(9), knownAt: '2026-01-08' });
    expect(knownAt).toBe('2026-01-08T23:59:59.999+01:00');
  });

  it('censor open waits as requested', async () => {
    await log.record('p1', [fact('Referred', OSLO(1)), fact('Booked', OSLO(3))]);
    const asOf = OSLO(11);
    expect((await waitsFor({ asOf })).evidence![0]!.seconds).toBe(10 * DAY);
    const cut = await waitsFor({ asOf, censor: 'last-event' });
    expect(cut.evidence![0]!.seconds).toBe(2 * DAY);
    expect(cut.leftOut).toEqual({ open: 1, since: OSLO(3) });
    await expect(waitsFor({ censor: 'as-of' })).rejects.toThrow(QueryRefused);
  });

  it('leave out what is addressed elsewhere and count what is addressed to nobody', async () => {
    const { pathway: elsewhere, ...open } = fact('Referred', OSLO(1));
    expect(elsewhere).toBe('test');
    await log.record('p1', [
      open,
      fact('Seen', OSLO(2), { pathway: 'other' }),
      fact('Seen', OSLO(4)),
    ]);
    await log.record('p2', [fact('Referred', OSLO(1), { pathway: 'other' })]);
    await log.record('p3', [
      fact('Seen', OSLO(1), { pathway: 'other' }),
      fact('Referred', OSLO(1)),
      fact('Seen', OSLO(2)),
    ]);
    const { evidence } = await waitsFor();
    expect(evidence!.map(({ patient, seconds }) => [patient, seconds])).toEqual([
      ['p1', 3 * DAY],
      ['p3', DAY],
    ]);
  });

  it('answer for nobody', async () => {
    expect(await waitsFor({ within: '7 days' })).toMatchObject({
      n: 0,
      medianSeconds: null,
      medianCi95Seconds: [null, null],
      completedOnly: { n: 0, medianSeconds: null, p90Seconds: null },
      within: { shareLateOrNever: null, shareLateOfCompleted: null },
      survival: [],
    });
  });
});
