/** CSV rows to facts by a mapping: ids, times and columns; bad rows; files that cannot be read. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CareEvent } from '#care-event';
import { readCsv } from './csv.js';
import { inChunks, SECRET } from '../facts/facts-in-memory.spec.support.js';
import { MalformedFile } from '../source/malformed-file.js';
import { ImportRefused } from '../source/import-refused.js';
import { ImportNotes } from '../facts/import-notes.js';
import type { MappedOptions } from '../facts/mapped-options.js';
import { readMapping } from '../mapping/mapping.js';
import { pseudonymOf } from '../../identity/pseudonym.js';
import type { BadRow, PatientFacts } from '../facts/imported-batch.js';

const MAPPING = `
case: Case
type: Activity
time: { column: Time, zone: Europe/Oslo }
`;

interface Drained {
  readonly groups: PatientFacts[];
  readonly facts: CareEvent[];
  readonly bad: BadRow[];
  readonly cases: number;
  readonly keptAsText: number;
  readonly failure: unknown;
}

async function drain(
  csv: string,
  mapping: string | undefined = MAPPING,
  options: Partial<MappedOptions> = {},
  size = 1_000,
): Promise<Drained> {
  const groups: PatientFacts[] = [];
  const bad: BadRow[] = [];
  let cases = 0;
  let keptAsText = 0;
  let failure: unknown;
  try {
    const read = mapping === '' ? undefined : readMapping(mapping, 'csv');
    const notes = new ImportNotes();
    const all = { secret: SECRET, log: 'ed', system: 'ed', mapping: read, notes, ...options };
    for await (const batch of readCsv(inChunks(csv, size), all)) {
      groups.push(...batch.groups);
      bad.push(...batch.bad);
      cases += batch.cases;
      keptAsText += batch.keptAsText;
    }
  } catch (error) {
    failure = error;
  }
  return { groups, facts: groups.flatMap((group) => group.facts), bad, cases, keptAsText, failure };
}

const A = pseudonymOf(SECRET, 'ed', 'A');
/** Made of what the event says. */
const idOf = (name: string): unknown =>
  expect.stringMatching(new RegExp(`^${name}/c[0-9a-f]{20}$`));

describe('A CSV file', () => {
  it('becomes facts by case, each with its number among the rows of its case as sequence', async () => {
    const csv =
      'Case,Activity,Time\nA,Triage,2025-05-04 00:33:00\nB,Triage,2025-05-04 00:40:00\nA,Bed,2025-05-04 00:47:00\n';
    const { groups, cases, bad } = await drain(csv);
    expect({ cases, bad }).toEqual({ cases: 2, bad: [] });
    expect(groups[0]).toEqual({
      patient: A,
      lines: [2, 4],
      facts: [
        {
          id: idOf(A),
          source: 'urn:stafett:log:ed',
          type: 'Triage',
          version: 1,
          occurredAt: '2025-05-04T00:33:00+02:00',
          sequence: '1',
          data: {},
        },
        {
          id: idOf(A),
          source: 'urn:stafett:log:ed',
          type: 'Bed',
          version: 1,
          occurredAt: '2025-05-04T00:47:00+02:00',
          sequence: '2',
          data: {},
        },
      ],
    });
  });

  it('may have every column that a care event knows', async () => {
    const mapping = `
delimiter: ";"
case: stay
type: what
types: { Henvist: Referral.v2 }
time: { column: when, format: dd.MM.yyyy HH.mm, zone: Europe/Oslo }
id: key
sequence: "no"
patient: { column: person, system: urn:oid:2.16.578.1.12.4.1.4.1 }
actor: { role: role, organisation: org }
municipality: kommune
data:
  - note
  - { column: urgent, name: urgency, type: boolean }
  - { column: score, type: number }
`;
    const csv =
      'stay;what;when;key;no;person;role;org;kommune;note;urgent;score\n' +
      '1;Henvist;04.05.2025 07.05;e-9;3;13116900216;GP;NO-974;0301;"say; ""hei""";ja;2.5\n' +
      '1;Annet;04.05.2025 07.06;e-10;4;13116900216;;;;;;\n';
    const { groups, facts, bad } = await drain(csv, mapping, { pathway: 'back-pain' });
    expect(bad).toEqual([]);
    expect(groups[0]?.patient).toBe(
      pseudonymOf(SECRET, 'urn:oid:2.16.578.1.12.4.1.4.1', '13116900216'),
    );
    expect(facts).toEqual([
      {
        id: 'e-9',
        source: 'urn:stafett:log:ed',
        type: 'Referral',
        version: 2,
        occurredAt: '2025-05-04T07:05:00+02:00',
        sequence: '3',
        pathway: 'back-pain',
        actor: { role: 'GP', organisation: 'NO-974' },
        municipality: '0301',
        data: { note: 'say; "hei"', urgency: true, score: 2.5 },
      },
      {
        id: 'e-10',
        source: 'urn:stafett:log:ed',
        type: 'Annet',
        version: 1,
        occurredAt: '2025-05-04T07:06:00+02:00',
        sequence: '4',
        pathway: 'back-pain',
        data: {},
      },
    ]);
  });

  it('keeps the other columns when it is told to keep the rest', async () => {
    const { facts } = await drain(
      'Case,Activity,Time,Ward,\nA,X,2025-05-04,7B,\n',
      `${MAPPING}data: rest`,
    );
    expect(facts[0]).toMatchObject({ occurredAt: '2025-05-04', data: { Ward: '7B' } });
  });

  it('may be of one type', async () => {
    const mapping = 'case: Case\ntype: { constant: VisitCompleted }\ntime: Time\n';
    const { facts } = await drain('Case,Time\nA,2025-05\n', mapping);
    expect(facts[0]).toMatchObject({ type: 'VisitCompleted', version: 1, occurredAt: '2025-05' });
  });

  it('finds out what parts its columns, whatever ends its lines', async () => {
    for (const [delimiter, end] of [
      [',', '\n'],
      [';', '\r\n'],
      ['\t', '\r'],
      ['|', '\n'],
    ] as const) {
      const csv = `\ufeff${['Case', 'Activity', 'Time'].join(delimiter)}${end}${['A', 'X, Y', '2025-05-04'].map((cell) => `"${cell}"`).join(delimiter)}${end}`;
      const { facts, failure } = await drain(csv);
      expect({ types: facts.map(({ type }) => type), failure }).toEqual({
        types: ['X, Y'],
        failure: undefined,
      });
    }
  });

  it('has lines that count empty ones and line breaks in cells', async () => {
    const csv =
      'Case,Activity,Time\n\n\nA,"X\ny\nz",2025-05-04\n  \nA,Y,2025-05-04\r\n"A","Z",2025-05-04';
    const { groups } = await drain(csv);
    expect(groups[0]?.lines).toEqual([4, 8, 9]);
  });

  it('gives the same facts however its text is cut, and more when it was appended to', async () => {
    const rows = fc.array(
      fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.stringMatching(/^[a-z"\n,]{1,5}$/)),
      { maxLength: 9 },
    );
    const csvOf = (all: readonly (readonly [string, string])[]): string =>
      'Case,Activity,Time\n' +
      all
        .map(([name, activity]) => `${name},"${activity.replaceAll('"', '""')}",2025-05-04\n`)
        .join('');
    const keyed = ({ facts }: Drained): string[] =>
      facts.map((fact) => JSON.stringify(fact)).sort();
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.integer({ min: 1, max: 20 }), async (first, more, size) => {
        const before = keyed(await drain(csvOf(first)));
        expect(keyed(await drain(csvOf(first), MAPPING, {}, size))).toEqual(before);
        expect(keyed(await drain(csvOf([...first, ...more])))).toEqual(
          expect.arrayContaining(before),
        );
      }),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 2) },
    );
  });

  it('is grouped in windows of 2,000 rows, and each case is counted once', async () => {
    const rows = Array.from({ length: 12_000 }, (_, n) => `${n % 3},X,2025-05-04\n`);
    const { groups, cases } = await drain(`Case,Activity,Time\n${rows.join('')}`);
    expect(groups).toHaveLength(18);
    expect(cases).toBe(3);
  });
});

describe('A bad row of a CSV file', () => {
  it('is told with its line and its cells, and the rest is read', async () => {
    const rows = [
      'A,X',
      'A,X,2025-05-04,more',
      ',X,2025-05-04',
      'A,,2025-05-04',
      'A,X,',
      'A,X,4.5.2025',
      'A,X,2025-03-30 02:30:00',
    ];
    const { facts, bad } = await drain(`Case,Activity,Time\n${rows.join('\n')}\nA,X,2025-05-04\n`);
    expect(facts.map(({ sequence }) => sequence)).toEqual(['1']);
    expect(bad.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(bad.map(({ reason }) => reason)).toEqual([
      'the row has 2 cells where the header has 3',
      'the row has 4 cells where the header has 3',
      'Case is empty',
      'Activity is empty',
      'Time is empty',
      'Time: "4.5.2025" is not an ISO 8601 date or time',
      'Time: "2025-03-30 02:30:00" does not exist in Europe/Oslo: the clocks skipped it',
    ]);
    expect(bad[0]?.row).toEqual(['A', 'X']);
  });

  it('has a cell that is not of the type that the mapping says', async () => {
    const mapping = `${MAPPING}data: [{ column: N, type: integer }]`;
    const { bad } = await drain('Case,Activity,Time,N\nA,X,2025-05-04,1.5\n', mapping);
    expect(bad[0]?.reason).toBe('N: is not of type integer');
  });
});

describe('A number in a CSV file', () => {
  it('stays the text that it was where no double is exactly that, and is counted', async () => {
    const mapping = `${MAPPING}data: [{ column: N, type: integer }, { column: M, type: number }]`;
    const { facts, bad, keptAsText } = await drain(
      'Case,Activity,Time,N,M\n' +
        'A,X,2025-05-04,9007199254740993,0.1\n' +
        'A,X,2025-05-05,1.0,0.1000000000000000055511151231257827\n',
      mapping,
    );
    expect(bad).toEqual([]);
    expect(facts.map(({ data }) => data)).toEqual([
      { N: '9007199254740993', M: 0.1 },
      { N: 1, M: '0.1000000000000000055511151231257827' },
    ]);
    expect(keptAsText).toBe(2);
  });
});

describe('A large row of a CSV file', () => {
  it('is a bad one where it is more than one event may hold', async () => {
    const cell = 'x'.repeat(1_045_000);
    const csv = `Case,Activity,Time,N\nA,X,2025-05-04,${cell}\nA,X,2025-05-04,1\n`;
    const { facts, bad } = await drain(csv, `${MAPPING}data: [N]`, {}, 65_536);
    expect(facts).toHaveLength(1);
    expect(bad).toMatchObject([{ line: 2, reason: 'its data is larger than 516096 bytes' }]);
  });
});

describe('A CSV file that cannot be read', () => {
  const refusalOf = async (csv: string, mapping = MAPPING): Promise<ImportRefused> => {
    const { failure } = await drain(csv, mapping);
    if (failure instanceof ImportRefused) return failure;
    throw new Error(`it was read: ${String(failure)}`);
  };

  it('lacks a mapping: one to start from is made of its header', async () => {
    const csv = 'CaseId,ActivityName,ActivityTime,PatientID\nED1,Triage,2025-05-04 00:33:00,P1\n';
    const refusal = await refusalOf(csv, '');
    expect(refusal.code).toBe('mapping-needed');
    expect(refusal.message).toContain('stafett mapping FILE');
    const { facts } = await drain(csv, refusal.template);
    expect(facts[0]).toMatchObject({
      type: 'Triage',
      occurredAt: '2025-05-04T00:33:00+02:00',
      data: {},
    });
  });

  it('lacks a column that the mapping names, or has it twice', async () => {
    expect((await refusalOf('Case,Activity,Tme\nA,X,2025\n')).message).toContain(
      'did you mean Tme?',
    );
    expect((await refusalOf('Case,Activity,Time,Time\n')).message).toContain(
      'two columns named Time',
    );
    expect(
      (await refusalOf('Case,Activity,Time,__proto__\n', `${MAPPING}data: rest`)).message,
    ).toContain('__proto__');
  });

  it('has a quote that is never closed: the rows before it are read', async () => {
    const { facts, failure } = await drain(
      'Case,Activity,Time\nA,X,2025-05-04\nA,Y,2025-05-04\nA,"Z,2025-05-04\nA,Z,2025-05-04\n',
    );
    expect(facts).toHaveLength(2);
    expect(failure).toMatchObject({ line: 4, reason: 'a quote is opened and never closed' });
  });

  it('has a row without end: the rows before it are read', async () => {
    const { facts, failure } = await drain(
      `Case,Activity,Time\nA,X,2025-05-04\nA,"${'x\n'.repeat(600_000)}`,
      MAPPING,
      {},
      65_536,
    );
    expect(facts).toHaveLength(1);
    expect(failure).toMatchObject({ line: 3 });
  });

  it('is empty', async () => {
    expect((await drain('')).failure).toBeInstanceOf(MalformedFile);
    expect((await drain('\n\n')).failure).toBeInstanceOf(MalformedFile);
    expect((await drain('Case,Activity,Time\n')).failure).toBeUndefined();
  });
});
