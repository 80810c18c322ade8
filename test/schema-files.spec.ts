/** What editors complete from says what the reader checks. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Check, Meta } from 'typebox/schema';
import { parse } from 'yaml';
import { SCHEMAS, schemaText } from './tools/schema-files.js';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

describe.each([...SCHEMAS])('%s', (file, schema) => {
  it('is what the program has', async () => {
    expect(readFileSync(file, 'utf8')).toBe(await schemaText(schema));
  });

  it('is a JSON Schema of draft 2020-12 with an identifier of its own', () => {
    const written = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    expect(written).toMatchObject({ $schema: DRAFT });
    expect(written['$id']).toMatch(/^urn:stafett:schema:[a-z]+$/);
    expect(Check(Meta[DRAFT], written)).toBe(true);
  });

  it('refers to nothing that is not in it', () => {
    const text = readFileSync(file, 'utf8');
    const { $defs = {} } = JSON.parse(text) as { $defs?: Record<string, unknown> };
    const references = [...text.matchAll(/"\$ref": "([^"]*)"/g)].map(([, reference]) => reference);
    const definitions = Object.keys($defs).map((name) => `#/$defs/${name}`);
    expect(references.filter((reference) => !definitions.includes(reference ?? ''))).toEqual([]);
  });

  it('explains every key', () => {
    const written = JSON.parse(readFileSync(file, 'utf8')) as object;
    expect(keysWithoutDescription(written, '')).toEqual([]);
  });
});

describe('The schema of definitions', () => {
  it.each([
    'deploy/pathways/fi-back-pain.yaml',
    'deploy/pathways/no-long-lasting-pain.yaml',
    'deploy/pathways/no-sick-leave-follow-up.yaml',
    'deploy/pathways/no-specialist-referral.yaml',
  ])('accepts %s', (file) => {
    const schema = JSON.parse(readFileSync('docs/schema/pathway.schema.json', 'utf8')) as object;
    expect(Check(schema, parse(readFileSync(file, 'utf8')))).toBe(true);
  });
});

/** Places of properties about which an editor could say nothing. */
function keysWithoutDescription(schema: object, reference: string): readonly string[] {
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]): readonly string[] => {
    if (typeof value !== 'object' || value === null) return [];
    const inner = `${reference}/${key}`;
    const mute =
      key === 'properties' ? Object.entries(value).filter(([, one]) => !explains(one)) : [];
    return [...mute.map(([name]) => `${inner}/${name}`), ...keysWithoutDescription(value, inner)];
  });
}

function explains(property: unknown): boolean {
  return typeof property === 'object' && property !== null && 'description' in property;
}
