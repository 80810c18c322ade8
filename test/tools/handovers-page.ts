/**
 * Keeps the table of answers in docs/handovers.md in step with the program. It stands
 * between `<!-- answers -->` and `<!-- /answers -->`; all else on the page is written by
 * hand. Run: `npm run build && node dist/test/tools/handovers-page.js`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OUTCOMES } from './handover-outcomes.js';
import { markdownTable } from './markdown-table.js';

/** The page, relative to the repository's root. */
export const HANDOVERS_PAGE = 'docs/handovers.md';

const BEGIN = '<!-- answers -->';
const END = '<!-- /answers -->';

/** One table a state: what each answer leads to. */
export function answersPart(): string {
  return Object.entries(OUTCOMES)
    .map(([state, answers]) => {
      const rows = Object.entries(answers).map(([answer, outcome]) => {
        const [handover = '', holder = '', deviation = ''] = outcome.split(' | ');
        return [answer, handover, holder, deviation === '' ? '' : `\`${deviation}\``];
      });
      const head = ['When', 'the handover is then', 'the patient is held by', 'deviation'];
      return `### ${state[0]?.toUpperCase()}${state.slice(1)}\n\n${markdownTable(head, rows)}`;
    })
    .join('\n\n');
}

export function withAnswers(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const [, after] = (rest ?? '').split(END);
  if (before === undefined || after === undefined) {
    throw new Error(`${HANDOVERS_PAGE} has no place for the answers: ${BEGIN} … ${END}`);
  }
  return `${before}${BEGIN}\n\n${answersPart()}\n\n${END}${after}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(HANDOVERS_PAGE, withAnswers(readFileSync(HANDOVERS_PAGE, 'utf8')));
}
