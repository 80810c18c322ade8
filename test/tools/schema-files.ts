/**
 * Writes the JSON Schemas of definitions and scenarios to docs/schema, where editors find
 * them. Run: `npm run build && node dist/test/tools/schema-files.js`.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { definitionSchema, scenariosSchema } from '#pathway-language';

/** By file, relative to the repository's root. */
export const SCHEMAS: ReadonlyMap<string, object> = new Map<string, object>([
  ['docs/schema/pathway.schema.json', definitionSchema],
  ['docs/schema/scenarios.schema.json', scenariosSchema],
]);

/** As the formatter has it, so that it leaves the file alone. */
export function schemaText(schema: object): Promise<string> {
  return format(JSON.stringify(schema), { parser: 'json', printWidth: 100 });
}

if (
  process.argv[1] !== undefined &&
  path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  for (const [file, schema] of SCHEMAS) writeFileSync(file, await schemaText(schema));
}
