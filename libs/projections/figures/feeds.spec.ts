/** The rhythm of sources, and which have gone silent; worked by hand. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEventStore } from '#event-store/sqlite';
import { fact, openTestLog, type TestLog } from '../testing/log.spec.support.js';
import { openReadModels } from '../sqlite/open-read-models.js';
import { feeds } from './feeds.js';
import { hourlyRhythmOf, missedBetween, missedHoursBetween, rhythmOf } from './feed-rhythm.js';
import { openEpisodes } from './open-episodes.js';
import { DEFINITION } from './small-pathway.spec.support.js';

/** Days since 1970-01-01 of January 2026, of which the 5th is a Monday. */
const january = (day: number) => Date.UTC(2026, 0, day) / 86_400_000;
const WORKING_DAYS = [1, 2, 3, 4, 5];
const weeks = (days: readonly number[], count: number) =>
  Array.from({ length: count }, (_, week) => days.map((day) => january(4 + day + 7 * week))).flat();

describe('The rhythm of a source', () => {
  it('is its usual weekdays, and how many of them it may miss', () => {
    expect(rhythmOf(weeks(WORKING_DAYS, 4))).toEqual({
      ...{ usualWeekdays: WORKING_DAYS, missedAtMost: 1, reportingDays: 20 },
    });
    // Once a week, with 3 weeks left out in the middle.
    const weekly = [...weeks([3], 8), ...weeks([3], 15).slice(11)];
    expect(rhythmOf(weekly)).toEqual({
      ...{ usualWeekdays: [3], missedAtMost: 2, reportingDays: 12 },
    });
  });

  it('is not known from few days', () => {
    expect(rhythmOf(weeks(WORKING_DAYS, 1))).toBeUndefined();
    expect(rhythmOf([])).toBeUndefined();
  });

  it('leaves out the days that are not usual', () => {
    // From Friday the 9th to Wednesday the 14th: Monday and Tuesday.
    expect(missedBetween(january(9), january(14), WORKING_DAYS)).toBe(2);
  });
});

/** Local hours on each of these days. */
const inHours = (days: readonly number[], hours: readonly number[]) =>
  days.flatMap((day) => hours.map((hour) => day * 24 + hour));
const FROM_8_TO_15 = [8, 9, 10, 11, 12, 13, 14, 15];

describe('The hours of a source', () => {
  const weekdays = weeks(WORKING_DAYS, 4);

  it('are those in which it reports on most of its days, and how many of them it ever missed', () => {
    const hours = inHours(weekdays, FROM_8_TO_15);
    expect(hourlyRhythmOf(hours, WORKING_DAYS)).toEqual({
      ...{ usualHours: FROM_8_TO_15, missedHoursAtMost: 1 },
    });
    // Once it reported nothing from ten to one, and a Saturday is no usual day.
    const gap = hours.filter((hour) => ![10, 11, 12].includes(hour - january(14) * 24));
    const saturday = january(10) * 24 + 3;
    expect(
      hourlyRhythmOf(
        [...gap, saturday].sort((a, b) => a - b),
        WORKING_DAYS,
      ),
    ).toEqual({ usualHours: FROM_8_TO_15, missedHoursAtMost: 3 });
  });

  it('are none where it reports now and then, or on few days', () => {
    // Two visits a day, never at the same hours for long.
    const sparse = weekdays.flatMap((day) =>
      inHours([day], [8 + (day % 4), 12 + (day % 3)].sort()),
    );
    expect(hourlyRhythmOf(sparse, WORKING_DAYS)).toBeUndefined();
    const few = inHours(weeks(WORKING_DAYS, 1), FROM_8_TO_15);
    expect(hourlyRhythmOf(few, WORKING_DAYS)).toBeUndefined();
  });

  it('count on usual days alone, neither the last nor the present one', () => {
    const rhythm = { usualWeekdays: WORKING_DAYS, usualHours: FROM_8_TO_15 };
    const friday = january(9) * 24;
    const monday = january(12) * 24;
    expect(missedHoursBetween(friday + 13, friday + 23, rhythm)).toBe(2);
    expect(missedHoursBetween(friday + 15, monday + 8, rhythm)).toBe(0);
    expect(missedHoursBetween(friday + 15, monday + 10, rhythm)).toBe(2);
  });
});

describe('Feeds', () => {
  let log: TestLog;
  beforeEach(async () => {
    log = await openTestLog({ openStore: openSqliteEventStore, openModels: openReadModels });
    log.now = Date.UTC(2026, 0, 5, 9);
    await log.publish('test', 1, DEFINITION);
    for (const day of weeks(WORKING_DAYS, 3)) {
      log.now = day * 86_400_000 + 9 * 3_600_000;
      const at = new Date(log.now).toISOString();
      if (day <= january(16))
        await log.record(`a${day}`, [fact('Referred', at, { source: 'urn:a' })]);
      await log.record('b', [fact('Referred', at, { source: 'urn:b' })]);
    }
    await log.record('c', [fact('Referred', new Date(log.now).toISOString(), { source: 'urn:c' })]);
    await log.runner.catchUp();
  });
  afterEach(() => log.close());

  const statesAt = async (day: number, every?: string) => {
    const asOf = `2026-01-${day}T12:00:00+01:00`;
    const query = { pathway: 'test', asOf, ...(every !== undefined && { every }) };
    const answer = await feeds(log.models, query);
    return answer.feeds.map(({ source, state, newestOfOpen }) => [source, state, newestOfOpen]);
  };

  it('are silent once they miss more days than they use to', async () => {
    expect(await statesAt(20)).toEqual([
      ['urn:a', 'reporting', 10],
      ['urn:b', 'reporting', 1],
    ]);
    expect(await statesAt(23)).toEqual([
      ['urn:a', 'silent', 10],
      ['urn:b', 'reporting', 1],
      ['urn:c', 'not-known', 1],
    ]);
    expect(await statesAt(25, '1 day')).toEqual([
      ['urn:a', 'silent', 10],
      ['urn:b', 'silent', 1],
      ['urn:c', 'silent', 1],
    ]);
  });

  it('may be stated, in hours or working days, for those that are named', async () => {
    const stated = { 'urn:b': '4h', 'urn:c': '1 working day' };
    const statesAt = async (asOf: string) => {
      const query = { pathway: 'test', asOf, statedFeeds: stated };
      const { feeds: found, silentFeeds = [] } = await feeds(log.models, query);
      expect(silentFeeds.map(({ source }) => source).sort()).toEqual(
        found
          .filter(({ state }) => state === 'silent')
          .map(({ source }) => source)
          .sort(),
      );
      return found.map(({ source, state, every }) => [source, state, every]);
    };
    // Both reported on Friday the 23rd at ten; one working day ends with Monday the 26th.
    expect(await statesAt('2026-01-23T13:59:00+01:00')).toEqual([
      ['urn:a', 'silent', undefined],
      ['urn:b', 'reporting', '4 hours'],
      ['urn:c', 'reporting', '1 working day'],
    ]);
    expect((await statesAt('2026-01-26T23:59:00+01:00')).slice(1)).toEqual([
      ['urn:b', 'silent', '4 hours'],
      ['urn:c', 'reporting', '1 working day'],
    ]);
    expect((await statesAt('2026-01-27T00:00:01+01:00')).slice(1)).toEqual([
      ['urn:b', 'silent', '4 hours'],
      ['urn:c', 'silent', '1 working day'],
    ]);
  });

  it('that never reported, though it is stated how often they do, are silent since the log began', async () => {
    // The log began on Monday the 5th at ten, Oslo's time.
    const stated = { 'urn:b': '1 day', 'urn:nobody': '2 working days' };
    const ask = async (asOf: string) =>
      (await feeds(log.models, { pathway: 'test', asOf, statedFeeds: stated })).feeds.find(
        ({ source }) => source === 'urn:nobody',
      );
    expect(await ask('2026-01-07T12:00:00+01:00')).toMatchObject({ state: 'not-known' });
    const found = await ask('2026-01-08T10:00:00+01:00');
    expect(found).toMatchObject({ state: 'silent', lastAt: null, silentSeconds: 3 * 86_400 });
    const census = await openEpisodes(log.models, {
      ...{ pathway: 'test', asOf: '2026-01-08T10:00:00+01:00', statedFeeds: stated },
    });
    expect(census.silentFeeds).toEqual([{ source: 'urn:nobody', lastAt: null }]);
  });

  it('that report every hour are silent after hours, and not at night', async () => {
    for (const hour of inHours(weeks(WORKING_DAYS, 4), FROM_8_TO_15)) {
      // Four weeks later; Oslo is an hour ahead.
      log.now = Math.max(log.now, (hour + 28 * 24 - 1) * 3_600_000 + 600_000);
      const at = new Date(log.now).toISOString();
      await log.record('h', [fact('Referred', at, { source: 'urn:h' })]);
    }
    await log.runner.catchUp();
    // The last report came at ten past three in the afternoon of Friday, the 27th of February.
    const ask = async (asOf: string) => {
      const answer = await feeds(log.models, { pathway: 'test', asOf });
      const { state, missedHours } = answer.feeds.find(({ source }) => source === 'urn:h') ?? {};
      const named = answer.silentFeeds?.some(({ source }) => source === 'urn:h') ?? false;
      return { state, missedHours, named };
    };
    const reporting = { state: 'reporting', named: false };
    expect(await ask('2026-02-28T03:00:00+01:00')).toEqual({ ...reporting, missedHours: 0 });
    expect(await ask('2026-03-02T09:59:00+01:00')).toEqual({ ...reporting, missedHours: 1 });
    expect(await ask('2026-03-02T10:01:00+01:00')).toEqual({
      ...{ state: 'silent', named: true, missedHours: 2 },
    });
    // As of an earlier instant its later reports are not known.
    expect(await ask('2026-02-27T11:30:00+01:00')).toEqual({ ...reporting, missedHours: 0 });
  });

  it('report on the days of the zone of the pathway', async () => {
    // Half past eleven at night in UTC, Sunday to Thursday: Monday to Friday in Oslo.
    for (const day of weeks([0, 1, 2, 3, 4], 3)) {
      log.now = Math.max(log.now, (day + 28) * 86_400_000 + 23.5 * 3_600_000);
      await log.record('n', [
        fact('Referred', new Date(log.now).toISOString(), { source: 'urn:n' }),
      ]);
    }
    await log.runner.catchUp();
    const answer = await feeds(log.models, { pathway: 'test', asOf: '2026-03-01T12:00:00+01:00' });
    const night = answer.feeds.find(({ source }) => source === 'urn:n');
    expect(night?.rhythm?.usualWeekdays).toEqual(WORKING_DAYS);
  });

  it('that are silent are named by every figure that rests on them', async () => {
    const ask = (day: number) =>
      openEpisodes(log.models, { pathway: 'test', asOf: `2026-01-${day}T12:00:00+01:00` });
    expect(await ask(19)).not.toHaveProperty('silentFeeds');
    expect(await ask(23)).toMatchObject({
      silentFeeds: [{ source: 'urn:a', lastAt: '2026-01-16T10:00:00+01:00' }],
    });
  });
});
