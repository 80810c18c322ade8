/** Who gets whose messages: those of whom another has taken the place, and names that leave a part open. */
import { describe, expect, it } from '@jest/globals';
import { OrganisationDirectory, type Organisation } from '#care-event';
import { nameFor, Receivers } from './receivers.js';

const organisation = (id: string, more: Partial<Organisation> = {}): Organisation => ({
  ...{ id, name: id, kind: 'municipality', level: 'municipal' },
  ...{ municipalities: [], services: ['rehabilitation'], identifiers: [] },
  ...more,
});
const until = (validTo: string, replacedBy?: string): Partial<Organisation> => ({
  validTo,
  ...(replacedBy === undefined ? {} : { replacedBy }),
});

describe('Who gets the messages of a receiver', () => {
  const directory = new OrganisationDirectory([
    organisation('nordvik', until('2019-12-31', 'storvik')),
    organisation('sorvik', until('2019-12-31', 'storvik')),
    organisation('storvik', { validFrom: '2020-01-01', ...until('2023-12-31', 'fylke') }),
    organisation('fylke', { validFrom: '2024-01-01' }),
    organisation('gone', until('2019-12-31')),
  ]);
  const on = (day: string) =>
    new Receivers(
      () => directory,
      () => Date.parse(`${day}T12:00:00Z`),
    );

  it('is itself up to the last day of its organisation, then whoever is in its place', () => {
    expect(on('2019-12-31').heirOf('rehabilitation@nordvik')).toBe('rehabilitation@nordvik');
    expect(on('2020-01-01').heirOf('rehabilitation@nordvik')).toBe('rehabilitation@storvik');
    expect(on('2024-01-01').heirOf('rehabilitation@nordvik')).toBe('rehabilitation@fylke');
    expect(on('2024-01-01').heirOf('rehabilitation@gone')).toBe('rehabilitation@gone');
    expect(on('2024-01-01').heirOf('rehabilitation')).toBe('rehabilitation');
    expect(on('2024-01-01').heirOf('rehabilitation@unknown')).toBe('rehabilitation@unknown');
  });

  it('inherits from all whose place it has taken, also by way of others', () => {
    const inherited = (day: string, receiver: string) => on(day).inheritedBy(receiver);
    const both = ['rehabilitation@nordvik', 'rehabilitation@sorvik'];
    expect(inherited('2019-12-31', 'rehabilitation@storvik')).toEqual([]);
    expect(inherited('2020-01-01', 'rehabilitation@storvik')).toEqual(both);
    expect(inherited('2024-01-01', 'rehabilitation@fylke')).toEqual([
      ...both,
      'rehabilitation@storvik',
    ]);
    expect(inherited('2024-01-01', 'rehabilitation@storvik')).toEqual([]);
    expect(inherited('2024-01-01', 'rehabilitation')).toEqual([]);
  });
});

describe('The name that messages go by', () => {
  const all = ['hospital@x', '*@x', 'hospital@*', '*@*', 'hospital', '*'];
  const among = (receiver: string, names: readonly string[]) =>
    nameFor(receiver, (name) => names.includes(name));

  it('is the closest that there is: its own, its organisation, its service, any', () => {
    for (let n = 0; n < 4; n += 1) expect(among('hospital@x', all.slice(n))).toBe(all[n]);
    expect(among('hospital@y', all)).toBe('hospital@*');
    expect(among('gp@y', all)).toBe('*@*');
  });

  it('is never one of an organisation where none is known, nor the other way round', () => {
    expect(among('hospital', all)).toBe('hospital');
    expect(among('gp', all)).toBe('*');
    expect(among('gp', ['gp@*', '*@*'])).toBeUndefined();
    expect(among('hospital@x', ['hospital', '*'])).toBeUndefined();
  });
});
