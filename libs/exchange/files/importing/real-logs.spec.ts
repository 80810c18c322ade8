/** Real hospital logs, compared with figures that were counted independently. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { FactsInMemory, folder, SECRET } from '../facts/facts-in-memory.spec.support.js';
import { importFile } from './import-file.js';
import type { ImportReport } from './import-options.js';
import { pseudonymOf } from '../../identity/pseudonym.js';

const SEPSIS = path.resolve('../shared/data/sepsis/Sepsis_Cases-Event_Log.xes.gz');
const withSepsis = existsSync(SEPSIS) ? describe : describe.skip;
if (!existsSync(SEPSIS)) console.warn(`Skipped: ${SEPSIS} is not there.`);

withSepsis("A hospital's own log", () => {
  const sink = new FactsInMemory();
  const rejects = path.join(folder(), 'rejects.ndjson');
  let report: ImportReport;
  let text: string;

  beforeAll(async () => {
    report = await importFile({ file: SEPSIS, secret: SECRET, sink, pathway: 'sepsis', rejects });
    text = gunzipSync(readFileSync(SEPSIS)).toString('utf8');
  });

  it('comes in whole', () => {
    expect(report).toMatchObject({
      cases: 1_050,
      events: 15_214,
      accepted: 15_214,
      refused: 0,
      log: 'sepsis',
    });
    expect(sink.byPatient.size).toBe(1_050);
    expect(new Set(sink.all.map(({ type }) => type)).size).toBe(16);
    expect(sink.all.every(({ pathway }) => pathway === 'sepsis')).toBe(true);
  });

  it('keeps every time as it was written, offset and all', () => {
    const log = text.slice(text.indexOf('<trace>'));
    const written = [...log.matchAll(/key="time:timestamp" value="([^"]+)"/g)].map(
      ([, time]) => time,
    );
    expect(sink.all.map(({ occurredAt }) => occurredAt).sort()).toEqual(written.sort());
    expect(new Set(sink.all.map(({ occurredAt }) => occurredAt.slice(-6)))).toEqual(
      new Set(['+01:00', '+02:00']),
    );
  });

  it("keeps the log's own order as the sequence of each case", () => {
    const traces = text.slice(text.indexOf('<trace>')).split('</trace>').slice(0, -1);
    for (const trace of traces) {
      const [name = '', ...types] = [...trace.matchAll(/key="concept:name" value="([^"]+)"/g)].map(
        ([, value]) => value ?? '',
      );
      const facts = sink.byPatient.get(pseudonymOf(SECRET, 'sepsis', name)) ?? [];
      expect(facts.map(({ type }) => type)).toEqual(types);
      expect(facts.map(({ sequence }) => sequence)).toEqual(types.map((_, n) => String(n + 1)));
    }
  });

  it('keeps what each event carries, in its type', () => {
    const first = sink.byPatient.get(pseudonymOf(SECRET, 'sepsis', 'A'))?.[0];
    expect(first?.type).toBe('ER Registration');
    expect(first?.data).toMatchObject({
      Age: 85,
      DiagnosticBlood: true,
      'org:group': 'A',
      'lifecycle:transition': 'complete',
    });
  });

  it('changes nothing when it comes in again', async () => {
    expect(
      await importFile({ file: SEPSIS, secret: SECRET, sink, pathway: 'sepsis', rejects }),
    ).toMatchObject({
      accepted: 0,
      repeated: 15_214,
      refused: 0,
    });
  });
});

const DEPARTMENT = path.resolve('../shared/data/ed-live-snapshot/alderaan_daily.csv');
const DEPARTMENT_MAPPING = path.resolve('test/mappings/ed-live.yaml');
const withDepartment =
  existsSync(DEPARTMENT) && existsSync(DEPARTMENT_MAPPING) ? describe : describe.skip;
if (!existsSync(DEPARTMENT)) console.warn(`Skipped: ${DEPARTMENT} is not there.`);

withDepartment("An emergency department's CSV file", () => {
  it('comes in through its mapping, patient by patient', async () => {
    const sink = new FactsInMemory();
    const mapping = readFileSync(DEPARTMENT_MAPPING, 'utf8');
    const rejects = path.join(folder(), 'rejects.ndjson');
    const options = { file: DEPARTMENT, secret: SECRET, sink, mapping, log: 'ed', rejects };
    const report = await importFile(options);
    const rows = readFileSync(DEPARTMENT, 'utf8').trim().split('\n').slice(1);
    expect(report).toMatchObject({
      cases: 156,
      events: rows.length,
      accepted: rows.length,
      refused: 0,
    });
    const patients = new Set(rows.map((row) => row.trim().split(',')[3] ?? ''));
    expect(new Set(sink.byPatient.keys())).toEqual(
      new Set([...patients].map((id) => pseudonymOf(SECRET, 'ed', id))),
    );
    expect(await importFile(options)).toMatchObject({
      repeated: rows.length,
    });
  });
});
