/** Which municipalities or organisations differ from the rest, by a funnel of shares. */
import type { VariationAnswer } from '#projections';
import { count, counted, percent } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { evidenceTable } from './evidence.js';
import { footer } from './footer.js';
import { lengthFormat } from './wait-length.js';

type Unit = VariationAnswer['units'][number];

const PLACES: Readonly<Record<Unit['place'], string>> = {
  'far-below': 'far below',
  below: 'below',
  within: '',
  above: 'above',
  'far-above': 'far above',
};

export async function renderVariation(page: Page, answer: VariationAnswer): Promise<Page> {
  const { from, to, within, all, units, suppressed, groupBy } = answer;
  page.title(`From ${from.join(' or ')} to ${to.join(' or ')} within ${within}, by ${groupBy}`);
  if (all.share === null)
    return footer(page.line('No patient has started this wait.').gap(), answer);
  page.line(`${page.tone('bold', percent(all.share))} of ${count(all.n)} got there in time.`);
  page.line(spread(answer));
  if (suppressed > 0)
    page.line(
      `${counted(suppressed, 'group')} with too few patients ${suppressed === 1 ? 'is' : 'are'} not shown.`,
    );
  page.gap();
  await page.table(
    [
      { title: groupBy },
      { title: 'cases', right: true },
      { title: 'open', right: true },
      { title: 'in time', right: true },
      { title: 'usual range', right: true },
      { title: 'stands' },
    ],
    units.map((unit) => [
      unit.group,
      count(unit.n),
      count(unit.censored),
      percent(unit.share),
      `${percent(unit.adjustedLimits.lower95)} to ${percent(unit.adjustedLimits.upper95)}`,
      [PLACES[unit.place], ...(unit.fewCases ? ['few cases'] : [])].filter(Boolean).join(', '),
    ]),
  );
  await evidenceTable(page, answer, lengthFormat(answer.wholeDays, [within]));
  return footer(page, answer);
}

function spread({ overDispersion, betweenUnits }: VariationAnswer): string {
  if (betweenUnits === 0) return 'They differ no more than chance alone would have it.';
  return (
    `They differ more than by chance (over-dispersion ${overDispersion.toFixed(1)}); ` +
    'the usual range takes that into account.'
  );
}
