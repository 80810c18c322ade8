/** A mapping to start from, made of what a file says of itself. */
import { CATALOGUE, closestName } from '#care-event';
import { mappingTemplate } from '../csv/csv-template.js';
import { readCsvRows } from '../csv/csv-rows.js';
import { CASE_PREFIX } from '../facts/log-row.js';
import { textOf } from '../facts/text-of.js';
import { readOcelElements } from '../ocel/ocel-elements.js';
import { objectIn } from '../ocel/ocel-objects.js';
import { ImportRefused } from '../source/import-refused.js';
import { decodeText } from '../source/text.js';
import { readXesPieces } from '../xes/xes-parser.js';
import { NAME, type XesPiece } from '../xes/xes-case.js';
import type { ImportFormat } from './import-options.js';
import { decodeXml, openFile } from './open-file.js';

/** Names listed at most. */
const LISTED = 100;

/**
 * YAML with what could be guessed filled in and said to be a guess.
 * @throws ImportRefused for CloudEvents, which describe themselves; MalformedFile
 */
export async function mappingFor(file: string, format?: ImportFormat): Promise<string> {
  const opened = await openFile({ file, ...(format && { format }) });
  try {
    if (opened.format === 'csv') return await ofTable(decodeText(opened.chunks, 'utf-8'));
    if (opened.format === 'xes') return await ofXes(decodeXml(opened.chunks));
    if (opened.format === 'ocel') return await ofOcel(decodeText(opened.chunks, 'utf-8'));
    throw new ImportRefused(
      'option-invalid',
      'CloudEvents describe themselves: no mapping is needed.',
    );
  } finally {
    await opened.source.close();
  }
}

async function ofTable(text: AsyncIterable<string>): Promise<string> {
  for await (const [header, first] of readCsvRows(text)) {
    return mappingTemplate(header?.cells.map((cell) => cell.trim()) ?? [], first?.cells ?? []);
  }
  return mappingTemplate([], []);
}

async function ofXes(text: AsyncIterable<string>): Promise<string> {
  for await (const piece of readXesPieces(text)) return xesTemplate(piece);
  return xesTemplate({ rows: [], bad: [], keptAsText: 0, classifiers: new Map() });
}

function xesTemplate({ rows, classifiers }: XesPiece): string {
  const attributes = new Set(rows.flatMap(({ fields }) => Object.keys(fields)));
  const ofCase = new Set(
    rows.flatMap(({ caseFields = {} }) =>
      Object.keys(caseFields).map((name) => CASE_PREFIX + name),
    ),
  );
  const activities = new Set(rows.map(({ fields }) => textOf(fields[NAME]) ?? ''));
  return [
    '# What the first events of the file say. A log whose names are those of XES needs no mapping.',
    `# Attributes of events: ${listed(attributes)}`,
    `# Attributes of cases: ${listed(ofCase)}`,
    `# Classifiers: ${listed(classifiers.keys())}`,
    `type: ${quoted(NAME)} # or a list of attributes, or { classifier: … }`,
    '# patient: case:… # an attribute that says whose the case is; its name without one',
    '# lifecycle: complete # or all, or durations: start and complete as one event',
    'data: rest # every other attribute is kept with the event; or a list of attributes',
    '# drop: [] # attributes that are not kept',
    ...typesOf(activities),
  ].join('\n');
}

async function ofOcel(text: AsyncIterable<string>): Promise<string> {
  const lists = new Set(['eventTypes', 'objectTypes']);
  const names = new Map([...lists].map((list) => [list, new Set<string>()] as const));
  for await (const elements of readOcelElements(text, lists)) {
    for (const { list, text: json = '' } of elements) {
      const name = objectIn(json)?.['name'];
      if (typeof name === 'string') names.get(list)?.add(name);
    }
  }
  const [objectType = '???'] = names.get('objectTypes') ?? [];
  return [
    `# Object types: ${listed(names.get('objectTypes') ?? [])}`,
    `objectType: ${quoted(objectType)} # objects of this type are the patients`,
    'data: rest # every attribute is kept with the event; or a list of attributes',
    ...typesOf(names.get('eventTypes') ?? new Set()),
  ].join('\n');
}

/** Each activity, with the event of the catalogue that its name comes near. */
function typesOf(activities: ReadonlySet<string>): readonly string[] {
  const lines = [...activities]
    .filter(Boolean)
    .slice(0, LISTED)
    .map((activity) => {
      const near = closestName(activity.replaceAll(' ', ''), [...CATALOGUE.keys()]);
      return `#   ${quoted(activity)}: ${near ?? '???'}`;
    });
  return ['# types: # activities that are care events of the catalogue', ...lines, ''];
}

function listed(names: Iterable<string>): string {
  const all = [...names].sort();
  const more = all.length > LISTED ? ' …' : '';
  return all.length === 0 ? 'none' : `${all.slice(0, LISTED).map(quoted).join(', ')}${more}`;
}

function quoted(name: string): string {
  return /^[A-Za-z][\w ]*\w$/.test(name) ? name : JSON.stringify(name);
}
