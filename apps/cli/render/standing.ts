/** The last line of every figure: the place in the log and the definition it stands on. */
import type { AnswerHead } from '#projections';
import type { Page } from './page.js';

export function standing(page: Page, { position, definition, asOf, knownAt }: AnswerHead): Page {
  const published =
    definition.hash === undefined ? 'no definition published' : `version ${definition.version}`;
  const parts = [
    position === null ? 'The log is empty' : `At position ${position}`,
    `${definition.id} ${published}`,
    ...(asOf === undefined ? [] : [`as of ${asOf}`]),
    ...(knownAt === undefined ? [] : [`as known at ${knownAt}`]),
  ];
  return page.line(page.tone('dim', `${parts.join('; ')}.`));
}
