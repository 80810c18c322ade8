/**
 * Writes docs/catalogue.md from the catalogue, so that the page cannot disagree with
 * what the doors check. Run: `npm run build && node dist/test/tools/catalogue-page.js`.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOGUE, type CatalogueEntry, ENVELOPE_LIMITS, THEMES, typeLiteral } from '#care-event';
import { markdownTable } from './markdown-table.js';

/** The page, relative to the repository's root. */
export const CATALOGUE_PAGE = 'docs/catalogue.md';

/** The parts of a field's JSON Schema that the page shows. */
interface FieldSchema {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly items?: FieldSchema;
  readonly 'x-code-system'?: string;
  readonly 'x-code-system-uri'?: string;
  readonly 'x-code-range'?: string;
}

/** The parts of an event's JSON Schema that the page shows. */
interface EventSchema {
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
}

export function cataloguePage(): string {
  const themes = Object.entries(THEMES).map(([title, entries]) => themeSection(title, entries));
  return `${[introduction(), envelopeSection(), ...themes, codeSystemSection()].join('\n\n')}\n`;
}

function introduction(): string {
  return `# Catalogue of care events

Generated from \`libs/care-event/catalogue\`; change it there, then run \`npm run build && node dist/test/tools/catalogue-page.js\`.

${CATALOGUE.size} types of event that Stafett knows by itself. Other types are welcome: they are kept and counted, and a definition can declare them with a schema of its own. Every field of \`data\` is optional unless it is marked **required**, because a publisher sends what it knows. A field that is not listed is refused, so that a misspelt one does not vanish.`;
}

function envelopeSection(): string {
  const limits = ENVELOPE_LIMITS;
  const rows: readonly (readonly string[])[] = [
    ['`id`', `**required**; unique for its source; at most ${limits.idCharacters} characters`],
    [
      '`source`',
      `**required**; URI reference of the publishing system; at most ${limits.sourceCharacters}`,
    ],
    ['`type`', `**required**; such as \`ReferralSent\`; at most ${limits.typeCharacters}`],
    ['`version`', '**required**; version of the type, from 1'],
    [
      '`occurredAt`',
      '**required**; instant with its UTC offset, day or month: `2026-03-14T10:15:00+01:00`, `2026-03-14`, `2026-03`',
    ],
    ['`issuedAt`', 'when the publisher issued the report; decides between rival corrections'],
    ['`sequence`', `the source's own order, for ties; at most ${limits.sequenceCharacters}`],
    ['`pathway`', 'id of the one pathway that it is meant for; without it, it serves every one'],
    ['`actor`', '`role` and `organisation` of whoever acted'],
    ['`municipality`', "the municipality's number"],
    [
      '`correctionOf`',
      "the event that it corrects: its `id`, or `source id` for another source's; `EventCorrected` makes it void, any other type takes its place",
    ],
    ['`data`', 'the fields below'],
  ];
  return `## What every event carries\n\n${markdownTable(['Field', 'Meaning'], rows)}`;
}

function themeSection(title: string, entries: Readonly<Record<string, CatalogueEntry>>): string {
  const events = Object.entries(entries).map(([type, entry]) => eventSection(type, entry));
  return [`## ${title}`, ...events].join('\n\n');
}

function eventSection(type: string, entry: CatalogueEntry): string {
  const { properties, required = [], dependentRequired = {} } = schemaOf(entry);
  const fields = Object.entries(properties).map(([field, notes]) => [
    `\`${field}\`${required.includes(field) ? ' **required**' : ''}`,
    notes.description ?? '',
    formOf(notes),
  ]);
  const needs = Object.entries(dependentRequired).map(
    ([field, others]) => `\`${field}\` needs ${others.map((other) => `\`${other}\``).join(', ')}`,
  );
  const facts = [
    `Stored as \`${typeLiteral(type, entry.version)}\``,
    `from ${entry.publishedBy.join(', ')}`,
    `FHIR R4: ${entry.fhir.join(', ')}`,
    ...needs,
  ];
  return [
    `### ${type}`,
    entry.description,
    `${facts.join('; ')}.`,
    markdownTable(['Field', 'Meaning', 'Form'], fields),
  ].join('\n\n');
}

function schemaOf(entry: CatalogueEntry): EventSchema {
  return entry.schema;
}

function formOf(notes: FieldSchema): string {
  if (notes.items !== undefined) return `list of ${formOf(notes.items)}`;
  const system = notes['x-code-system'];
  const range = notes['x-code-range'];
  const expected = range === undefined ? '' : `, expected ${range}`;
  if (notes.enum !== undefined) {
    const values = notes.enum.map((value) => `\`${value}\``).join(', ');
    return system === undefined ? values : `${system}: ${values}`;
  }
  if (system !== undefined) return `${system}${expected}`;
  return notes.format ?? notes.type ?? '';
}

function codeSystemSection(): string {
  const systems = new Map<string, readonly string[]>();
  for (const entry of CATALOGUE.values()) {
    for (const field of Object.values(schemaOf(entry).properties)) {
      const { pattern, ...notes } = field.items ?? field;
      const name = notes['x-code-system'];
      const uri = notes['x-code-system-uri'];
      if (name !== undefined && uri !== undefined) systems.set(name, [name, uri, `\`${pattern}\``]);
    }
  }
  const rows = [...systems.values()].sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return `## Code systems

The form of a code is checked; whether the code exists, and whether it lies in the expected range, is not.

${markdownTable(['Name', 'URI', 'Form'], rows)}`;
}

if (
  process.argv[1] !== undefined &&
  path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  writeFileSync(CATALOGUE_PAGE, cataloguePage());
}
