import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { CareEvent, FactSink, Recorded } from '#pathway';
import { FactsInMemory, fileWith, SECRET } from './facts-in-memory.spec.support.js';
import { importFile } from './import-file.js';
import type { ImportOptions, ImportReport } from './import-options.js';
import { pseudonymOf } from './pseudonym.js';

const MAPPING = 'case: Case\ntype: Activity\ntime: { column: Time, zone: Europe/Oslo }\n';

const run = (
  sink: FactSink,
  file: string,
  more: Partial<ImportOptions> = {},
): Promise<ImportReport> =>
  importFile({ file, secret: SECRET, sink, rejects: `${file}.rejects.ndjson`, ...more });

/** A log of as many cases with three events each. */
const xes = (cases: number): string => {
  const event = (name: string): string =>
    `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="2014-10-22T11:15:41+02:00"/></event>`;
  const trace = (n: number): string =>
    `<trace><string key="concept:name" value="case ${n}"/>${['X', 'Y', 'Z'].map(event).join('\n')}</trace>\n`;
  return `<log>\n${Array.from({ length: cases }, (_, n) => trace(n)).join('')}</log>`;
};

describe('An import', () => {
  it('tells what became of every event', async () => {
    const sink = new FactsInMemory();
    const file = fileWith(xes(10), 'ward.xes');
    expect(await run(sink, file)).toEqual({
      file,
      format: 'xes',
      log: 'ward',
      system: 'ward',
      bytes: statSync(file).size,
      bytesTotal: statSync(file).size,
      cases: 10,
      events: 30,
      accepted: 30,
      repeated: 0,
      refused: 0,
      decisions: 0,
      examples: [],
    });
    expect([...sink.byPatient.keys()]).toContain(pseudonymOf(SECRET, 'ward', 'case 3'));
  });

  it('changes nothing when it is done again', async () => {
    const sink = new FactsInMemory();
    const file = fileWith(xes(10), 'ward.xes');
    await run(sink, file);
    const before = sink.content;
    expect(await run(sink, file)).toMatchObject({ accepted: 0, repeated: 30, refused: 0 });
    expect(sink.content).toEqual(before);
  });

  it('gives the same facts from a packed file under another name, when the log is named', async () => {
    const sink = new FactsInMemory();
    await run(sink, fileWith(xes(10), 'ward.xes'));
    const packed = fileWith(gzipSync(xes(10)), 'export-of-march');
    expect(await run(sink, packed, { log: 'ward' })).toMatchObject({ format: 'xes', repeated: 30 });
  });

  it('that was interrupted and done again ends as if it had not been', async () => {
    const whole = new FactsInMemory();
    const file = fileWith(xes(5_000), 'ward.xes');
    await run(whole, file);

    const sink = new FactsInMemory();
    const abort = new AbortController();
    const first = await run(sink, file, {
      signal: abort.signal,
      onProgress: ({ events }) => events > 5_000 && abort.abort(),
    });
    expect(first.stopped).toMatchObject({ code: 'interrupted' });
    expect(first.accepted).toBeGreaterThan(5_000);
    expect(first.accepted).toBeLessThan(15_000);
    expect(first.accepted).toBe(sink.all.length);
    const second = await run(sink, file);
    expect(second).toMatchObject({ repeated: first.accepted, events: 15_000, refused: 0 });
    expect(sink.content).toEqual(whole.content);
  });

  it('of a file that was cut off or damaged stops with the place, and goes on when it is mended', async () => {
    const whole = xes(5_000);
    const packed = gzipSync(whole);
    const sink = new FactsInMemory();
    const file = fileWith(packed.subarray(0, packed.length - 2_000), 'ward.xes.gz');
    const first = await run(sink, file);
    expect(first.stopped).toMatchObject({ code: 'malformed', message: 'the gzip data is cut off' });
    const line = first.stopped?.code === 'malformed' ? first.stopped.line : 0;
    // Three lines a case: what stood before the place was imported.
    expect(first.accepted).toBeGreaterThan(line - 5);
    writeFileSync(file, packed);
    expect(await run(sink, file)).toMatchObject({
      events: 15_000,
      repeated: first.accepted,
      refused: 0,
    });
  });

  it('of a text in the wrong encoding stops where it is wrong', async () => {
    const sink = new FactsInMemory();
    const lines = ['Case,Activity,Time', 'A,X,2025-05-04', 'A,Utskrevet på dagen,2025-05-04'];
    const file = fileWith(Buffer.from(lines.join('\n'), 'latin1'), 'ward.csv');
    expect((await run(sink, file, { mapping: MAPPING })).stopped).toMatchObject({
      code: 'malformed',
      line: 3,
      message: expect.stringContaining('not UTF-8') as unknown,
    });
    const mapping = `${MAPPING}encoding: windows-1252`;
    expect(await run(sink, file, { mapping })).toMatchObject({ accepted: 1, repeated: 1 });
    expect(sink.all[1]?.type).toBe('Utskrevet på dagen');
  });

  it('reads XML in the encoding that it declares', async () => {
    const sink = new FactsInMemory();
    const xml = `<?xml version="1.0" encoding="ISO-8859-1"?>${xes(1).replace('"X"', '"Å"')}`;
    await run(sink, fileWith(Buffer.from(xml, 'latin1'), 'a.xes'));
    expect(sink.all[0]?.type).toBe('Å');
    await run(sink, fileWith(Buffer.from(`\ufeff${xes(1)}`, 'utf16le'), 'b.xes'));
    expect(sink.all).toHaveLength(6);
    const unknown = xml.replace('ISO-8859-1', 'klingon');
    expect((await run(sink, fileWith(unknown, 'c.xes'))).stopped?.message).toContain('klingon');
  });

  it('knows the format by name or by content', async () => {
    const sink = new FactsInMemory();
    const cloudEvent = {
      specversion: '1.0',
      id: '1',
      source: 'urn:x',
      type: 'X',
      subject: 'w|A',
      time: '2026-03-14T10:15:00Z',
    };
    const csv = 'Case,Activity,Time\nA,X,2025-05-04';
    const formats = await Promise.all([
      run(sink, fileWith(JSON.stringify(cloudEvent), 'events')),
      run(sink, fileWith(csv, 'rows'), { mapping: MAPPING }),
      run(sink, fileWith(xes(1), 'log')),
      run(sink, fileWith('', 'nothing.ndjson')),
    ]);
    expect(formats.map(({ format }) => format)).toEqual(['ndjson', 'csv', 'xes', 'ndjson']);
    await expect(run(sink, fileWith('lorem ipsum', 'text'))).rejects.toMatchObject({
      code: 'format-unknown',
    });
  });

  it('is refused before it begins when it cannot', async () => {
    const sink = new FactsInMemory();
    const file = fileWith(xes(1), 'ward.xes');
    const codeOf = (more: Partial<ImportOptions>): Promise<unknown> =>
      run(sink, file, more).catch((error: unknown) => (error as { code: string }).code);
    expect(await codeOf({ file: '/no/such/file' })).toBe('file-unreadable');
    expect(await codeOf({ zone: 'Europe/Olso' })).toBe('option-invalid');
    expect(await codeOf({ system: 'a|b' })).toBe('option-invalid');
    expect(await codeOf({ log: 'x'.repeat(600) })).toBe('option-invalid');
    expect(await codeOf({ concurrency: 0 })).toBe('option-invalid');
    expect(await codeOf({ rejects: file })).toBe('option-invalid');
    expect(await codeOf({ mapping: 'case: A' })).toBe('mapping-invalid');
    expect(await codeOf({ format: 'csv' })).toBe('mapping-needed');
    expect(await codeOf({ format: 'ndjson', mapping: MAPPING })).toBe('option-invalid');
    expect(existsSync(file)).toBe(true);
    expect(sink.all).toEqual([]);
  });
});

describe('What an import cannot take', () => {
  it('goes to a file that only its owner may read, and the rest is imported', async () => {
    const sink = new FactsInMemory();
    const file = fileWith(
      'Case,Activity,Time\nA,X,2025-05-04\nA,Y\nB,Z,noon\nB,Z,2025-05-04\n',
      'ward.csv',
    );
    const report = await run(sink, file, { mapping: MAPPING });
    expect(report).toMatchObject({
      events: 4,
      accepted: 2,
      refused: 2,
      rejects: `${file}.rejects.ndjson`,
    });
    expect(report.examples.map(({ line }) => line)).toEqual([3, 4]);
    expect(statSync(report.rejects ?? '').mode & 0o777).toBe(0o600);
    expect(readRejects(report)).toEqual([
      {
        file,
        line: 3,
        reason: 'the row has 2 cells where the header has 3',
        faults: [],
        row: ['A', 'Y'],
      },
      {
        file,
        line: 4,
        reason: 'Time: "noon" is no ISO 8601 date or time',
        faults: [],
        row: ['B', 'Z', 'noon'],
      },
    ]);
  });

  it('is what the sink refuses, too, with where it stood', async () => {
    const sink = new FactsInMemory();
    const file = fileWith(xes(2), 'ward.xes');
    await run(sink, file);
    writeFileSync(file, xes(2).replace('"Y"', '"Changed"'));
    const report = await run(sink, file);
    expect(report).toMatchObject({ repeated: 5, refused: 1 });
    const patient = pseudonymOf(SECRET, 'ward', 'case 0');
    expect(readRejects(report)).toEqual([
      {
        file,
        line: 3,
        reason: 'the same id with other content',
        faults: [],
        patient,
        id: `${patient}/2`,
        type: 'Changed',
      },
    ]);
  });

  it('is found in whichever batch it went', async () => {
    const sink = new FactsInMemory();
    const rows = Array.from({ length: 1_200 }, (_, n) => `A,X${n},2025-05-04\n`);
    const file = fileWith(`Case,Activity,Time\n${rows.join('')}`, 'ward.csv');
    await run(sink, file, { mapping: MAPPING });
    rows[700] = 'A,Changed,2025-05-04\n';
    writeFileSync(file, `Case,Activity,Time\n${rows.join('')}`);
    const report = await run(sink, file, { mapping: MAPPING });
    expect(readRejects(report)).toMatchObject([{ line: 702, type: 'Changed' }]);
  });

  it('leaves no file when there is nothing, not even an earlier one', async () => {
    const sink = new FactsInMemory();
    const file = fileWith('Case,Activity,Time\nA,X\n', 'ward.csv');
    const rejects = (await run(sink, file, { mapping: MAPPING })).rejects ?? '';
    expect(existsSync(rejects)).toBe(true);
    writeFileSync(file, 'Case,Activity,Time\nA,X,2025-05-04\n');
    expect(await run(sink, file, { mapping: MAPPING })).not.toHaveProperty('rejects');
    expect(existsSync(rejects)).toBe(false);
  });

  function readRejects({ rejects = '' }: ImportReport): unknown[] {
    const lines = readFileSync(rejects, 'utf8').trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line) as unknown);
  }
});

describe('The sink of an import', () => {
  it('gets at most 500 facts at a time, and never two batches of one patient at once', async () => {
    const busy = new Set<string>();
    const sizes: number[] = [];
    const order: string[] = [];
    const sink: FactSink = {
      async recordFacts(patient: string, facts: readonly CareEvent[]): Promise<Recorded> {
        expect(busy.has(patient)).toBe(false);
        busy.add(patient);
        sizes.push(facts.length);
        order.push(...facts.map(({ sequence }) => sequence ?? ''));
        await new Promise((resolve) => setImmediate(resolve));
        busy.delete(patient);
        return { outcomes: facts.map(() => ({ status: 'accepted', position: '1' })), decisions: 2 };
      },
    };
    const rows = Array.from({ length: 6_000 }, () => 'A,X,2025-05-04\n').join('');
    const file = fileWith(`Case,Activity,Time\n${rows}`, 'ward.csv');
    expect(await run(sink, file, { mapping: MAPPING })).toMatchObject({
      accepted: 6_000,
      decisions: 24,
    });
    expect(sizes).toEqual(Array.from({ length: 12 }, () => 500));
    expect(order).toEqual(Array.from({ length: 6_000 }, (_, n) => String(n + 2)));
  });

  it('that fails ends the import with its error, and is asked no more', async () => {
    const sink = new FactsInMemory();
    let calls = 0;
    const failing: FactSink = {
      recordFacts(patient: string, facts: readonly CareEvent[]): Promise<Recorded> {
        calls += 1;
        if (calls === 10) return Promise.reject(new Error('the disk is full'));
        return sink.recordFacts(patient, facts);
      },
    };
    const file = fileWith(xes(1_000), 'ward.xes');
    await expect(run(failing, file, { concurrency: 1 })).rejects.toThrow('the disk is full');
    expect(calls).toBe(10);
    expect(await run(sink, file)).toMatchObject({ events: 3_000, repeated: 27 });
  });
});
