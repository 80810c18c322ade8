/**
 * Names that a new definition may not give. `readDefinition` lets them pass: definitions
 * from before the name was taken stand in logs and are read again.
 */
import { CATALOGUE } from '#care-event';
import { CLOSED } from '../parsing/stage-schema.js';
import type { LintSubject } from './lint-subject.js';

/** Code `reserved-name`. */
export function lintReservedStage(subject: LintSubject): void {
  for (const { rule, path } of subject.stages) {
    if (rule.id !== CLOSED) continue;
    const message = 'a stage cannot be called closed: an exit to closed ends the pathway';
    subject.error([...path, 'id'], { code: 'reserved-name', message });
  }
}

/** Code `type-in-catalogue`. The catalogue grows, and its schema is the one that holds. */
export function lintTypesInCatalogue(subject: LintSubject): void {
  for (const type of subject.definition.declared.keys()) {
    if (!CATALOGUE.has(type)) continue;
    const message = `${type} is already in the catalogue`;
    const advice = 'remove the declaration, or rename your type';
    subject.error(['events', type], { code: 'type-in-catalogue', message, advice }, 'key');
  }
}
