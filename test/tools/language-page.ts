/**
 * Keeps the tables of keys in docs/language.md in step with the schema of definitions.
 * Each stands between `<!-- keys NAME -->` and `<!-- /keys -->`; all else on the page is
 * written by hand. Run: `npm run build && node dist/test/tools/language-page.js`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { definitionSchema } from '#pathway-language';
import { markdownTable } from './markdown-table.js';

/** The page, relative to the repository's root. */
export const LANGUAGE_PAGE = 'docs/language.md';

/** The parts of a JSON Schema that the page shows. */
interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly 'x-means'?: string;
}

/** Maps with fixed keys, by where they stand; several where a place has several forms. */
function keyedMaps(): ReadonlyMap<string, readonly Schema[]> {
  const root = JSON.parse(JSON.stringify(definitionSchema)) as Schema;
  const found = new Map<string, Schema[]>();
  const seen = new Set<string>();
  const visit = (schema: Schema, name: string): void => {
    for (const form of schema.anyOf ?? []) visit(form, name);
    if (schema.items !== undefined) visit(schema.items, `${name}[]`);
    for (const value of Object.values(schema.patternProperties ?? {})) visit(value, `${name}.*`);
    const { properties } = schema;
    if (properties === undefined) return;
    // What is written once and used in many places is shown once.
    const isReference = Object.keys(properties).join() === 'parameter';
    const text = isReference ? 'parameter' : JSON.stringify({ ...schema, description: '' });
    if (seen.has(text)) return;
    seen.add(text);
    const owner = isReference ? 'parameter' : name;
    found.set(owner, [...(found.get(owner) ?? []), schema]);
    for (const [key, value] of Object.entries(properties)) {
      visit(value, name === 'definition' ? key : `${name}.${key}`);
    }
  };
  visit(root, 'definition');
  for (const [name, schema] of Object.entries(root.$defs ?? {})) visit(schema, name);
  return found;
}

/** Tables of keys by the name of the map that they are the keys of. */
export function keyTables(): ReadonlyMap<string, string> {
  return new Map([...keyedMaps()].map(([name, forms]) => [name, tableOf(forms)]));
}

function tableOf(forms: readonly Schema[]): string {
  const rows = new Map<string, readonly string[]>();
  for (const { properties = {}, required = [] } of forms) {
    for (const [key, schema] of Object.entries(properties)) {
      if (rows.has(key)) continue;
      const everywhere = forms.every((form) => form.required?.includes(key) === true);
      const needed = everywhere ? 'yes' : required.includes(key) ? 'in its form' : '';
      rows.set(key, [`\`${key}\``, needed, formOf(schema), schema.description ?? '']);
    }
  }
  return markdownTable(['Key', 'Required', 'Form', 'Meaning'], [...rows.values()]);
}

const MEANINGS: Readonly<Record<string, string>> = {
  limit: 'time',
  service: 'service',
  owner: 'service or `holder`',
  stage: 'stage',
  'stage-or-close': 'stage or `closed`',
  clock: 'clock',
  zone: 'zone',
  codes: 'codes',
  'event-type': 'type',
};

/** That every text for people may be by language, the page says once. */
const SHARED: Readonly<Record<string, string>> = { 'readable-text': 'text', translations: 'text' };

/** What may stand there, in a word or two. */
function formOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = /[^/]+$/.exec(schema.$ref)?.[0] ?? '';
    return SHARED[name] ?? name.replace('-', ' ');
  }
  const means = MEANINGS[schema['x-means'] ?? ''];
  if (means !== undefined) return means;
  if (schema.enum !== undefined)
    return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const).replaceAll('"', '')}\``;
  if (schema.anyOf !== undefined) {
    return [...new Set(schema.anyOf.map(formOf))].filter((form) => form !== '').join(' or ');
  }
  if (schema.items !== undefined) return `list of ${formOf(schema.items)}`;
  if (schema.patternProperties !== undefined) return 'map by name';
  if (schema.properties !== undefined) {
    return Object.keys(schema.properties).join() === 'parameter' ? '`{ parameter }`' : 'map';
  }
  return schema.type === 'string' ? 'text' : (schema.type ?? '');
}

const TABLE = /(<!-- keys (\S+) -->\n)[\s\S]*?(<!-- \/keys -->)/g;

/** The names of the tables on the page, in order. */
export function tablesOn(page: string): readonly string[] {
  return [...page.matchAll(TABLE)].map((match) => match[2] ?? '');
}

/** The page with its tables as the schema has them. @throws RangeError a table of what the schema does not have */
export function withTables(page: string): string {
  const tables = keyTables();
  return page.replace(TABLE, (_all, open: string, name: string, close: string) => {
    const table = tables.get(name);
    if (table === undefined) throw new RangeError(`the schema has no ${name}`);
    return `${open}\n${table}\n\n${close}`;
  });
}

if (
  process.argv[1] !== undefined &&
  path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  writeFileSync(LANGUAGE_PAGE, withTables(readFileSync(LANGUAGE_PAGE, 'utf8')));
}
