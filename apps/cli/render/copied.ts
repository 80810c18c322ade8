/** What `stafett copy` did, and what is to be done next. */
import type { ComparedFigures, CopiedLog } from '../../composition/index.js';
import { count, counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

export type CopyAnswer = CopiedLog & {
  readonly from: string;
  readonly to: string;
  readonly figures: ComparedFigures;
};

export async function renderCopied(page: Page, answer: CopyAnswer): Promise<Page> {
  const { from, to, events, copied, digest, repeatedFacts, figures } = answer;
  const { pathways, compared, differing } = figures;
  page.title('The log, copied');
  page.line(`From ${from}`).line(`to   ${to}`).gap();
  const before = copied === events ? '' : `; ${count(events - copied)} were there already`;
  page.line(`${counted(copied, 'event')} copied${before}. All ${count(events)} were read back:`);
  page.line(page.tone('green', `both logs say the same, SHA-256 ${digest}.`));
  if (repeatedFacts > 0)
    page.line(
      `${counted(repeatedFacts, 'fact has', 'facts have')} the source and id of an earlier one of another patient.`,
    );
  if (differing.length > 0) {
    page.gap().line(page.tone('red', 'Figures differ, so do not use the copy:'));
    await page.table(
      [{ title: 'pathway' }, { title: 'figure' }],
      differing.map(({ pathway, figure }) => [pathway, figure]),
    );
    return page;
  }
  if (compared > 0)
    page.line(
      `${counted(compared, 'figure')} of ${counted(pathways, 'pathway')} were computed from both: they are the same.`,
    );
  if (figures.kept) page.line('The read models of the copy are built.');
  page.gap().line('To use the copy: stop the server, run this command once more, and then');
  page.line(`  set event-store: ${to} (stafett config check says whether all is well);`);
  return page.line('  keep the data folder, whose secret.key belongs to the copy as well.');
}
