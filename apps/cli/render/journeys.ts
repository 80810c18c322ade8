/** The patients on a pathway, in an order, and what the next page is asked for with. */
import type { JourneysAnswer } from '#projections';
import { count, counted, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import type { Titles } from './titles.js';

export async function renderJourneys(
  page: Page,
  answer: JourneysAnswer,
  titles: Titles,
): Promise<Page> {
  const { total, journeys, cursor } = answer;
  page.title(`Journeys of ${answer.definition.id}`);
  page.line(`${counted(total, 'journey')} found.`).gap();
  if (journeys.length > 0) {
    await page.table(
      [
        { title: 'patient', whole: true },
        { title: 'stage, since' },
        { title: 'held by' },
        { title: 'overdue since' },
      ],
      journeys.map(({ patient, stage, stageSince, state, holder, severity, overdueSince }) => [
        patient,
        stage === undefined ? state : `${titles.stage(stage)}, ${whenText(stageSince ?? '')}`,
        holder === undefined ? '' : titles.service(holder),
        overdueSince === undefined ? '' : `${whenText(overdueSince)}, ${severity}`,
      ]),
    );
  }
  if (cursor !== null)
    page
      .line(`Showing ${count(journeys.length)} of ${count(total)}; go on with --cursor ${cursor}`)
      .gap();
  return footer(page, answer);
}
