/** Imports of small files as specs run them. */
import type { FactSink } from '#care-event';
import { SECRET } from '../facts/facts-in-memory.spec.support.js';
import { importFile } from './import-file.js';
import type { ImportOptions, ImportReport } from './import-options.js';

export const MAPPING = 'case: Case\ntype: Activity\ntime: { column: Time, zone: Europe/Oslo }\n';

/** Imports the file, with a rejects file beside it. */
export const run = (
  sink: FactSink,
  file: string,
  more: Partial<ImportOptions> = {},
): Promise<ImportReport> =>
  importFile({
    file,
    secret: SECRET,
    sink,
    rejects: `${file}.rejects.ndjson`,
    replaceRejects: true,
    ...more,
  });

/** A XES log of as many cases with three events each. */
export const xes = (cases: number): string => {
  const event = (name: string): string =>
    `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="2014-10-22T11:15:41+02:00"/></event>`;
  const trace = (n: number): string =>
    `<trace><string key="concept:name" value="case ${n}"/>${['X', 'Y', 'Z'].map(event).join('\n')}</trace>\n`;
  return `<log>\n${Array.from({ length: cases }, (_, n) => trace(n)).join('')}</log>`;
};
