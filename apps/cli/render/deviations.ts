/** Deviations: what does not fit the definition, how often, and who reports it. */
import type { DeviationsAnswer } from '#projections';
import { count, counted, whenText, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import { groupsTable } from './groups.js';
import { keyColumn } from './keys.js';
import type { Titles } from './titles.js';

export async function renderDeviations(
  page: Page,
  answer: DeviationsAnswer,
  titles: Titles,
): Promise<Page> {
  const { total, patientsDeviating, kinds, rules, evidence = [] } = answer;
  page.title(`Deviations on ${answer.definition.id}`);
  const patients = counted(patientsDeviating, 'patient');
  page.line(`${page.tone('bold', counted(total, 'deviation'))} of ${patients}.`).gap();
  const about = (rule: string | undefined): string => (rule === undefined ? '' : titles.rule(rule));
  if (total > 0)
    await page.table(
      [
        { title: 'kind' },
        { title: 'about' },
        { title: 'times', right: true },
        { title: 'patients', right: true },
        { title: 'newest' },
        { title: 'most from' },
      ],
      kinds.map((row) => [
        row.kind,
        about(row.rule),
        count(row.count),
        count(row.patientsDeviating),
        whenText(row.newestAt),
        mostOf(row, titles),
      ]),
    );
  if (rules.length > 0)
    await page.table(
      [
        { title: 'rule of order' },
        { title: 'patients with the event', right: true },
        { title: 'out of order', right: true },
        { title: 'share', right: true },
      ],
      rules.map((row) => [
        about(row.rule),
        count(row.patientsWithEvent),
        count(row.patientsDeviating),
        row.share === null ? '–' : percent(row.share),
      ]),
    );
  await groupsTable(page, answer, ['deviations', 'with any'], (group) =>
    [group.total, group.patientsDeviating].map(count),
  );
  if (evidence.length > 0) {
    const keys = keyColumn(evidence);
    await page.table(
      [{ title: 'patient', whole: true }, ...keys.column, { title: 'when' }, { title: 'what' }],
      evidence.map((row) => [row.patient, ...keys.cell(row), whenText(row.at), row.message]),
    );
  }
  return footer(page, answer);
}

/** Who reports it most: the organisation, or the source where none is named. */
function mostOf(
  { organisations, sources }: DeviationsAnswer['kinds'][number],
  titles: Titles,
): string {
  const [organisation] = Object.keys(organisations);
  return organisation === undefined
    ? (Object.keys(sources)[0] ?? '')
    : titles.organisation(organisation);
}
