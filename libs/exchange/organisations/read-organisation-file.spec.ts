/** Files of organisations: what is read of them, and the place of whatever is wrong. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ORGANISATION_FILE_LIMITS } from './organisation-file.js';
import { readOrganisationFile } from './read-organisation-file.js';

const CSV = `id;name;kind;level;municipalities;services;identifiers;no-orgnr;validFrom
bergen;Bergen kommune;municipality;municipal;4601;rehabilitation, coordinator;no-kommune|4601 no-herid|90;964338531;2020-01-01

haukeland;"Haukeland
universitetssjukehus";hospital;specialist;;hospital;;;
`;

describe('A file of organisations', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'organisations-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (content: string | Uint8Array) => {
    const file = join(folder, 'file');
    writeFileSync(file, content);
    return readOrganisationFile(file);
  };
  const HEADER = 'id,name,kind,level';

  it('is a table with a column for each field, or for a register', async () => {
    const { format, rows, problems } = await read(CSV);
    expect({ format, problems }).toEqual({ format: 'csv', problems: [] });
    expect(rows.map(({ row, stated }) => ({ row, stated }))).toEqual([
      {
        row: 2,
        stated: {
          ...{ id: 'bergen', name: 'Bergen kommune', kind: 'municipality', level: 'municipal' },
          municipalities: ['4601'],
          services: ['rehabilitation', 'coordinator'],
          identifiers: [
            { system: 'no-kommune', value: '4601' },
            { system: 'no-herid', value: '90' },
            { system: 'no-orgnr', value: '964338531' },
          ],
          validFrom: '2020-01-01',
        },
      },
      {
        row: 4,
        stated: {
          ...{ id: 'haukeland', name: 'Haukeland\nuniversitetssjukehus' },
          ...{ kind: 'hospital', level: 'specialist', services: ['hospital'], identifiers: [] },
        },
      },
    ]);
    const [bergen] = rows;
    expect(bergen?.columnOf('/identifiers/1/value')).toBe('identifiers');
    expect(bergen?.columnOf('/identifiers/2/value')).toBe('no-orgnr');
    expect(bergen?.columnOf('/services/0')).toBe('services');
  });

  it('may be gzipped', async () => {
    expect((await read(gzipSync(CSV))).rows).toHaveLength(2);
  });

  it('is a list in JSON, or what is listed by the program itself', async () => {
    const one = { id: 'a', name: 'A' };
    const inList = await read(JSON.stringify([one, 'b']));
    expect(inList.rows).toMatchObject([{ row: 1, stated: one }]);
    expect(inList.rows[0]?.columnOf('/identifiers/0/value')).toBe('identifiers/0/value');
    expect(inList.problems).toEqual([
      { row: 2, column: '', message: 'expected an object; got "b"' },
    ]);
    const listed = { at: '2026-01-01', total: 1, organisations: [one], position: '7' };
    expect((await read(JSON.stringify(listed))).rows).toHaveLength(1);
  });

  it('names rows that are none', async () => {
    const { problems } = await read(`${HEADER},identifiers\na,A,x,other\nb,B,x,other,4601\n`);
    expect(problems).toEqual([
      { row: 2, column: '', message: 'the row has 4 cells where the header has 5' },
      { row: 3, column: 'identifiers', message: expect.stringContaining('got "4601"') },
    ]);
  });

  it.each([
    ['nothing', '', 'empty-file', /is empty/],
    ['an unknown column', `${HEADER},sevices\n`, 'columns-invalid', /Did you mean services\?/],
    ['a column twice', `${HEADER},id\n`, 'columns-invalid', /two columns id/],
    ['a missing column', 'id,name,kind\n', 'columns-invalid', /column level is missing/],
    ['a quote that is never closed', `${HEADER}\n"a`, 'malformed-file', /:2: a quote is opened/],
    [
      'another encoding',
      Buffer.from(`${HEADER}\na,Bod\xf8`, 'latin1'),
      'malformed-file',
      /:2: .*UTF-8/,
    ],
    ['JSON that breaks off', '[\n{"id": "a"', 'malformed-file', /:2: is not JSON/],
    ['a key twice', '[{"id": "a",\n"id": "b"}]', 'malformed-file', /:2: /],
    [
      'an unknown key',
      '{"organisations": [], "x": 1}',
      'malformed-file',
      /nothing is known of "x"/,
    ],
    ['no list', '{"organisation": []}', 'malformed-file', /expected a list/],
    [
      'too many rows',
      `${HEADER}\n${'a,A,x,other\n'.repeat(ORGANISATION_FILE_LIMITS.rows + 1)}`,
      'too-many',
      /more than 5000/,
    ],
    ['too much', 'x'.repeat(ORGANISATION_FILE_LIMITS.bytes + 1), 'too-large', /larger than 2 MiB/],
  ])('is refused for %s', async (_what, content, code, message) => {
    await expect(read(content)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('is refused where it is not there', async () => {
    await expect(readOrganisationFile(join(folder, 'none'))).rejects.toMatchObject({
      code: 'file-unreadable',
    });
  });
});
