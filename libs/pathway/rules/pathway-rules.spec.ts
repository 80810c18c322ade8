/** On whose days a service works. */
import { describe, expect, it } from '@jest/globals';
import { readDefinition } from '#pathway-language';
import { dueAt, formatInstant, parseInstant } from '#calendar';
import { SMALL } from '../testing/definition-text.js';
import { rulesOf } from './pathway-rules.js';

/** The day on which one working day after a start at noon ends, for a service of the pathway. */
function nextWorkingDay(start: string, service: string, pathway = 'zone: Europe/Helsinki') {
  const text = SMALL.replace('zone: Europe/Oslo', pathway).replace(
    'gp: { level: municipal }',
    `gp: { level: municipal }, other: { level: other${service} }`,
  );
  const read = readDefinition(text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const owner = rulesOf(read.definition).ownerOf('other');
  const at = parseInstant(`${start}T12:00:00Z`) ?? 0;
  const due = dueAt({ start: at, end: at }, { amount: 1, unit: 'working-day' }, owner);
  return formatInstant(due ?? 0, owner.zone).slice(0, 10);
}

const IN_OSLO = ', zone: Europe/Oslo';
const IN_HELSINKI = ', zone: Europe/Helsinki';
const OSLO = 'zone: Europe/Oslo';

describe('A service in another zone than the pathway', () => {
  it('has the holidays of the country there: 6 December 2027 in Finland, 17 May 2028 in Norway', () => {
    expect(nextWorkingDay('2027-12-03', '')).toBe('2027-12-07');
    expect(nextWorkingDay('2027-12-03', IN_OSLO)).toBe('2027-12-06');
    expect(nextWorkingDay('2027-12-03', IN_HELSINKI, OSLO)).toBe('2027-12-07');
    expect(nextWorkingDay('2028-05-16', '')).toBe('2028-05-17');
    expect(nextWorkingDay('2028-05-16', IN_OSLO)).toBe('2028-05-18');
    expect(nextWorkingDay('2028-05-16', IN_HELSINKI, OSLO)).toBe('2028-05-17');
  });

  it('has not the closures of the pathway, which are of its own calendar', () => {
    const closed = `${OSLO}\ncalendar: { closures: [{ from: 2027-12-06 }] }`;
    expect(nextWorkingDay('2027-12-03', '', closed)).toBe('2027-12-07');
    expect(nextWorkingDay('2027-12-03', IN_OSLO, closed)).toBe('2027-12-07');
    expect(nextWorkingDay('2027-12-03', ', zone: Europe/Stockholm', closed)).toBe('2027-12-06');
  });

  it('has its own calendar where it says one', () => {
    const own = `${IN_HELSINKI}, calendar: { holidays: none }`;
    expect(nextWorkingDay('2027-12-03', own, OSLO)).toBe('2027-12-06');
    expect(nextWorkingDay('2027-12-03', ', calendar: { holidays: FI }', OSLO)).toBe('2027-12-07');
  });
});
