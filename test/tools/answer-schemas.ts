/**
 * Writes apps/server/openapi/figures: the schema of each figure's answer, from its type and the
 * comments in it. Run: `npm run schemas`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { createGenerator, type Schema } from 'ts-json-schema-generator';
import { answerNameOf } from '../../apps/composition/figures/describe-figure.js';
import { DESCRIPTIONS } from '../../apps/composition/figures/descriptions.js';

export const FOLDER = 'apps/server/openapi/figures';
export const COLUMNS_FILE = 'apps/composition/figures/columns.ts';
const HEADER = '/** Written by test/tools/answer-schemas.ts, from the types of the answers. */\n';
const REF = '#/components/schemas/';
const GROUP_OF = 'GroupOf';

type Json = Readonly<Record<string, unknown>>;

/** The files by path, as the formatter has them. */
export async function answerSchemas(): Promise<ReadonlyMap<string, string>> {
  const generator = createGenerator({
    ...{ path: 'libs/projections/index.ts', tsconfig: 'tsconfig.json', skipTypeCheck: true },
    ...{ topRef: false, expose: 'export', jsDoc: 'extended', additionalProperties: true },
  });
  const types = new Map<string, Json>();
  const files = new Map<string, string>();
  const columns: Record<string, readonly string[]> = {};
  const imports: string[] = [];
  const schemaOf = (type: string): Json => {
    const { definitions = {}, ...schema } = generator.createSchema(type);
    for (const [name, definition] of Object.entries(definitions))
      addType(types, typeName(name), inOpenApi(definition as Schema));
    return inOpenApi(schema);
  };
  const answers = new Map(
    DESCRIPTIONS.map((figure) => [figure, schemaOf(`${answerNameOf(figure.name)}Answer`)]),
  );
  const bases = new Map(basesAmong(types.keys()).map((name) => [name, schemaOf(name)]));
  for (const [figure, schema] of answers) {
    const name = answerNameOf(figure.name);
    const file = `${figure.name}.schema`;
    const own = composed(schema, bases);
    const code = `import type { TSchema } from 'typebox';\n\nexport const ${name}: TSchema = ${JSON.stringify(own)};`;
    files.set(join(FOLDER, `${file}.ts`), await formatted(`${HEADER}${code}\n`));
    imports.push(`import { ${name} } from './${file}.js';`);
    if (figure.rows !== undefined)
      columns[figure.name] = columnsOf(rowsIn(schema, figure.rows), types);
  }
  for (const [name, schema] of types)
    if (!bases.has(name)) types.set(name, composed(schema, bases));
  for (const [name, schema] of bases) addType(types, name, schema);
  const names = DESCRIPTIONS.map(({ name }) => answerNameOf(name)).join();
  imports.unshift("import type { TSchema } from 'typebox';");
  const all = `export const FIGURE_SCHEMAS: Readonly<Record<string, TSchema>> = { ${names} };`;
  const shared = JSON.stringify(
    Object.fromEntries([...types].sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  const typed = `import type { TSchema } from 'typebox';\n\n/** What answers are made of, by its name in the document. */\nexport const FIGURE_TYPES: Readonly<Record<string, TSchema>> = ${shared};`;
  const header = '/** The columns that every row of a figure has, as a table. */';
  return files
    .set(join(FOLDER, 'types.schema.ts'), await formatted(`${HEADER}${typed}\n`))
    .set(join(FOLDER, 'index.ts'), await formatted(`${HEADER}${imports.join('\n')}\n\n${all}\n`))
    .set(
      COLUMNS_FILE,
      await formatted(
        `${HEADER}\n${header}\nexport const COLUMNS: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(columns)};\n`,
      ),
    );
}

/** What answers, and the groups in them, consist of: each is written once, and referred to by name. */
function basesAmong(types: Iterable<string>): readonly string[] {
  const figures = [...types].filter((name) => name.startsWith(GROUP_OF));
  const ofFigures = figures.map((name) => name.slice(GROUP_OF.length));
  return [...ofFigures, 'CustodyCounts', 'SpellAnswer', 'AnswerHead'];
}

/** The generator writes the fields of what a type extends into it; here they are referred to again. */
function composed(schema: Json, bases: ReadonlyMap<string, Json>): Json {
  if (Array.isArray(schema['anyOf']))
    return { ...schema, anyOf: schema['anyOf'].map((part: Json) => composed(part, bases)) };
  if (schema['type'] !== 'object') return schema;
  const properties = { ...(schema['properties'] as Record<string, unknown> | undefined) };
  let required = (schema['required'] ?? []) as readonly string[];
  const allOf: Json[] = [];
  for (const [name, base] of bases) {
    const [its, itsRequired] = [base['properties'] as Json, (base['required'] ?? []) as string[]];
    const isPart = Object.entries(its).every(
      ([key, part]) => JSON.stringify(properties[key]) === JSON.stringify(part),
    );
    if (!isPart || !itsRequired.every((key) => required.includes(key))) continue;
    for (const key of Object.keys(its)) delete properties[key];
    required = required.filter((key) => !itsRequired.includes(key));
    allOf.push({ $ref: REF + name });
  }
  if (allOf.length === 0) return schema;
  const rest = Object.entries(schema).filter(([key]) => key !== 'properties' && key !== 'required');
  return {
    ...{ ...Object.fromEntries(rest), allOf },
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

/** Two types of one name would be one in the document. */
function addType(types: Map<string, Json>, name: string, schema: Json): void {
  const known = types.get(name);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
    throw new Error(`There are two types called ${name}.`);
  types.set(name, schema);
}

/** `Group<CensusFigures>` → `GroupOfCensusFigures` */
function typeName(type: string): string {
  return decodeURIComponent(type)
    .replace(/[<,]/g, 'Of')
    .replace(/[^A-Za-z0-9]/g, '');
}

/** The generator writes draft 7; what differs for our types is how a tuple is written. */
function inOpenApi({ $schema: _draft, ...schema }: Schema): Json {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$ref') return REF + typeName(String(value).replace('#/definitions/', ''));
    if (typeof value !== 'object' || value === null || !('items' in value)) return value;
    if (!Array.isArray(value.items)) return value;
    const { items, ...rest } = value;
    return { ...rest, prefixItems: items, items: false };
  }) as Json;
}

function rowsIn(answer: Json, rows: string): Json {
  const list = (answer['properties'] as Readonly<Record<string, Json>>)[rows];
  return list?.['items'] as Json;
}

/** As `csv.ts` makes them: of an object those of its parts; lists of objects have none. */
function columnsOf(row: Json, types: ReadonlyMap<string, Json>, path = ''): readonly string[] {
  const ref = row['$ref'];
  if (typeof ref === 'string') return columnsOf(types.get(ref.slice(REF.length))!, types, path);
  if (row['type'] === 'array') return isOfObjects(row['items'] as Json, types) ? [] : [path];
  const properties = Object.entries((row['properties'] ?? {}) as Readonly<Record<string, Json>>);
  if (row['type'] !== 'object') return [path];
  const required = row['required'] as readonly string[] | undefined;
  return properties
    .filter(([name]) => required?.includes(name) === true)
    .flatMap(([name, part]) => columnsOf(part, types, path === '' ? name : `${path}.${name}`));
}

function isOfObjects(item: Json, types: ReadonlyMap<string, Json>): boolean {
  const ref = item['$ref'];
  if (typeof ref === 'string') return isOfObjects(types.get(ref.slice(REF.length))!, types);
  return item['type'] === 'object' || 'anyOf' in item;
}

async function formatted(code: string): Promise<string> {
  const options = await resolveConfig(join(FOLDER, 'index.ts'));
  return format(code, { ...options, parser: 'typescript' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  for (const [file, text] of await answerSchemas()) writeFileSync(file, text);
}
