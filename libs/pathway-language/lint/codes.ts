/**
 * Code `invalid-codes`: codes that have the form of their system and cannot be in it. Events
 * may carry them nevertheless, and `readDefinition` lets them pass: only the author can tell
 * what was meant.
 */
import type { DocumentPath } from '../parsing/problem-list.js';
import { formatValue } from '#care-event';
import type { LintSubject } from './lint-subject.js';

/** Chapters of ICPC-2, by body system; process codes begin with a dash. */
const ICPC_2_CHAPTERS = 'ABDFHKLNPRSTUWXYZ';

const TWO_CATEGORIES = /^([A-Z][0-9]{2}[0-9]?)([A-Z][0-9]{2}[0-9]?)$/;

export function lintCodes(subject: LintSubject): void {
  for (const { path, value } of subject.mentions.texts('codes')) {
    const field = fieldAt(path);
    const text = value.trim().toUpperCase();
    if (field === 'icpc2') lintChapters(subject, path, text);
    if (field === 'icd10') lintLostDash(subject, path, text);
  }
}

/** Codes stand at `...where.icd10.codes` or, in a list, `...where.icd10.codes[0]`. */
function fieldAt(path: DocumentPath): string | number | undefined {
  return path[path.lastIndexOf('codes') - 1];
}

function lintChapters(subject: LintSubject, path: DocumentPath, text: string): void {
  const wrong = text
    .split('-')
    .map((code) => code.trim().charAt(0))
    .find((letter) => letter !== '' && !ICPC_2_CHAPTERS.includes(letter));
  if (wrong === undefined) return;
  subject.error(path, {
    code: 'invalid-codes',
    message: `${formatValue(text)} is not a range of ICPC-2 codes: there is no chapter ${wrong}`,
    advice: `chapters of ICPC-2: ${[...ICPC_2_CHAPTERS].join(', ')}. Is it meant for \`icd10\`?`,
  });
}

/** Two categories in their order and nothing between them. */
function lintLostDash(subject: LintSubject, path: DocumentPath, text: string): void {
  const [, first, last] = TWO_CATEGORIES.exec(text) ?? [];
  if (first === undefined || last === undefined || first > last) return;
  subject.error(path, {
    code: 'invalid-codes',
    message: `${formatValue(text)} is not an ICD-10 code`,
    advice: `did you mean ${first}-${last}?`,
  });
}
