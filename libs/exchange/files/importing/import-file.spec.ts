/** Whole imports into a sink in memory: counts, repeats, breaks and failures. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { CareEvent, FactSink, Recorded } from '#care-event';
import { FactsInMemory, fileWith, SECRET } from '../facts/facts-in-memory.spec.support.js';
import { checkImport } from './import-file.js';
import type { ImportOptions } from './import-options.js';
import { MAPPING, run, xes } from './import-run.spec.support.js';
import { pseudonymOf } from '../../identity/pseudonym.js';

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
      keptAsText: 0,
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
    expect(first.stopped).toMatchObject({
      code: 'malformed',
      message: `the gzip data is cut off: the file ends at byte ${packed.length - 2_000}`,
    });
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
    expect(await codeOf({ mapping: 'delimiter: ","' })).toBe('mapping-invalid');
    expect(await codeOf({ classifier: 'none' })).toBe('mapping-invalid');
    expect(await codeOf({ objectType: 'order' })).toBe('option-invalid');
    expect(await codeOf({ format: 'csv' })).toBe('mapping-needed');
    expect(await codeOf({ format: 'ndjson', mapping: MAPPING })).toBe('option-invalid');
    expect(await codeOf({ rejects: '/no/such/folder/x' })).toBe('option-invalid');
    expect(existsSync(file)).toBe(true);
    expect(sink.all).toEqual([]);
  });

  it('can be tried without recording anything', async () => {
    const csv = fileWith('Case,Activity,Time\nA,X,2025-05-04\n', 'ward.csv');
    await expect(checkImport({ file: csv, mapping: MAPPING })).resolves.toBeUndefined();
    await expect(checkImport({ file: csv })).rejects.toMatchObject({ code: 'mapping-needed' });
    await expect(checkImport({ file: '/no/such/file' })).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });
});

describe('The sink of an import', () => {
  it('never gets two batches of one patient at once, and all in the order of the file', async () => {
    const busy = new Set<string>();
    const order: string[] = [];
    const sink: FactSink = {
      async recordFacts(patient: string, facts: readonly CareEvent[]): Promise<Recorded> {
        expect(busy.has(patient)).toBe(false);
        busy.add(patient);
        order.push(...facts.map(({ sequence }) => sequence ?? ''));
        await new Promise((resolve) => setImmediate(resolve));
        busy.delete(patient);
        return {
          outcomes: facts.map(() => ({ status: 'accepted', revision: 0, position: '1' })),
          decisions: 2,
        };
      },
    };
    const rows = Array.from({ length: 6_000 }, () => 'A,X,2025-05-04\n').join('');
    const file = fileWith(`Case,Activity,Time\n${rows}`, 'ward.csv');
    expect(await run(sink, file, { mapping: MAPPING })).toMatchObject({
      accepted: 6_000,
      decisions: 6,
    });
    expect(order).toEqual(Array.from({ length: 6_000 }, (_, n) => String(n + 1)));
  });

  it('that fails ends the import with its error and what went in so far, and is asked no more', async () => {
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
    await expect(run(failing, file, { concurrency: 1 })).rejects.toMatchObject({
      cause: new Error('the disk is full'),
      report: { accepted: 27, stopped: { code: 'failed', message: 'the disk is full' } },
    });
    expect(calls).toBe(10);
    expect(await run(sink, file)).toMatchObject({ events: 3_000, repeated: 27 });
  });
});
