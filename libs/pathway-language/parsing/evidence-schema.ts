/** Evidence by earlier events, and what meets a duty, in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { Evidence, EventPattern, EvidencePattern } from '#pathway';
import { limitRef, limitRefOf } from './limit-ref-schema.js';
import { datedPatterns, datedPatternsSchema, pattern, patternsOf } from './pattern-schema.js';
import { LIST_ITEMS_MAX } from './schema-parts.js';
import type { Notes } from './schema-parts.js';

const only = { additionalProperties: false };

const [eventType, { properties: patternKeys }] = pattern.anyOf;

const evidencePattern = Type.Union([
  eventType,
  Type.Object(
    {
      ...patternKeys,
      within: Type.Optional(limitRef('How old it may be; of any age where left out.')),
    },
    {
      ...only,
      description: 'The latest event of a type, which must meet certain conditions.',
      'x-means': 'pattern',
    },
  ),
]);

const evidencePatterns = Type.Array(evidencePattern, {
  minItems: 1,
  maxItems: LIST_ITEMS_MAX,
});

const evidenceSchema = Type.Union(
  [
    ...evidencePattern.anyOf,
    evidencePatterns,
    Type.Object(
      {
        'all-of': Type.Array(Type.Union([...evidencePattern.anyOf, evidencePatterns]), {
          minItems: 1,
          maxItems: LIST_ITEMS_MAX,
          description: 'Evidence of which every part is needed.',
        }),
      },
      { ...only, description: 'Each part needs evidence of its own.' },
    ),
  ],
  {
    description:
      'A type of event, `{ event, where, within }`, a list of these, or `{ all-of: [...] }`.',
  },
);

export type EvidenceYaml = Static<typeof evidenceSchema>;

/** Evidence by earlier events; written once under `$defs`. */
export function evidence(description: string, notes: Notes = {}) {
  return Type.Unsafe<EvidenceYaml>({ $ref: '#/$defs/evidence', description, ...notes });
}

const untilSchema = Type.Union(
  [
    ...datedPatternsSchema.anyOf,
    Type.Object(
      {
        'all-of': Type.Array(datedPatterns('Events that meet this part.'), {
          minItems: 1,
          maxItems: LIST_ITEMS_MAX,
          description: 'Events of which one of every part is needed.',
        }),
      },
      { ...only, description: 'Each part has to be met.' },
    ),
  ],
  {
    description:
      'A type of event, `{ event, where, valid-from }`, a list of these, or `{ all-of: [...] }`.',
  },
);

export type UntilYaml = Static<typeof untilSchema>;

/** What meets a duty; written once under `$defs`. */
export function until(description: string, notes: Notes = {}) {
  return Type.Unsafe<UntilYaml>({ $ref: '#/$defs/until', description, ...notes });
}

export const EVIDENCE_PARTS = { evidence: evidenceSchema, until: untilSchema };

export function evidenceOf(yaml: EvidenceYaml): Evidence {
  const parts = isAllOf(yaml) ? yaml['all-of'] : [yaml];
  return parts.map(evidencePatternsOf);
}

/** The parts of which each has to be met. */
export function untilOf(yaml: UntilYaml): readonly (readonly EventPattern[])[] {
  const parts = isAllOf(yaml) ? yaml['all-of'] : [yaml];
  return parts.map(patternsOf);
}

type PartYaml = Exclude<EvidenceYaml, { 'all-of': unknown }>;

function evidencePatternsOf(yaml: PartYaml): readonly EvidencePattern[] {
  return (Array.isArray(yaml) ? yaml : [yaml]).flatMap((one): readonly EvidencePattern[] => {
    const patternList = patternsOf(one);
    if (typeof one === 'string' || one.within === undefined) return patternList;
    const within = limitRefOf(one.within);
    return patternList.map((each) => ({ ...each, within }));
  });
}

function isAllOf<Yaml>(yaml: Yaml): yaml is Extract<Yaml, { 'all-of': unknown }> {
  return typeof yaml === 'object' && yaml !== null && 'all-of' in yaml;
}
