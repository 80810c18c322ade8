/** What is held beside one another: the pathway's own responsibility, and its scopes. */
import type { Definition, ScopeRule } from '#pathway';
import { formatService } from './format-rules.js';
import type { DutyBlock } from './outline-blocks.js';
import { labelled, patternRows } from './rule-rows.js';

/** Nothing where the pathway's own responsibility is all there is. */
export function responsibilityEntries(definition: Definition): readonly DutyBlock[] {
  const { scopes = [], responsibility = 'Main responsibility' } = definition;
  if (scopes.length === 0) return [];
  const own = labelled('Held', 'as the stages and the other handovers say');
  return [
    { title: responsibility, source: undefined, rows: [own] },
    ...scopes.map((scope) => scopeEntry(scope, definition)),
  ];
}

function scopeEntry(
  { id, title, holder, begins, ends, source }: ScopeRule,
  definition: Definition,
): DutyBlock {
  const passes = definition.handovers
    .filter(({ scope }) => scope === id)
    .map((handover) => `"${handover.title}"`);
  return {
    title,
    source,
    rows: [
      labelled('First held by', formatService(holder, definition)),
      ...(begins.length === 0
        ? [labelled('Begins', 'with custody in the episode')]
        : patternRows('Begins on', begins)),
      ...(ends.length === 0
        ? [labelled('Ends', 'with the episode')]
        : patternRows('Ends on', ends)),
      labelled('Passed on', passes.length === 0 ? 'by nothing' : `by ${passes.join(', ')}`),
    ],
  };
}
