/** A log as a file: what comes back when it is imported, and what is left out for research. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CareEvent, Json, RecordedFact } from '#care-event';
import { FactsInMemory, fileWith } from '../facts/facts-in-memory.spec.support.js';
import { run } from '../importing/import-run.spec.support.js';
import {
  dictionaryText,
  exportLog,
  type ExportOptions,
  type PatientHistory,
} from './export-log.js';
import type { ExportFormat } from './formats.js';

const FORMATS: readonly ExportFormat[] = ['xes', 'csv', 'ocel'];
const NAMES = { xes: 'log.xes', csv: 'log.csv', ocel: 'log.jsonocel' };
const COMPLETE = { isComplete: true, leastPatients: 1, drop: new Set<string>() };
const RECORDED = Date.UTC(2026, 0, 9);
const PATIENTS = ['pa', 'pb'].map((start) => start.padEnd(27, 'c'));

// eslint-disable-next-line @typescript-eslint/require-await -- stands for what is read from a log
async function* given(histories: readonly PatientHistory[]): AsyncGenerator<PatientHistory> {
  yield* histories;
}

async function written(
  histories: readonly PatientHistory[],
  options: Omit<ExportOptions, 'format'>,
  format: ExportFormat,
) {
  const { pieces, dictionary } = await exportLog(() => given(histories), { ...options, format });
  let text = '';
  for await (const piece of pieces) text += piece;
  return { text, dictionary };
}

const name = fc
  .oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('case', 'concept:name', 'stafett:id', 'a b', 'valueOf'),
  )
  .filter(
    (key) => !['__proto__', 'constructor', 'prototype', '@@index', '@@case_index'].includes(key),
  );
const scalar = fc.oneof(
  fc.string({ maxLength: 12, unit: 'binary' }).filter((text) => text.isWellFormed()),
  fc.constantFrom('007', '1.50', 'true', '', ' x ', 'a\r\nb\t"', '\u0001', '<&>', '2026-01-05'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
  fc.integer(),
  fc.boolean(),
);
const value: fc.Arbitrary<Json> = fc.oneof(
  { weight: 5, arbitrary: scalar },
  fc.constant(null),
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(name, scalar, { maxKeys: 3, noNullPrototype: true }),
);
const said = fc.oneof(
  fc.record({
    type: fc.constantFrom('CRP', 'ER Triage'),
    data: fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true }),
  }),
  fc.record({
    type: fc.constant('ReferralSent'),
    data: fc.record({ reason: fc.constantFrom('back pain', '7', 'a,b') }, { requiredKeys: [] }),
  }),
);
const facts = fc.array(
  fc.record(
    {
      said,
      occurredAt: fc.constantFrom(
        ...['2026-01-05T09:00:00+01:00', '2026-01-05T09:00:00.123456Z', '2026-01-05', '2026-01'],
      ),
      sequence: fc.constantFrom('1', 'b'),
      pathway: fc.constant('sepsis'),
      municipality: fc.constant('0301'),
      actor: fc.constantFrom({ role: 'GP' }, { role: 'GP', organisation: '974767880' }),
      issuedAt: fc.constant('2026-01-06T09:00:00Z'),
    },
    { requiredKeys: ['said', 'occurredAt'] },
  ),
  { minLength: 1, maxLength: 6 },
);

describe('A complete export', () => {
  it.each(FORMATS)('as %s gives the same events when it is imported', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(facts, facts), async (all) => {
        const histories = all.map((own, index): PatientHistory => {
          const patient = PATIENTS[index] ?? '';
          const recorded = own.map(({ said: { type, data }, ...rest }, n): RecordedFact => {
            const id = `${index}-${n}`;
            const fixed = { id, source: 'urn:test', version: 1, recordedAt: RECORDED };
            return { ...fixed, type, data: data, ...rest };
          });
          return { patient, facts: recorded };
        });
        const { text } = await written(histories, COMPLETE, format);
        const sink = new FactsInMemory();
        const report = await run(sink, fileWith(text, NAMES[format]));
        expect(report.examples).toEqual([]);
        for (const { patient, facts: before } of histories) {
          const expected = before.map(({ recordedAt: _, ...fact }): CareEvent => fact);
          expect(sink.byPatient.get(patient)).toEqual(expected);
        }
      }),
      { numRuns: fc.readConfigureGlobal().numRuns ?? 100 },
    );
  });
});

describe('An export for research', () => {
  const history = (n: number): PatientHistory => {
    const fixed = { source: 'urn:gp', version: 1, recordedAt: RECORDED, pathway: 'sepsis' };
    const at = { occurredAt: '2026-01-05T09:00:00Z' };
    const ward = n < 3 ? 'rare' : 'common';
    const data = { ward, note: `note of ${n}`, crp: 20 + n, journal: 470_000 + n, parts: [n] };
    const events = [{ ...fixed, ...at, id: `j-${n}`, type: 'CRP', data }];
    const rare = { ...fixed, ...at, id: `k-${n}`, type: 'Rare', data: {} };
    return {
      patient: PATIENTS[0]!.slice(0, 20) + String(n).padStart(7, 'a'),
      facts: n === 0 ? [...events, rare] : events,
    };
  };
  const histories = Array.from({ length: 12 }, (_, n) => history(n));
  const RESEARCH = { isComplete: false, leastPatients: 5, drop: new Set<string>() };

  it.each(FORMATS)('as %s leaves out what few have, and who they are', async (format) => {
    const { text } = await written(histories, RESEARCH, format);
    for (const kept of ['common', '31', 'sepsis', '2026-01-09T00:00:00.000Z'])
      expect(text).toContain(kept);
    for (const left of [
      'rare',
      'Rare',
      'note of',
      '470',
      'j-1',
      'urn:gp',
      PATIENTS[0]!.slice(0, 20),
    ])
      expect(text).not.toContain(left);
  });

  it('has a dictionary that says what was left out', async () => {
    const { dictionary } = await written(histories, { ...RESEARCH, drop: new Set(['crp']) }, 'csv');
    const table = dictionaryText(dictionary);
    expect(table).toContain('ward,event,text,12,12,2,1,\n');
    expect(table).toContain('note,event,text,12,12,12,12,\n');
    expect(table).toContain('(suppressed),type,event type,0,0,,1,\n');
    expect(table).not.toContain('crp');
  });

  it('is refused where there are too few patients', async () => {
    await expect(written(histories.slice(0, 4), RESEARCH, 'xes')).rejects.toMatchObject({
      code: 'too-few-patients',
    });
  });
});
