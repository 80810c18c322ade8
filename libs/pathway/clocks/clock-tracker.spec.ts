/** Clocks: runs, pauses, spans of days and nullification, and how the days are counted. */
import { describe, expect, it } from '@jest/globals';
import { dayAt, intervalOf } from '#calendar';
import type { JsonObject } from '#care-event';
import { effect, HOUR, timed, rule, ZONE, type Does } from './clock.spec.support.js';
import { ClockTracker } from './clock-tracker.js';
import type { ClockRule } from '../definition/clock-rule.js';

type Reported = readonly [occurredAt: string, does: Does | readonly Does[], data?: JsonObject];

function clockOf(facts: readonly Reported[], changes?: Partial<ClockRule>): ClockTracker {
  const clock = new ClockTracker(rule(changes), ZONE);
  for (const [occurredAt, does, data] of facts) {
    clock.apply(timed(occurredAt, data), effect(...[does].flat()));
  }
  return clock;
}

const at = (text: string) => intervalOf(text, ZONE).start;
const day = (text: string) => dayAt(at(text), ZONE);

describe('a clock', () => {
  it('reads nothing before it starts', () => {
    expect(clockOf([]).reading(at('2026-03-02'))).toEqual({
      clock: 'rtt',
      state: 'not-started',
      rawMs: 0,
      adjustedMs: 0,
      days: 0,
      pauses: [],
      nullified: 0,
    });
  });

  it('runs from its start until now', () => {
    const clock = clockOf([['2026-03-02T10:00:00+01:00', 'start']]);
    expect(clock.reading(at('2026-03-04T09:00:00+01:00'), 2)).toMatchObject({
      episode: 2,
      state: 'running',
      startedAt: at('2026-03-02T10:00:00+01:00'),
      rawMs: 47 * HOUR,
      adjustedMs: 47 * HOUR,
      days: 3,
    });
  });

  it('runs through a change of the clock by elapsed time', () => {
    const clock = clockOf([['2026-03-28T12:00:00+01:00', 'start']]);
    expect(clock.reading(at('2026-03-29T12:00:00+02:00'))).toMatchObject({
      rawMs: 23 * HOUR,
      days: 2,
    });
  });

  it('stops for good, and can be started again', () => {
    const stopped: Reported[] = [
      ['2026-03-02T10:00:00+01:00', 'start'],
      ['2026-03-02T16:00:00+01:00', 'stop'],
    ];
    const clock = clockOf(stopped);
    const reading = clock.reading(at('2026-04-01'));
    expect(reading).toMatchObject({
      state: 'stopped',
      stoppedAt: at('2026-03-02T16:00:00+01:00'),
      rawMs: 6 * HOUR,
      days: 1,
    });
    expect(clock.reading(at('2026-05-01'))).toBe(reading);
    clock.apply(timed('2026-05-02'), effect('start'));
    expect(clock.reading(at('2026-05-02')).state).toBe('running');
    const again = clockOf([...stopped, ['2026-03-10T08:00:00+01:00', 'start']]);
    expect(again.reading(at('2026-03-10T10:00:00+01:00'))).toMatchObject({
      state: 'running',
      startedAt: at('2026-03-02T10:00:00+01:00'),
      rawMs: 8 * HOUR,
      days: 2,
    });
  });

  it('takes no notice of a start while it runs, nor of what only a running clock can do', () => {
    const clock = clockOf([
      ['2026-03-01T10:00:00+01:00', ['pause', 'resume', 'stop']],
      ['2026-03-02T10:00:00+01:00', 'start'],
      ['2026-03-02T11:00:00+01:00', 'start'],
      ['2026-03-02T12:00:00+01:00', 'resume'],
    ]);
    expect(clock.reading(at('2026-03-02T13:00:00+01:00'))).toMatchObject({
      rawMs: 3 * HOUR,
      pauses: [],
    });
  });

  it('counts the days from the first to the last where only the days are known', () => {
    const clock = clockOf([
      ['2026-03-02', 'start'],
      ['2026-03-04', 'stop'],
      ['2026-03-09', 'start'],
      ['2026-03-09', 'stop'],
    ]);
    expect(clock.reading(at('2026-04-01')).days).toBe(4);
  });

  it('does not count a day at whose first instant it stopped', () => {
    const clock = clockOf([
      ['2026-03-02T10:00:00+01:00', 'start'],
      ['2026-03-04T00:00:00+01:00', 'stop'],
    ]);
    expect(clock.reading(at('2026-04-01')).days).toBe(2);
  });
});

describe('a paused clock', () => {
  const paused: Reported[] = [
    ['2026-03-02T10:00:00+01:00', 'start'],
    ['2026-03-03T10:00:00+01:00', 'pause', { reason: 'patient-choice' }],
  ];

  it('is paused, while the raw time runs on', () => {
    const clock = clockOf(paused, { pauseReason: 'reason' });
    const pause = {
      from: at('2026-03-03T10:00:00+01:00'),
      fact: 'urn:x 2026-03-03T10:00:00+01:00',
      reason: 'patient-choice',
    };
    expect(clock.reading(at('2026-03-05T10:00:00+01:00'))).toMatchObject({
      state: 'paused',
      rawMs: 72 * HOUR,
      adjustedMs: 24 * HOUR,
      days: 2,
      pauses: [pause],
    });
    expect(clock.pauses()).toEqual([pause]);
  });

  it('takes no notice of another pause, and runs again when it is resumed', () => {
    const clock = clockOf([
      ...paused,
      ['2026-03-03T12:00:00+01:00', 'pause'],
      ['2026-03-05T10:00:00+01:00', 'resume'],
    ]);
    expect(clock.reading(at('2026-03-05T12:00:00+01:00'))).toMatchObject({
      state: 'running',
      rawMs: 74 * HOUR,
      adjustedMs: 26 * HOUR,
      days: 3,
      pauses: [{ from: at('2026-03-03T10:00:00+01:00'), to: at('2026-03-05T10:00:00+01:00') }],
    });
  });

  it('is no longer paused when it is stopped', () => {
    const clock = clockOf([...paused, ['2026-03-05T10:00:00+01:00', 'stop']]);
    expect(clock.reading(at('2026-03-09'))).toMatchObject({
      state: 'stopped',
      rawMs: 72 * HOUR,
      adjustedMs: 24 * HOUR,
      pauses: [{ to: at('2026-03-05T10:00:00+01:00') }],
    });
  });

  it('was not paused by an event without the reason that it has to have', () => {
    const clock = new ClockTracker(rule({ pauseReason: 'reason' }), ZONE);
    clock.apply(timed('2026-03-02'), effect('start'));
    expect(clock.apply(timed('2026-03-03'), effect('pause'))).toBe('pause-without-reason');
    expect(clock.apply(timed('2026-03-03', { reason: '' }), effect('pause'))).toBe(
      'pause-without-reason',
    );
    expect(clock.reading(at('2026-03-04'))).toMatchObject({ state: 'running', pauses: [] });
    expect(clock.apply(timed('2026-03-05', { reason: 'x' }), effect('pause'))).toBeUndefined();
    expect(clock.apply(timed('2026-03-06'), effect('pause'))).toBeUndefined();
  });

  it('hands out lists that later facts do not change', () => {
    const clock = clockOf(paused);
    const before = clock.pauses();
    clock.apply(timed('2026-03-05'), effect('resume'));
    expect(before).toHaveLength(1);
    expect(before[0]).not.toHaveProperty('to');
  });
});

describe('a nullified clock', () => {
  it('forgets the run and all before it', () => {
    const clock = new ClockTracker(rule(), ZONE);
    clock.apply(timed('2026-03-01'), effect('start'));
    clock.apply(timed('2026-03-02'), effect('stop'));
    clock.apply(timed('2026-03-03'), effect('start'));
    clock.apply(timed('2026-03-04'), effect('pause'));
    expect(clock.isNullifiedBy(effect('nullify'))).toBe(true);
    clock.apply(timed('2026-03-05'), effect('nullify'));
    const reading = clock.reading(at('2026-03-06'));
    expect(reading).toMatchObject({
      state: 'nullified',
      rawMs: 0,
      days: 0,
      pauses: [],
      nullified: 2,
    });
    expect(reading).not.toHaveProperty('startedAt');
    expect(clock.apply(timed('2026-03-06'), effect('nullify'))).toBeUndefined();
  });

  it('runs on from its start where only the days that were named are cut', () => {
    const named: Reported = ['2026-03-02', 'span', { from: '2026-03-02', to: '2026-03-31' }];
    const cut = clockOf([named, ['2026-03-04T10:00:00+01:00', 'cuts']]);
    expect(cut.reading(at('2026-03-20'))).toMatchObject({ days: 3, state: 'stopped' });
    const started: Reported = ['2026-03-03T10:00:00+01:00', 'start'];
    const running = clockOf([named, started, ['2026-03-04T10:00:00+01:00', 'cuts']]);
    expect(running.reading(at('2026-03-20'))).toMatchObject({ days: 19, state: 'running' });
  });

  it('is not nullified any more by what may do so only before something else', () => {
    const missed = (...before: Reported[]) => {
      const clock = clockOf([['2026-03-02T10:00:00+01:00', 'start'], ...before]);
      return clock.isNullifiedBy(effect('nullifyUnless'));
    };
    expect(missed()).toBe(true);
    expect(missed(['2026-03-04', 'keeps'])).toBe(false);
    expect(missed(['2026-03-04', 'keeps'], ['2026-03-04', ['nullify', 'start']])).toBe(false);
  });

  it('starts again from nothing, also by the very event that nullified it', () => {
    const clock = clockOf([
      ['2026-03-01', 'start'],
      ['2026-03-05T10:00:00+01:00', ['nullify', 'start']],
    ]);
    expect(clock.reading(at('2026-03-05T12:00:00+01:00'))).toMatchObject({
      state: 'running',
      rawMs: 2 * HOUR,
      days: 1,
      nullified: 1,
    });
  });

  it('is not nullified before anything has counted', () => {
    const clock = new ClockTracker(rule(), ZONE);
    expect(clock.apply(timed('2026-03-05'), effect('nullify'))).toBeUndefined();
    expect(clock.reading(at('2026-03-06')).state).toBe('not-started');
  });
});

describe('a clock with spans of days', () => {
  const certificate = (from: string, to?: string): JsonObject =>
    to === undefined ? { from } : { from, to };

  it('counts their days, each once, as they go by', () => {
    const clock = clockOf([
      ['2026-03-02', 'span', certificate('2026-03-02', '2026-03-08')],
      ['2026-03-07', 'span', certificate('2026-03-07', '2026-03-13')],
    ]);
    expect(clock.reading(at('2026-03-07')).days).toBe(6);
    expect(clock.reading(at('2026-03-10'))).toMatchObject({ state: 'running', days: 9 });
    expect(clock.reading(at('2026-03-20'))).toMatchObject({
      state: 'stopped',
      startedAt: at('2026-03-02'),
      stoppedAt: at('2026-03-14'),
      rawMs: 12 * 24 * HOUR,
      days: 12,
    });
    expect(clock.reading(at('2026-03-07')).days).toBe(6);
  });

  it('has not started before the first of them', () => {
    const clock = clockOf([['2026-03-02', 'span', certificate('2026-03-09', '2026-03-13')]]);
    const reading = clock.reading(at('2026-03-05'));
    expect(reading).toMatchObject({ state: 'not-started', days: 0 });
    expect(reading).not.toHaveProperty('startedAt');
  });

  it('begins with the day of the event where none is named', () => {
    const clock = clockOf([['2026-03-02T15:00:00+01:00', 'span', { to: '2026-03-03' }]]);
    expect(clock.reading(at('2026-03-20'))).toMatchObject({ startedAt: at('2026-03-02'), days: 2 });
  });

  it('runs until it is stopped where no last day is named', () => {
    const facts: Reported[] = [['2026-03-02', 'span', certificate('2026-02-27')]];
    expect(clockOf(facts).reading(at('2026-03-20'))).toMatchObject({ state: 'running', days: 22 });
    const stopped = clockOf([...facts, ['2026-03-10', 'stop']]);
    expect(stopped.reading(at('2026-03-20'))).toMatchObject({ state: 'stopped', days: 12 });
  });

  it('counts days that are reported late to a clock that runs already', () => {
    const clock = clockOf([
      ['2026-03-10T08:00:00+01:00', 'start'],
      ['2026-03-12', 'span', certificate('2026-03-05')],
    ]);
    expect(clock.reading(at('2026-03-12T10:00:00+01:00'))).toMatchObject({
      startedAt: at('2026-03-05'),
      days: 8,
      rawMs: (7 * 24 + 10) * HOUR,
    });
  });

  it('is stopped before the last day by a stop', () => {
    const clock = clockOf([
      ['2026-03-02', 'span', certificate('2026-03-02', '2026-03-31')],
      ['2026-03-10T12:00:00+01:00', 'stop'],
    ]);
    expect(clock.reading(at('2026-03-20'))).toMatchObject({
      state: 'stopped',
      stoppedAt: at('2026-03-10T12:00:00+01:00'),
      days: 9,
    });
    expect(clock.lastDay()).toBe(day('2026-03-10'));
  });

  it('never began where it was stopped before its first day', () => {
    const clock = clockOf([
      ['2026-03-02', 'span', certificate('2026-03-09', '2026-03-13')],
      ['2026-03-03', 'stop'],
    ]);
    expect(clock.reading(at('2026-03-10'))).toMatchObject({ state: 'not-started', days: 0 });
  });

  it('takes no notice of days that are back to front, and of a date that is none', () => {
    const backward = clockOf([['2026-03-02', 'span', certificate('2026-03-09', '2026-03-08')]]);
    expect(backward.reading(at('2026-03-20'))).toMatchObject({ state: 'not-started', days: 0 });
    const clock = clockOf([['2026-03-03', 'span', { from: 'soon', to: '2026-03-03' }]]);
    expect(clock.reading(at('2026-03-20')).days).toBe(1);
  });
});

describe('the day on which a clock has counted so many', () => {
  it('is foretold while it runs', () => {
    const clock = clockOf([
      ['2026-03-02', 'start'],
      ['2026-03-04T12:00:00+01:00', 'stop'],
      ['2026-03-09', 'start'],
    ]);
    expect(clock.dayOfTotal(1)).toBe(day('2026-03-02'));
    expect(clock.dayOfTotal(3)).toBe(day('2026-03-04'));
    expect(clock.dayOfTotal(4)).toBe(day('2026-03-09'));
    expect(clock.dayOfTotal(90)).toBe(day('2026-03-09') + 86);
    expect(clock.lastDay()).toBe(Infinity);
  });

  it('is known as far as spans reach while it does not run', () => {
    const clock = clockOf([['2026-03-02', 'span', { from: '2026-03-09', to: '2026-03-13' }]]);
    expect(clock.dayOfTotal(5)).toBe(day('2026-03-13'));
    expect(clock.dayOfTotal(6)).toBeUndefined();
    expect(clock.lastDay()).toBe(day('2026-03-13'));
    expect(clockOf([]).lastDay()).toBeUndefined();
  });

  it('is not known while it is paused', () => {
    const clock = clockOf([
      ['2026-03-02', 'start'],
      ['2026-03-04', 'pause'],
    ]);
    expect(clock.dayOfTotal(3)).toBe(day('2026-03-04'));
    expect(clock.dayOfTotal(4)).toBeUndefined();
  });

  it('leaves its days countable within a window', () => {
    const clock = clockOf([
      ['2026-03-02', 'start'],
      ['2026-03-04', 'stop'],
      ['2026-03-09', 'start'],
    ]);
    expect(clock.daysWithin(day('2026-03-04'), day('2026-03-10'))).toBe(3);
    expect(clock.daysWithin(day('2026-03-05'), day('2026-03-08'))).toBe(0);
    expect(clock.daysWithin(day('2026-03-10'), day('2026-03-09'))).toBe(0);
  });
});
