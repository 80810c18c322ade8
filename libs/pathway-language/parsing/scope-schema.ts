/** Scopes of responsibility beside the pathway's own in YAML, and how they are read. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { HolderOf, OwnerRef, ScopeRule } from '#pathway';
import type { Notes } from './schema-parts.js';
import { id, named, nameOf, ownerRef, serviceOf, serviceRef } from './schema-parts.js';
import { patterns, patternsOf } from './pattern-schema.js';

export const scope = named(
  'scope-id',
  {
    holder: serviceRef('Service that holds it when it begins.'),
    begins: Type.Optional(
      patterns('Events that begin it; it begins with custody in the episode if left out.'),
    ),
    ends: Type.Optional(patterns('Events that end it; it ends with the episode at the latest.')),
  },
  "A part of the responsibility that is held beside the pathway's own.",
);

export function scopeId(description: string) {
  return id(description, { 'x-means': 'scope' });
}

/** A service, `holder`, or `{ holder-of: scope }`. */
export function dutyOwner(description: string, notes: Notes = {}) {
  const holderOf = Type.Object(
    { 'holder-of': scopeId('Scope whose holder owes it.') },
    { additionalProperties: false, description: 'Whoever holds the scope.' },
  );
  return Type.Union([...ownerRef(description).anyOf, holderOf], { description, ...notes });
}

export function dutyOwnerOf(yaml: Static<ReturnType<typeof dutyOwner>>): OwnerRef | HolderOf {
  if (typeof yaml !== 'string' && 'holder-of' in yaml) return { holderOf: yaml['holder-of'] };
  return serviceOf(yaml);
}

export function scopeOf(yaml: Static<typeof scope>): ScopeRule {
  return {
    ...nameOf(yaml),
    holder: serviceOf(yaml.holder),
    begins: patternsOf(yaml.begins),
    ends: patternsOf(yaml.ends),
  };
}
