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
const HEADER = '/** Written by test/tools/answer-schemas.ts, from the types of the answers. */\n';

/** The files by name, as the formatter has them. */
export async function answerSchemas(): Promise<ReadonlyMap<string, string>> {
  const generator = createGenerator({
    ...{ path: 'libs/projections/index.ts', tsconfig: 'tsconfig.json', skipTypeCheck: true },
    ...{ topRef: false, expose: 'none', jsDoc: 'extended', additionalProperties: true },
  });
  const files = new Map<string, string>();
  const imports: string[] = [];
  for (const figure of DESCRIPTIONS) {
    const name = answerNameOf(figure.name);
    const schema = JSON.stringify(inDraft2020(generator.createSchema(`${name}Answer`)));
    const file = `${figure.name}.schema`;
    const code = `import type { TSchema } from 'typebox';\n\nexport const ${name}: TSchema = ${schema};`;
    files.set(`${file}.ts`, await formatted(`${HEADER}${code}\n`));
    imports.push(`import { ${name} } from './${file}.js';`);
  }
  const names = DESCRIPTIONS.map(({ name }) => answerNameOf(name)).join();
  imports.unshift("import type { TSchema } from 'typebox';");
  const all = `export const FIGURE_SCHEMAS: Readonly<Record<string, TSchema>> = { ${names} };`;
  return files.set('index.ts', await formatted(`${HEADER}${imports.join('\n')}\n\n${all}\n`));
}

/** The generator writes draft 7; what differs for our types is how a tuple is written. */
function inDraft2020({ $schema: _draft, definitions: _none, ...schema }: Schema): unknown {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('items' in value)) return value;
    if (!Array.isArray(value.items)) return value;
    const { items, ...rest } = value;
    return { ...rest, prefixItems: items, items: false };
  });
}

async function formatted(code: string): Promise<string> {
  const options = await resolveConfig(join(FOLDER, 'index.ts'));
  return format(code, { ...options, parser: 'typescript' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  for (const [file, text] of await answerSchemas()) writeFileSync(join(FOLDER, file), text);
}
