/** What other importers of logs got wrong, in its smallest form, and what is right. */
import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '#calendar';
import type { CareEvent } from '#care-event';
import { FactsInMemory, fileWith } from '../facts/facts-in-memory.spec.support.js';
import type { ImportOptions, ImportReport } from './import-options.js';
import { run } from './import-run.spec.support.js';

async function imported(
  name: string,
  text: string,
  more: Partial<ImportOptions> = {},
): Promise<{ facts: CareEvent[]; report: ImportReport }> {
  const sink = new FactsInMemory();
  const report = await run(sink, fileWith(text, name), more);
  return { facts: sink.all, report };
}

const event = (name: string, time: string, more = ''): string =>
  `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${time}"/>${more}</event>`;
const NAME = '<string key="concept:name" value="A"/>';
const TABLE = 'case: case\ntype: activity\n';

describe('A log in XES', () => {
  it('has its times compared as instants, whatever their offsets', async () => {
    const events = event('A', '2026-07-06T10:00:00+05:00') + event('B', '2026-07-06T06:00:00Z');
    const { facts } = await imported('a.xes', `<log><trace>${NAME}${events}</trace></log>`);
    const [a = 0, b = 0] = facts.map(({ occurredAt }) => parseInstant(occurredAt));
    expect(b - a).toBe(3_600_000);
  });

  it('may have lists in lists of the log, and texts nested in an event', async () => {
    const nested =
      '<list key="l"><values><list key="m"><values><int key="n" value="1"/></values></list></values></list>';
    const more = '<string key="s" value="v"><string key="t" value="w"/></string>';
    const events = event('A', '2026-07-06T06:00:00Z', more) + event('B', '2026-07-06T07:00:00Z');
    const { facts } = await imported(
      'a.xes',
      `<log>${nested}<trace>${NAME}${events}</trace></log>`,
    );
    expect(facts.map(({ type }) => type)).toEqual(['A', 'B']);
  });

  it('may name a trace after its events', async () => {
    const events = event('A', '2026-07-06T06:00:00Z') + event('B', '2026-07-06T07:00:00Z');
    const { report } = await imported('a.xes', `<log><trace>${events}${NAME}</trace></log>`);
    expect(report).toMatchObject({ cases: 1, accepted: 2 });
  });
});

describe('A table', () => {
  it('keeps the order of times, and of its rows where they are the same', async () => {
    const rows = ['assigned,.002', 'created,.001', 'third,.003', 'fourth,.003'];
    const text = rows.map((row) => `A,${row.replace(',', ',2026-07-06T09:00:00')}Z`).join('\n');
    const { facts } = await imported('a.csv', `case,activity,time\n${text}\n`, {
      mapping: `${TABLE}time: time\n`,
    });
    const ordered = [...facts].sort(
      (a, b) =>
        (parseInstant(a.occurredAt) ?? 0) - (parseInstant(b.occurredAt) ?? 0) ||
        Number(a.sequence) - Number(b.sequence),
    );
    expect(ordered.map(({ type }) => type)).toEqual(['created', 'assigned', 'third', 'fourth']);
  });

  it('has its dates read as they are said to be written, and never guessed', async () => {
    const text = 'case;activity;time\nA;X;30-12-2025:11.02\nA;Y;05-01-2026:15.12\n';
    const time = "{ column: time, format: 'dd-MM-yyyy:HH.mm', zone: UTC }";
    const { facts } = await imported('a.csv', text, { mapping: `${TABLE}time: ${time}\n` });
    expect(facts[1]?.occurredAt).toBe('2026-01-05T15:12:00+00:00');
    const { report } = await imported('a.csv', text, {
      mapping: `${TABLE}time: time\n`,
      zone: 'UTC',
    });
    expect(report).toMatchObject({ accepted: 0, refused: 2 });
  });

  it('may have separators, line ends and quotes within quotes', async () => {
    const row = 'A;X;2026-07-06T09:00:00Z;"a, b, c, d\r\nsaid ""yes"""';
    const { facts } = await imported('a.csv', `case;activity;time;note\r\n${row}\r\n`, {
      mapping: `${TABLE}time: time\ndata: rest\n`,
    });
    expect(facts.map(({ data }) => data)).toEqual([{ note: 'a, b, c, d\r\nsaid "yes"' }]);
  });

  it.each(['case,activity,time\r\nA,X,2026-07-06\r\n', 'time,activity,case\r\n2026-07-06,X,A\r\n'])(
    'is the same with a byte order mark before %j',
    async (text) => {
      const mapping = `${TABLE}time: time\n`;
      const marked = await imported('a.csv', `\ufeff${text}`, { mapping });
      expect(marked.facts).toEqual((await imported('a.csv', text, { mapping })).facts);
      expect(marked.facts).toHaveLength(1);
    },
  );

  it('has a time reported that is missing, and half a second kept', async () => {
    const times = ['', '2026-07-06T09:00:00Z', '2026-07-06T09:00:00.5Z', '2026-07-06T09:00Z'];
    const text = times.map((time, n) => `A,X${n},${time}\n`).join('');
    const { facts, report } = await imported('a.csv', `case,activity,time\n${text}`, {
      mapping: `${TABLE}time: time\n`,
    });
    expect(report.examples).toEqual([{ line: 2, reason: 'time is empty' }]);
    const [whole = 0, half = 0, minute] = facts.map(({ occurredAt }) => parseInstant(occurredAt));
    expect([half - whole, minute]).toEqual([500, whole]);
  });
});

describe('CloudEvents, one a line', () => {
  it('may hold a line separator of Unicode within a text, and lack the last line end', async () => {
    const line = (id: string, text: string): string =>
      JSON.stringify({
        ...{ specversion: '1.0', id, source: 'urn:x', type: 'X', subject: 'w|A' },
        ...{ time: '2026-03-14T10:15:00Z', data: { text } },
      });
    const { facts } = await imported('a.ndjson', `${line('1', 'a\u2028b')}\n${line('2', 'c')}`);
    expect(facts.map(({ data }) => data['text'])).toEqual(['a\u2028b', 'c']);
  });
});
