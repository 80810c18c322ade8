/** The last line of every figure: the place in the log and the definition it stands on. */
import type { AnswerHead, LeavesOut } from '#projections';
import { counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

export function standing(page: Page, answer: AnswerHead & LeavesOut): Page {
  const { position, definition, asOf, knownAt } = answer;
  const published =
    definition.hash === undefined ? 'no definition published' : `version ${definition.version}`;
  const parts = [
    position === null ? 'The log is empty' : `At position ${position}`,
    `${definition.id} ${published}`,
    ...(asOf === undefined ? [] : [`as of ${asOf}`]),
    ...(knownAt === undefined ? [] : [`as known at ${knownAt}`]),
  ];
  leftOut(page, answer);
  return page.line(page.tone('dim', `${parts.join('; ')}.`));
}

/** Who could not be assessed is in no figure; `stalls` names them, and needs no such line. */
function leftOut(page: Page, { unreadable = 0, ...answer }: LeavesOut): void {
  if (unreadable === 0 || 'stalls' in answer) return;
  page.line(
    `${counted(unreadable, 'patient')} could not be assessed and left out: see stafett stalls.`,
  );
}
