/** Who holds what of one patient, on every pathway, and what is being offered. */
import type { PatientCustody } from '#projections';
import { whenText } from '../terminal/format.js';
import type { Column } from '../terminal/column-widths.js';
import type { Page } from '../terminal/page.js';
import { askedText } from './custody-organisations.js';
import { positionText, twoTimes } from './footer.js';
import { holderText, partyText, takenText } from './journey/parties.js';
import { keyColumn } from './keys.js';
import { leftOut } from './pathways.js';
import { titlesOf, type Titles } from './titles.js';

type OnPathway = PatientCustody['pathways'][number];

/** Of each pathway, by id. */
type AllTitles = ReadonlyMap<string, Titles>;

const IDS = titlesOf(null);

export async function renderPatientCustody(
  page: Page,
  answer: PatientCustody,
  all: AllTitles,
): Promise<Page> {
  const { patient, pathways, unreadablePathways: unreadable } = answer;
  page.title(`Custody of patient ${patient} ${twoTimes(answer)}`);
  if (pathways.length === 0) page.line('The patient is on no pathway.').gap();
  await holdings(page, pathways, all);
  await offers(page, pathways, all);
  for (const each of pathways) closing(page, each, all);
  if (pathways.some(({ state }) => state === 'closed')) page.gap();
  leftOut(page, unreadable);
  return page.line(page.tone('dim', `${positionText(answer.position)}; times in ${answer.zone}.`));
}

async function holdings(page: Page, pathways: readonly OnPathway[], all: AllTitles): Promise<void> {
  const rows = pathways.flatMap((on) => on.held.map((held) => ({ on, held })));
  if (rows.length === 0) return;
  const { columns, cells } = placeColumns(pathways, all);
  await page.table(
    [
      ...columns,
      { title: 'held by' },
      { title: 'since' },
      { title: 'taken over' },
      { title: 'position', right: true, wide: true },
    ],
    rows.map(({ on, held }) => {
      const titles = all.get(on.pathway) ?? IDS;
      const { holder, role, person, since, taken, handover, by } = held;
      const who = holder === null ? 'nobody' : holderText(titles, { ...held, holder });
      const via = handover === null ? [] : [titles.handover(handover)];
      return [
        ...cells(on, held),
        [who, ...[role, person].filter((part) => part !== null)].join(', '),
        whenText(since ?? ''),
        [...(taken === null ? [] : [takenText(taken)]), ...via].join(', '),
        by?.position ?? '',
      ];
    }),
  );
}

async function offers(page: Page, pathways: readonly OnPathway[], all: AllTitles): Promise<void> {
  const rows = pathways.flatMap((on) => on.openOffers.map((offer) => ({ on, offer })));
  if (rows.length === 0) return;
  const { columns, cells } = placeColumns(pathways, all);
  await page.table(
    [
      ...columns,
      { title: 'offered by' },
      { title: 'answer owed by' },
      { title: 'offered' },
      { title: 'answer due' },
      { title: 'state' },
    ],
    rows.map(({ on, offer }) => {
      const titles = all.get(on.pathway) ?? IDS;
      const { from, fromOrganisation, to, offeredAt, answerDueAt, state, overdue } = offer;
      return [
        ...cells(on, offer),
        partyText(titles, from, fromOrganisation),
        askedText(titles, to, offer),
        whenText(offeredAt),
        whenText(answerDueAt ?? 'clock paused'),
        overdue ? page.tone('red', state) : state,
      ];
    }),
  );
}

interface PlaceColumns {
  readonly columns: readonly Column[];
  readonly cells: (on: OnPathway, of: { readonly scope?: string }) => readonly string[];
}

/** Pathway, key, episode and scope of a row; what would say the same in every row is left out. */
function placeColumns(pathways: readonly OnPathway[], all: AllTitles): PlaceColumns {
  const keys = keyColumn(pathways);
  const hasEpisodes = pathways.some(({ episode }) => episode > 1);
  const hasScopes = pathways.some(({ held, openOffers }) =>
    [...held, ...openOffers].some(({ scope }) => scope !== undefined),
  );
  return {
    columns: [
      { title: 'pathway' },
      ...keys.column,
      ...(hasEpisodes ? [{ title: 'episode', right: true }] : []),
      ...(hasScopes ? [{ title: 'of' }] : []),
    ],
    cells: (on, { scope }) => [
      on.pathway,
      ...keys.cell(on),
      ...(hasEpisodes ? [String(on.episode)] : []),
      ...(hasScopes ? [(all.get(on.pathway) ?? IDS).scope(scope)] : []),
    ],
  };
}

/** What became of a pathway that the patient has left. */
function closing(page: Page, on: OnPathway, all: AllTitles): void {
  const { pathway, key, state, closedAt, dropped } = on;
  if (state !== 'closed') return;
  const which = key === undefined || key === '' ? pathway : `${pathway} (${key})`;
  page.line(`Closed: ${which} ${whenText(closedAt ?? '')}.`);
  if (dropped === null) return;
  const last = partyText(all.get(pathway) ?? IDS, dropped.holder, dropped.organisation);
  page.line(
    page.tone(
      'red',
      `Dropped: ${last} passed the patient on ${whenText(dropped.since)}, and nobody has accepted since.`,
    ),
  );
}
