/**
 * Writes libs/client/catalogue.ts: the types of event that publishers may send, with what their `data` may say,
 * as TypeScript. Run: `npm run schemas`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { CATALOGUE, isDecisionType, typeLiteral, WARNING_CODES } from '#care-event';

/** Relative to the repository's root. */
export const CLIENT_CATALOGUE = 'libs/client/catalogue.ts';

/** The parts of a JSON Schema that types are made of. */
interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

export async function clientCatalogue(): Promise<string> {
  const entries = [...CATALOGUE].filter(([type]) => !isDecisionType(type));
  const members = entries.map(
    ([type, { version, description, schema }]) =>
      `${comment(description)} readonly '${typeLiteral(type, version)}': ${typeOf(schema as Schema)};`,
  );
  const codes = WARNING_CODES.map((code) => JSON.stringify(code)).join(' | ');
  const code = `/** Written by test/tools/client-catalogue.ts, from the catalogue of care events. */

/** What the \`data\` of an event may say, by its type. */
export interface CatalogueData {
${members.join('\n')}
}

/** What receipts warn of. */
export type WarningCode = ${codes};
`;
  const options = await resolveConfig(CLIENT_CATALOGUE);
  return format(code, { ...options, parser: 'typescript' });
}

function typeOf(schema: Schema): string {
  if (schema.enum !== undefined)
    return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return `readonly (${typeOf(schema.items ?? {})})[]`;
    case 'object':
      return objectType(schema);
    default:
      throw new Error(`There is no type for ${JSON.stringify(schema)} yet.`);
  }
}

function objectType({ properties = {}, required = [], patternProperties = {} }: Schema): string {
  const [pattern] = Object.values(patternProperties);
  if (pattern !== undefined) return `Readonly<Record<string, ${typeOf(pattern)}>>`;
  const fields = Object.entries(properties);
  if (fields.length === 0) return 'Readonly<Record<string, never>>';
  const lines = fields.map(([name, field]) => {
    const optional = required.includes(name) ? '' : '?';
    return `${comment(field.description)} readonly ${name}${optional}: ${typeOf(field)};`;
  });
  return `{\n${lines.join('\n')}\n}`;
}

function comment(text: string | undefined): string {
  return text === undefined ? '' : `/** ${text.replaceAll('*/', '* /')} */\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(CLIENT_CATALOGUE, await clientCatalogue());
