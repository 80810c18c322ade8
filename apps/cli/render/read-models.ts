/** The read models: how far they have come, and whether they say what the log says. */
import type { Built, ReadModelsList, VerifiedReadModels } from '../../composition/index.js';
import { count, counted, duration, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

export async function renderReadModels(page: Page, list: ReadModelsList): Promise<Page> {
  const { position, models, rebuild } = list;
  page.title('Read models').line(`The log ends at position ${position ?? 'none'}.`);
  if (rebuild !== null) {
    const { share, secondsLeft } = rebuild;
    const left = secondsLeft === undefined ? '' : `, about ${duration(secondsLeft)} left`;
    page.line(page.tone('yellow', `They are being built anew: ${percent(share)} done${left}.`));
  }
  page.gap();
  await page.table(
    [
      { title: 'model' },
      { title: 'version', right: true },
      { title: 'position', right: true },
      { title: 'behind', right: true },
      { title: 'rows', right: true },
    ],
    models.map(({ name, version, built, position: at, behindSeconds, rows }) => [
      name,
      built === version ? String(version) : `${built ?? 'none'}, needs ${version}`,
      at ?? '–',
      behindSeconds === 0 ? '–' : duration(behindSeconds),
      count(rows),
    ]),
  );
  if (rebuild === null && models.some(({ built, version }) => built !== version))
    page.line(
      'What another version has built is built anew when a server starts or a figure is asked.',
    );
  return page;
}

export function renderRebuilt(page: Page, built: Built & { readonly seconds: number }): Page {
  const { events, position, seconds } = built;
  return page
    .line(
      `The read models were built anew from ${counted(events, 'event')} in ${duration(seconds)}, and serve now.`,
    )
    .line(page.tone('dim', `position ${position ?? 'none'}`));
}

export async function renderVerifiedReadModels(
  page: Page,
  { same, position, tables }: VerifiedReadModels,
): Promise<Page> {
  page.title('The read models, verified');
  page.line(`The log was folded again up to position ${position ?? 'none'}.`).gap();
  await page.table(
    [
      { title: 'table' },
      { title: 'entries', right: true },
      { title: 'digest' },
      { title: 'differing', right: true },
    ],
    tables.map(({ table, entries, digest, differing }) => [
      table,
      count(entries),
      digest.slice(0, 16),
      differing === 0 ? '–' : page.tone('red', count(differing)),
    ]),
  );
  if (same) return page.line(page.tone('green', 'They say what the log says.'));
  page.gap().line(page.tone('red', 'They do not say what the log says:'));
  for (const { table, differing, examples } of tables)
    if (differing > 0)
      page.line(`  ${table}: ${examples.join(', ')}${differing > examples.length ? ' …' : ''}`);
  return page.line('Build them anew with: stafett projection rebuild');
}
