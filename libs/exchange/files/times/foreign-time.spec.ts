/** Times as other systems write them, with and without offset, also where clocks change. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { timeReader, type TimeForm } from './foreign-time.js';

const read = (text: string, form: TimeForm): string => {
  const reading = timeReader(form)(text);
  return 'at' in reading ? reading.at : `fault: ${reading.fault}`;
};
const iso = (text: string, zone?: string): string =>
  read(text, { format: 'iso', ...(zone !== undefined && { zone }) });

describe('A time in ISO form', () => {
  it('stays as it is when a care event can have it', () => {
    for (const text of [
      '2014-10-22T11:15:41.000+02:00',
      '2014-10-22t11:15:41z',
      '2014-10-22',
      '2014-10',
    ]) {
      expect(iso(text, 'Europe/Oslo')).toBe(text);
    }
  });

  it('gets the form of an instant when it is nearly one', () => {
    expect(iso('2014-10-22 11:15:41+02:00')).toBe('2014-10-22T11:15:41+02:00');
    expect(iso('2014-10-22T11:15:41,25+0200')).toBe('2014-10-22T11:15:41.25+02:00');
    expect(iso('2014-10-22T11:15+02')).toBe('2014-10-22T11:15:00+02:00');
    expect(iso('2014-10-22T11:15:41.1234567891Z')).toBe('2014-10-22T11:15:41.123456789Z');
  });

  it('needs a zone when it has no offset', () => {
    expect(iso('2014-10-22T11:15:41')).toMatch(/no UTC offset/);
    expect(iso('2014-10-22T11:15:41', 'Europe/Oslo')).toBe('2014-10-22T11:15:41+02:00');
    expect(iso('2014-12-22T11:15:41', 'Europe/Oslo')).toBe('2014-12-22T11:15:41+01:00');
  });

  it('must be a time of the calendar', () => {
    expect(iso('2014-02-30 11:15:41', 'Europe/Oslo')).toMatch(/calendar/);
    expect(iso('2014-02-20 24:15:41', 'Europe/Oslo')).toMatch(/calendar/);
    expect(iso('yesterday', 'Europe/Oslo')).toMatch(/^fault/);
    expect(iso('', 'Europe/Oslo')).toMatch(/^fault/);
  });
});

describe('A local time', () => {
  it('that the clocks skipped in spring never was', () => {
    expect(iso('2026-03-29 01:59:59', 'Europe/Oslo')).toBe('2026-03-29T01:59:59+01:00');
    expect(iso('2026-03-29 02:30:00', 'Europe/Oslo')).toMatch(/does not exist in Europe\/Oslo/);
    expect(iso('2026-03-29 03:00:00', 'Europe/Oslo')).toBe('2026-03-29T03:00:00+02:00');
  });

  it('that the clocks showed twice in autumn is the earlier', () => {
    expect(iso('2026-10-25 02:30:00', 'Europe/Oslo')).toBe('2026-10-25T02:30:00+02:00');
    expect(iso('2026-10-25 03:00:00', 'Europe/Oslo')).toBe('2026-10-25T03:00:00+01:00');
  });

  it('has the offset that the calendar says, in any zone, at any hour', () => {
    const zones = [
      'Europe/Oslo',
      'America/Sao_Paulo',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'Africa/Cairo',
    ];
    const readers = new Map(zones.map((zone) => [zone, timeReader({ format: 'iso', zone })]));
    const hours = fc.integer({ min: 0, max: 75 * 365 * 48 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), hours, (zone, halves) => {
        const wall = Temporal.PlainDateTime.from('1960-01-01T00:10').add({ minutes: halves * 30 });
        const text = wall.toString({ smallestUnit: 'second' });
        const placed = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
        const reading = readers.get(zone)?.(text);
        if (placed.toPlainDateTime().equals(wall)) {
          expect(reading).toEqual({ at: text + placed.offset });
        } else expect(reading).toHaveProperty('fault');
      }),
    );
  });

  it('is right around every change of a year, the midnight ones too', () => {
    for (const zone of ['America/Sao_Paulo', 'Africa/Cairo', 'Europe/Oslo']) {
      const reader = timeReader({ format: 'iso', zone });
      let change = Temporal.ZonedDateTime.from(`2010-01-01T00:00[${zone}]`).getTimeZoneTransition(
        'next',
      );
      for (let count = 0; count < 4 && change !== null; count++) {
        for (let minutes = -180; minutes <= 180; minutes += 15) {
          const wall = change.toPlainDateTime().add({ minutes });
          const placed = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
          const exists = placed.toPlainDateTime().equals(wall);
          const text = wall.toString({ smallestUnit: 'second' });
          if (exists) expect(reader(text)).toMatchObject({ at: text + placed.offset });
          else expect(reader(text)).toHaveProperty('fault');
        }
        change = change.getTimeZoneTransition('next');
      }
    }
  });
});

describe('A time in a pattern of its own', () => {
  const zone = 'Europe/Oslo';
  it('is read by the letters of the pattern', () => {
    expect(read('4.5.2025 7:05', { format: 'd.M.yyyy H:mm', zone })).toBe(
      '2025-05-04T07:05:00+02:00',
    );
    expect(read('05/04/2025 12:05:09 AM', { format: 'MM/dd/yyyy hh:mm:ss a', zone })).toBe(
      '2025-05-04T00:05:09+02:00',
    );
    expect(read('05/04/2025 12:05:09 PM', { format: 'MM/dd/yyyy hh:mm:ss a', zone })).toBe(
      '2025-05-04T12:05:09+02:00',
    );
    expect(read('20250504T070509.250+0200', { format: 'yyyyMMddTHHmmss.SSSXX' })).toBe(
      '2025-05-04T07:05:09.250+02:00',
    );
    expect(read('kl 07.05 den 04.05.2025', { format: "'kl' HH.mm 'den' dd.MM.yyyy", zone })).toBe(
      '2025-05-04T07:05:00+02:00',
    );
  });

  it('is a day or a month when the pattern ends there', () => {
    expect(read('04.05.2025', { format: 'dd.MM.yyyy' })).toBe('2025-05-04');
    expect(read('2025/05', { format: 'yyyy/MM' })).toBe('2025-05');
  });

  it('is refused when it is of another form, or no time', () => {
    expect(read('2025-05-04', { format: 'dd.MM.yyyy' })).toMatch(/not in the format/);
    expect(read('31.02.2025', { format: 'dd.MM.yyyy' })).toMatch(/calendar/);
    expect(read('13:00 PM 2025-05-04', { format: 'hh:mm a yyyy-MM-dd', zone })).toMatch(/form/);
  });

  it('must be a pattern that says enough, once', () => {
    for (const format of [
      'HH:mm',
      'yyyy-MM HH:mm',
      'yyyy-MM-dd hh:mm',
      'yyyy-MM-dd HH',
      'yy-MM-dd',
      'yyyy-MM-dd MM',
      'yyyy-MM-dd EEE',
    ]) {
      expect(() => timeReader({ format })).toThrow(RangeError);
    }
    expect(() => timeReader({ format: 'iso', zone: 'Europe/Olso' })).toThrow(RangeError);
  });
});
