/** The same log again: grown, re-ordered, with other line ends, in another format. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FactsInMemory, fileWith } from '../facts/facts-in-memory.spec.support.js';
import type { ImportOptions } from './import-options.js';
import { run } from './import-run.spec.support.js';

/** Case, activity, time, dose: as a hospital's export has them. */
type Row = readonly [string, string, string, number | undefined];

const ROWS: readonly Row[] = [
  ['A', 'Registration', '2025-05-04T07:05:00+02:00', undefined],
  ['A', 'CRP', '2025-05-04T08:00:00+02:00', 21.5],
  ['A', 'CRP', '2025-05-04T08:00:00+02:00', 21.5],
  ['B', 'Registration', '2025-05-04T07:06:00+02:00', undefined],
];
const HEADER = 'case:concept:name,concept:name,time:timestamp,dose,case:age,lifecycle:transition';

const csvOf = (rows: readonly Row[], end = '\n'): string =>
  [HEADER, ...rows.map((row) => `${row.map((cell) => cell ?? '').join(',')},85,complete`), ''].join(
    end,
  );

const xesOf = (rows: readonly Row[]): string => {
  const event = ([, activity, time, dose]: Row): string =>
    `<event><string key="concept:name" value="${activity}"/><date key="time:timestamp" value="${time}"/>` +
    `${dose === undefined ? '' : `<float key="dose" value="${dose}"/>`}` +
    '<string key="lifecycle:transition" value="complete"/></event>';
  const traces = [...Map.groupBy(rows, ([name]) => name)].map(
    ([name, own]) =>
      `<trace><string key="concept:name" value="${name}"/><int key="age" value="85"/>${own.map(event).join('')}</trace>`,
  );
  return `<log>${traces.join('\n')}</log>`;
};

const ocelOf = (rows: readonly Row[]): string => {
  const events = rows.map(([name, type, time, dose], n) => ({
    id: `e${n}`,
    type,
    time,
    attributes: [
      { name: 'lifecycle:transition', value: 'complete' },
      ...(dose === undefined ? [] : [{ name: 'dose', value: String(dose) }]),
    ],
    relationships: [{ objectId: name, qualifier: 'patient' }],
  }));
  const objects = [...new Set(rows.map(([name]) => name))].map((id) => ({
    id,
    type: 'patient',
    attributes: [{ name: 'age', time: '1970-01-01T00:00:00Z', value: 85 }],
  }));
  const types = [...new Set(rows.map(([, type]) => type))];
  const eventTypes = types.map((name) => ({ name, attributes: [{ name: 'dose', type: 'float' }] }));
  return JSON.stringify({ events, objects, eventTypes, objectTypes: [{ name: 'patient' }] });
};

const csvFile = (text: string): string => fileWith(text, 'ward.csv');
const options: Partial<ImportOptions> = { log: 'ward' };

describe('A log that is imported again', () => {
  it('with one row more in front, or with other line ends, adds that row alone', async () => {
    const sink = new FactsInMemory();
    expect(await run(sink, csvFile(csvOf(ROWS)), options)).toMatchObject({ accepted: 4 });
    const more: Row = ['A', 'Triage', '2025-05-04T07:00:00+02:00', undefined];
    const grown = csvFile(csvOf([more, ...ROWS], '\r\n'));
    expect(await run(sink, grown, options)).toMatchObject({ accepted: 1, repeated: 4, refused: 0 });
  });

  it('as XES, as CSV or as OCEL is the same log, with the same content', async () => {
    const files = [
      csvFile(csvOf(ROWS)),
      fileWith(xesOf(ROWS), 'ward.xes'),
      fileWith(ocelOf(ROWS), 'ward.jsonocel'),
    ];
    const together = new FactsInMemory();
    const contents: string[][] = [];
    for (const [index, file] of files.entries()) {
      const report = await run(together, file, options);
      expect(report).toMatchObject(index === 0 ? { accepted: 4 } : { accepted: 0, repeated: 4 });
      const alone = new FactsInMemory();
      await run(alone, file, options);
      const parsed = alone.all.map(({ data, ...fact }) => [fact, Object.entries(data).sort()]);
      contents.push(parsed.map((each) => JSON.stringify(each)).sort());
    }
    expect(contents[1]).toEqual(contents[0]);
    expect(contents[2]).toEqual(contents[0]);
  });

  it('in any order of its rows, in part and then whole, ends as if it had been whole at once', async () => {
    const row = fc.tuple(
      fc.constantFrom('A', 'B'),
      fc.constantFrom('X', 'Y'),
      fc.constantFrom('2025-05-04T07:05:00+02:00', '2025-05-04T05:05:00Z', '2025-05-04'),
      fc.constantFrom(undefined, 1, 2.5),
    );
    const shuffled = fc
      .array(row, { minLength: 1, maxLength: 12 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows), fc.nat()));
    await fc.assert(
      fc.asyncProperty(shuffled, async ([rows, part, seed]) => {
        const whole = new FactsInMemory();
        await run(whole, csvFile(csvOf(rows)), options);
        const sink = new FactsInMemory();
        await run(sink, csvFile(csvOf(part)), options);
        const rotated = [...rows.slice(seed % rows.length), ...rows.slice(0, seed % rows.length)];
        const report = await run(sink, csvFile(csvOf(rotated)), options);
        expect(report).toMatchObject({ refused: 0, repeated: part.length });
        expect(sink.all.map(({ id }) => id).sort()).toEqual(whole.all.map(({ id }) => id).sort());
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 2) },
    );
  });

  it('with a changed attribute has a new event beside the old one', async () => {
    const sink = new FactsInMemory();
    await run(sink, csvFile(csvOf(ROWS)), options);
    const changed = ROWS.map((row, n): Row => (n === 1 ? [row[0], row[1], row[2], 22] : row));
    const report = await run(sink, csvFile(csvOf(changed)), options);
    expect(report).toMatchObject({ accepted: 1, repeated: 3, refused: 0 });
  });

  it('with other attributes of its cases says so, and keeps what the log has', async () => {
    const sink = new FactsInMemory();
    await run(sink, csvFile(csvOf(ROWS)), options);
    const report = await run(sink, csvFile(csvOf(ROWS).replaceAll(',85,', ',86,')), options);
    expect(report).toMatchObject({ accepted: 0, repeated: 4, refused: 0 });
    expect(report.notes).toMatchObject([
      { code: 'columns-recognised' },
      { code: 'case-differs', events: 2 },
    ]);
  });

  it('by ids of its own is the same whichever row they stand in', async () => {
    const sink = new FactsInMemory();
    const mapping = 'case: C\ntype: A\ntime: T\nid: I\n';
    const rows = ['A,X,2025-05-04,1', 'A,Y,2025-05-05,2'];
    const file = (all: readonly string[]): string => csvFile(`C,A,T,I\n${all.join('\n')}\n`);
    await run(sink, file(rows), { mapping, log: 'ward' });
    const grown = file(['A,Z,2025-05-03,3', ...rows.toReversed()]);
    expect(await run(sink, grown, { mapping, log: 'ward' })).toMatchObject({
      accepted: 1,
      repeated: 2,
      refused: 0,
    });
    const changed = file([rows[0]!, 'A,Y,2025-05-06,2']);
    expect(await run(sink, changed, { mapping, log: 'ward' })).toMatchObject({ refused: 1 });
  });
});
