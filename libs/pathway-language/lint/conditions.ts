/** Code `impossible-condition`: a pattern that no event can ever fit. */
import type { EventPattern } from '#pathway';
import { patternsOf } from '../parsing/pattern-schema.js';
import type { PatternsYaml } from '../parsing/pattern-schema.js';
import type { LintSubject } from './lint-subject.js';
import { canMeet } from './pattern-logic.js';

export function lintImpossibleConditions(subject: LintSubject): void {
  for (const { path, value } of subject.mentions.of('pattern')) {
    // The walk over the shape found it where a pattern stands, and the text has no faults.
    const patterns = patternsOf(value as PatternsYaml);
    const impossible = patterns.find(({ type, where }) => !canMeet(type, where, subject.fields));
    if (impossible !== undefined) addImpossible(subject, path, impossible);
  }
}

function addImpossible(
  subject: LintSubject,
  path: readonly (string | number)[],
  { type, where }: EventPattern,
): void {
  const conflict = where.find((one) => !canMeet(type, [one], subject.fields));
  const field = conflict?.field ?? where[0]?.field ?? '';
  subject.error([...path, 'where', field], {
    code: 'impossible-condition',
    message: `no event of type ${type} can meet the conditions on ${field}`,
    advice: 'check the bounds: which values do you mean?',
  });
}
