/**
 * Code `unfiltered-entry`: an event opens the pathway whatever it is about, so that an event for
 * another clinic or about another illness does too.
 */
import { type Condition, type EventPattern, isMetByMissing } from '#pathway';
import { patternsIn } from '../parsing/patterns-in.js';
import type { LintSubject } from './lint-subject.js';

/** Fields of the catalogue that say which part of the body something is about, or for whom it is. */
const TELLING: readonly string[] = [
  'bodySite',
  ...['to', 'addressee', 'service', 'services', 'performer'],
];

/** Systems of codes that say what an event is about. */
const CONDITIONS: readonly (string | undefined)[] = ['ICD-10', 'ICPC-2', 'ICF'];

export function lintUnfilteredEntries(subject: LintSubject): void {
  const { entry, unfiltered } = subject.definition;
  if (entry === 'any' || subject.yaml.entry === 'any' || unfiltered !== undefined) return;
  const places = patternsIn(subject.yaml.entry.events, ['entry', 'events']);
  entry.forEach((pattern, at) => {
    if (saysWhatItIsAbout(pattern, subject)) return;
    subject.error(places[at]?.path ?? ['entry'], {
      code: 'unfiltered-entry',
      message: `every ${pattern.type} opens the pathway, whatever it is about`,
      advice:
        'add conditions on a code, a key or an addressee under `where` or `about`, or say under `unfiltered` why none is needed',
    });
  });
}

/** What the definition declares itself is made for it. */
function saysWhatItIsAbout({ type, where }: EventPattern, subject: LintSubject): boolean {
  const { about = [], declared } = subject.definition;
  if (declared.has(type)) return true;
  const ofType = about.filter((pattern) => pattern.type === type);
  const tells = (conditions: readonly Condition[]) =>
    conditions.some((condition) => tellsApart(type, condition, subject));
  return tells(where) || (ofType.length > 0 && ofType.every((pattern) => tells(pattern.where)));
}

function tellsApart(type: string, condition: Condition, subject: LintSubject): boolean {
  const { field } = condition;
  if (isMetByMissing(condition)) return false;
  if (condition.is === 'in-codes' || TELLING.includes(field)) return true;
  if (subject.definition.episodes?.key?.fields.includes(field) === true) return true;
  const form = subject.fields.form(type, field);
  return form !== undefined && form !== 'anything' && CONDITIONS.includes(form.codeSystem);
}
