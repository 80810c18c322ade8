/** What an import of a foreign log may choose: names, lifecycle, times, and what is kept. */
import { describe, expect, it } from '@jest/globals';
import type { CareEvent } from '#care-event';
import { readCsv } from '../csv/csv.js';
import { readMapping, type MappedFormat } from '../mapping/mapping.js';
import { readXes } from '../xes/xes.js';
import { inChunks, SECRET } from './facts-in-memory.spec.support.js';
import { ImportNotes } from './import-notes.js';
import type { MappedOptions } from './mapped-options.js';

async function read(
  format: MappedFormat,
  text: string,
  { mapping, ...more }: Partial<Omit<MappedOptions, 'mapping'>> & { mapping?: string } = {},
) {
  const notes = new ImportNotes();
  const options: MappedOptions = {
    ...{ secret: SECRET, log: 'ward', system: 'ward', notes },
    mapping: mapping === undefined ? undefined : readMapping(mapping, format),
    ...more,
  };
  const facts: CareEvent[] = [];
  const bad: string[] = [];
  const batches = (format === 'csv' ? readCsv : readXes)(inChunks(text, 64), options);
  for await (const batch of batches) {
    facts.push(...batch.groups.flatMap((group) => group.facts));
    bad.push(...batch.bad.map(({ reason }) => reason));
  }
  return { facts, bad, notes: notes.all };
}

const typesOf = (facts: readonly CareEvent[]): string[] => facts.map(({ type }) => type);

const event = (name: string, time: string, more = ''): string =>
  `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="2026-01-05T${time}:00Z"/>${more}</event>`;
const transition = (name: string): string => `<string key="lifecycle:transition" value="${name}"/>`;
const log = (events: string, head = ''): string =>
  `<log>${head}<trace><string key="concept:name" value="A"/><int key="age" value="85"/>${events}</trace></log>`;

const SCAN_AND_REPORT =
  event('Scan', '09:00', transition('start')) +
  event('Scan', '09:30', transition('complete')) +
  event('Report', '10:00', transition('start')) +
  event('Report', '10:10', transition('complete'));

describe('Activities that were started and completed', () => {
  it('are events where they are complete, and the rest is counted', async () => {
    const { facts, notes } = await read('xes', log(SCAN_AND_REPORT));
    expect(typesOf(facts)).toEqual(['Scan', 'Report']);
    expect(notes).toMatchObject([{ code: 'lifecycle', events: 2 }]);
  });

  it('are all events where that is asked for, or where none is complete', async () => {
    const all = await read('xes', log(SCAN_AND_REPORT), { lifecycle: 'all' });
    expect(typesOf(all.facts)).toEqual(['Scan', 'Scan', 'Report', 'Report']);
    const started = log(event('Scan', '09:00', transition('start')));
    expect(typesOf((await read('xes', started)).facts)).toEqual(['Scan']);
    const without = log(event('Scan', '09:00') + event('Report', '10:00'));
    expect(typesOf((await read('xes', without)).facts)).toEqual(['Scan', 'Report']);
  });

  it('know how long they took where that is asked for', async () => {
    const more = event('Scan', '11:00', transition('start'));
    const { facts, notes } = await read('xes', log(SCAN_AND_REPORT + more), {
      mapping: 'lifecycle: durations',
    });
    expect(
      facts.map(({ type, data }) => [type, data['startedAt'], data['durationSeconds']]),
    ).toEqual([
      ['Scan', '2026-01-05T09:00:00Z', 1_800],
      ['Report', '2026-01-05T10:00:00Z', 600],
    ]);
    expect(notes).toMatchObject([{ code: 'unfinished', events: 1 }]);
  });
});

describe('The type of an event', () => {
  it('is an attribute of choice, several, or what a classifier of the log names', async () => {
    const head = '<classifier name="Both" keys="concept:name \'org:group\'"/>';
    const xml = log(event('CRP', '09:00', '<string key="org:group" value="B"/>'), head);
    expect(typesOf((await read('xes', xml, { mapping: 'type: org:group' })).facts)).toEqual(['B']);
    for (const mapping of ['type: [concept:name, org:group]', 'type: { classifier: Both }']) {
      expect(typesOf((await read('xes', xml, { mapping })).facts)).toEqual(['CRP+B']);
    }
    await expect(read('xes', xml, { mapping: 'type: { classifier: both }' })).rejects.toThrow(
      'Did you mean Both?',
    );
  });

  it('of the catalogue keeps the fields that it has, in its types, and says what is left out', async () => {
    const more = '<string key="org:group" value="A"/><int key="reason" value="7"/>';
    const xml = log(event('Henvist', '09:00', more) + event('Other', '10:00', more));
    const mapping = 'types: { Henvist: ReferralSent }';
    const { facts, notes } = await read('xes', xml, { mapping });
    expect(facts.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: 'ReferralSent', data: { reason: '7' } },
      // What is said of the case goes where there is room for it.
      { type: 'Other', data: { 'org:group': 'A', reason: 7, case: { age: 85 } } },
    ]);
    expect(notes).toMatchObject([{ code: 'left-out', events: 1 }]);
    const renamed = `${mapping}\ndata: [rest, { column: org:group, name: addressee }]`;
    expect((await read('xes', xml, { mapping: renamed })).facts[0]?.data).toEqual({
      reason: '7',
      addressee: 'A',
    });
  });

  it('keeps of attributes what it is told to', async () => {
    const more = '<string key="a" value="1"/><string key="b" value="2"/>';
    const dataOf = async (mapping: string) =>
      (await read('xes', log(event('X', '09:00', more)), { mapping })).facts[0]?.data;
    expect(await dataOf('drop: [a, case:age]')).toEqual({ b: '2' });
    expect(await dataOf('data: [a]')).toEqual({ a: '1' });
  });
});

describe('A table', () => {
  it.each([
    [
      'PM4Py',
      'case:concept:name,concept:name,time:timestamp,case:age,org:resource\nA,X,2026-01-05 09:00:00+00:00,85,ann\n',
      { case: { age: 85 }, 'org:resource': 'ann' },
    ],
    [
      'bupaR',
      'case_id,activity,lifecycle_id,activity_instance_id,timestamp,resource_id,.order\nA,X,complete,1,2026-01-05T09:00:00Z,ann,1\n',
      { 'lifecycle:transition': 'complete', 'concept:instance': '1', 'org:resource': 'ann' },
    ],
    ['Celonis', '_CASE_KEY,ACTIVITY_EN,EVENTTIME,_SORTING\nA,X,2026-01-05T09:00:00Z,7\n', {}],
  ])('with the columns of %s needs no mapping', async (tool, csv, data) => {
    const { facts, bad, notes } = await read('csv', csv);
    expect(bad).toEqual([]);
    expect(facts).toMatchObject([{ type: 'X', data }]);
    expect(facts[0]?.data).toEqual(data);
    expect(notes[0]?.message).toContain(tool);
  });

  it('has numbers, yes and no as what they are, and identifiers as texts', async () => {
    const { facts } = await read(
      'csv',
      'C,A,T,n,b,zeros,power,word,spaced\nNA,X,2026-01-05,1.50,True,007,1e5,null, x \n007,X,2026-01-05,,,,,,\n1e5,X,2026-01-05,,,,,,\n',
      { mapping: 'case: C\ntype: A\ntime: T\ndata: rest\n' },
    );
    expect(facts[0]?.data).toEqual({
      ...{ n: 1.5, b: true, zeros: '007', power: '1e5', word: 'null', spaced: ' x ' },
    });
    expect(new Set(facts.map(({ id }) => id.split('/')[0])).size).toBe(3);
    const trimmed = await read('csv', 'C,A,T,w\nA, X ,2026-01-05, y \n', {
      mapping: 'case: C\ntype: A\ntime: T\ndata: rest\ntrim: true\n',
    });
    expect(trimmed.facts).toMatchObject([{ type: 'X', data: { w: 'y' } }]);
  });

  it.each([
    ['seconds', '1767603600', '2026-01-05T09:00:00Z'],
    ['milliseconds', '1767603600123', '2026-01-05T09:00:00.123Z'],
    ['microseconds', '1767603600123456', '2026-01-05T09:00:00.123456Z'],
    ['nanoseconds', '1767603600123456789', '2026-01-05T09:00:00.123456789Z'],
  ])('may count %s since 1970, which is said', async (unit, time, at) => {
    const { facts, notes } = await read('csv', `_CASE_KEY,ACTIVITY,EVENTTIME\nA,X,${time}\n`);
    expect(facts.map(({ occurredAt }) => occurredAt)).toEqual([at]);
    expect(notes).toMatchObject([
      {},
      { code: 'epoch-times', message: expect.stringContaining(unit) as unknown },
    ]);
  });

  it('is not guessed about where a number may be a date, or changes its unit', async () => {
    const csv =
      '_CASE_KEY,ACTIVITY,EVENTTIME\nA,X,1767603600\nA,X,1767603600123\nA,X,20260105090000\nA,X,20260105\n';
    const { facts, bad } = await read('csv', csv);
    expect(facts).toHaveLength(1);
    expect(bad.join('\n')).toMatch(/milliseconds[^]*without separators[^]*not an ISO 8601/);
  });

  it('may say in one row when something began and ended', async () => {
    const csv =
      'case:concept:name,concept:name,start_timestamp,time:timestamp\n' +
      'A,Scan,2026-01-05T09:00:00Z,2026-01-05T09:30:00Z\nA,Report,2026-01-05T10:00:00Z,\n';
    const { facts, bad, notes } = await read('csv', csv);
    expect(bad).toEqual([]);
    expect(facts).toMatchObject([
      {
        occurredAt: '2026-01-05T09:30:00Z',
        data: { startedAt: '2026-01-05T09:00:00Z', durationSeconds: 1_800 },
      },
    ]);
    expect(notes).toMatchObject([{}, { code: 'unfinished', events: 1 }]);
  });

  it('has its own order decide in the hour that the clock shows twice', async () => {
    const times = ['02:10', '02:40', '02:20', '02:50'].map(
      (time) => `A,X${time},2026-10-25 ${time}`,
    );
    const csv = `_CASE_KEY,ACTIVITY,EVENTTIME\n${times.join('\n')}\nA,Y,2026-03-29 02:30\n`;
    const { facts, bad, notes } = await read('csv', csv, { zone: 'Europe/Stockholm' });
    expect(facts.map(({ occurredAt }) => occurredAt.slice(11))).toEqual([
      '02:10:00+02:00',
      '02:40:00+02:00',
      '02:20:00+01:00',
      '02:50:00+01:00',
    ]);
    expect(bad[0]).toContain('the clocks skipped it');
    expect(notes).toMatchObject([{}, { code: 'ambiguous-times', events: 4 }]);
  });

  it('is as far apart in that hour as its offsets say', async () => {
    const rows = ['02:30:00+02:00', '02:30:00+01:00'].map((time) => `A,X,2026-10-25T${time}`);
    const { facts } = await read('csv', `_CASE_KEY,ACTIVITY,EVENTTIME\n${rows.join('\n')}\n`);
    const [first = 0, second = 0] = facts.map(({ occurredAt }) => Date.parse(occurredAt));
    expect(second - first).toBe(3_600_000);
  });

  it('orders by microseconds, then by its rows', async () => {
    const rows = ['.000002', '.000001', '', ''].map(
      (below, n) => `A,X${n},2026-01-05T09:00:00${below}Z`,
    );
    const { facts } = await read('csv', `_CASE_KEY,ACTIVITY,EVENTTIME\n${rows.join('\n')}\n`);
    const ordered = [...facts].sort((a, b) => Number(a.sequence) - Number(b.sequence));
    expect(typesOf(ordered)).toEqual(['X2', 'X3', 'X1', 'X0']);
  });
});
