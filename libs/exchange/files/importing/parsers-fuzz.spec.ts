/**
 * Files that are broken anywhere: each parser ends with events, bad rows or a place in the file,
 * and never otherwise. Briefly here, at length among the parts.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FactsInMemory, fileWith, SECRET } from '../facts/facts-in-memory.spec.support.js';
import { ImportRefused } from '../source/import-refused.js';
import { importFile } from './import-file.js';
import type { ImportFormat, ImportReport } from './import-options.js';

const WHOLE: Readonly<Record<ImportFormat, string>> = {
  xes:
    '<log><classifier name="c" keys="concept:name"/><trace><string key="concept:name" value="A"/>' +
    '<event><string key="concept:name" value="X"/><date key="time:timestamp" value="2026-01-05T09:00:00Z"/>' +
    '<list key="l"><values><int key="n" value="1"/></values></list></event></trace></log>',
  csv: 'case:concept:name,concept:name,time:timestamp,case:age,note\nA,X,2026-01-05T09:00:00Z,85,"a ""b""\nc"\n',
  ocel: JSON.stringify({
    objectTypes: [{ name: 'patient', attributes: [{ name: 'age', type: 'integer' }] }],
    eventTypes: [{ name: 'X', attributes: [] }],
    objects: [{ id: 'A', type: 'patient', attributes: [{ name: 'age', time: '1970', value: 85 }] }],
    events: [
      {
        ...{
          id: 'e1',
          type: 'X',
          time: '2026-01-05T09:00:00Z',
          attributes: [{ name: 'a', value: 'b' }],
        },
        relationships: [{ objectId: 'A', qualifier: '' }],
      },
    ],
  }),
  ndjson:
    '{"specversion":"1.0","id":"1","source":"urn:x","type":"X","subject":"w|A","time":"2026-03-14T10:15:00Z","data":{"a":[1,"b"]}}\n',
};
const FORMATS = Object.keys(WHOLE) as readonly ImportFormat[];
/** What tells parsers where something begins or ends. */
const PIECES = [
  '<',
  '>',
  '"',
  "'",
  '/',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\n',
  '\r',
  '&',
  ';',
  '\u0000',
  '\ud800',
  '\ufeff',
  '--',
  '<![CDATA[',
  '9'.repeat(30),
  'null',
  '__proto__',
];

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat({ max: 12 }),
  put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 }), fc.constant('')),
});

function edited(text: string, edits: readonly { at: number; cut: number; put: string }[]): string {
  return edits.reduce((so, { at, cut, put }) => {
    const from = Math.floor(at * so.length);
    return so.slice(0, from) + put + so.slice(from + cut);
  }, text);
}

async function imported(content: string, format: ImportFormat): Promise<ImportReport | undefined> {
  const file = fileWith(Buffer.from(content, 'utf8'), `fuzz.${format}`);
  const options = {
    sink: new FactsInMemory(),
    secret: SECRET,
    log: 'fuzz',
    rejects: `${file}.rejects`,
  };
  return importFile({ file, format, ...options }).catch((error: unknown) => {
    if (error instanceof ImportRefused) return undefined;
    throw error;
  });
}

describe('A file that is broken anywhere', () => {
  it.each(FORMATS)('as %s is read as far as it can be, and its break is placed', async (format) => {
    expect(await imported(WHOLE[format], format)).toMatchObject({ accepted: 1, refused: 0 });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const report = await imported(edited(WHOLE[format], edits), format);
        if (report === undefined) return;
        expect(report.stopped?.code ?? 'malformed').toBe('malformed');
        expect(report.events).toBe(report.accepted + report.repeated + report.refused);
      }),
      { numRuns: 3 * (fc.readConfigureGlobal().numRuns ?? 100) },
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
