/** Times as the authors of scenarios write them. */
import { describe, expect, it } from '@jest/globals';
import { readScenarioInstant, readScenarioTime } from './scenario-time.js';

const ZONE = 'Europe/Helsinki';
const at = (text: string): number => Date.parse(text);

describe('A time in a scenario', () => {
  it('that is a day or a month means all of it in the zone', () => {
    expect(readScenarioTime('2026-03-29', ZONE)).toEqual({
      first: at('2026-03-28T22:00:00Z'),
      last: at('2026-03-29T20:59:59.999Z'),
      occurredAt: '2026-03-29',
      imprecise: true,
    });
    expect(readScenarioTime('2026-02', ZONE)).toMatchObject({
      last: at('2026-02-28T21:59:59.999Z'),
    });
  });

  it.each(['2026-03-20 09:00', '2026-03-20T09:00'])(
    'such as %s is one on the clock of the zone, and means its minute',
    (text) => {
      expect(readScenarioTime(text, ZONE)).toEqual({
        first: at('2026-03-20T07:00:00Z'),
        last: at('2026-03-20T07:00:59.999Z'),
        occurredAt: '2026-03-20T09:00:00+02:00',
        imprecise: false,
      });
    },
  );

  it('with an offset needs no zone', () => {
    const text = '2026-03-20T09:00:00+05:30';
    expect(readScenarioTime(text, ZONE)).toMatchObject({ first: at(text), occurredAt: text });
  });

  it('that summer time skips is refused, with the two instants that could be meant', () => {
    expect(readScenarioTime('2026-03-29 03:30', ZONE)).toEqual({
      message: '2026-03-29 03:30 does not exist in Europe/Helsinki: the clocks skip it',
      advice:
        'write the time with its offset: 2026-03-29T02:30:00+02:00 or 2026-03-29T04:30:00+03:00',
    });
  });

  it('that comes twice when summer time ends is refused', () => {
    expect(readScenarioTime('2026-10-25 03:30', ZONE)).toEqual({
      message: '2026-10-25 03:30 occurs twice in Europe/Helsinki',
      advice:
        'write the time with its offset: 2026-10-25T03:30:00+03:00 or 2026-10-25T03:30:00+02:00',
    });
  });

  it.each([
    ['2026-02-30', 'has no day 30'],
    ['2026-02-30 10:00', 'has no day 30'],
    ['2026-02-20 24:00', 'hour 24 does not exist'],
    ['yesterday', 'expected an instant'],
    ['', 'expected an instant'],
  ])('cannot be %j', (text, message) => {
    expect(readScenarioTime(text, ZONE)).toMatchObject({
      message: expect.stringContaining(message),
    });
  });
});

describe('An instant in a scenario', () => {
  it('is no day: a day is not midnight', () => {
    expect(readScenarioInstant('2026-04-13', ZONE)).toEqual({
      message: 'a date alone is not enough here: the time is missing',
      advice: 'add the local time, such as 2026-04-13 23:59',
    });
    expect(readScenarioInstant('2026-04-13 23:59', ZONE)).toHaveProperty('first');
  });
});
