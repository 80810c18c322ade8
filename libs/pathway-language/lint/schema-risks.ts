/**
 * Codes `unsafe-pattern` and `recursive-schema`: what in the schema of a declared event cannot be
 * checked in bounded time. `readDefinition` lets it pass, because definitions from before stand in
 * logs and are read again; for those it counts as not checked.
 */
import { schemaRisks } from '#care-event';
import type { LintSubject } from './lint-subject.js';

const ADVICE = {
  'unsafe-pattern':
    'write it without look-around and back-references, with at most 1,000 repetitions in all',
  'recursive-schema':
    'refer back only from inside `properties` or `items`, and in one way for each value',
};

export function lintSchemaRisks(subject: LintSubject): void {
  for (const [type, { schema }] of subject.definition.declared) {
    if (schema === undefined) continue;
    for (const { path, on, code, message } of schemaRisks(schema)) {
      subject.error(['events', type, 'data', ...path], { code, message, advice: ADVICE[code] }, on);
    }
  }
}
