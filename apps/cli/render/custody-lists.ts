/** Behind the figures of custody, patient by patient: who was dropped, who owes an answer, who did nothing. */
import type {
  CustodyAnswer,
  DroppedPatient,
  IdleSpell,
  OpenOffer,
  ReturnedOffer,
} from '#projections';
import { count, duration } from '../terminal/format.js';
import type { Column } from '../terminal/column-widths.js';
import type { Page } from '../terminal/page.js';
import { askedText } from './custody-organisations.js';
import { partyText } from './journey/parties.js';
import { keyColumn } from './keys.js';
import { noteMoreRows } from './rows.js';
import type { Titles } from './titles.js';

export async function lists(page: Page, answer: CustodyAnswer, titles: Titles): Promise<void> {
  const { openOffers, idleSpells, idleSpellCount, dropped, droppedCount } = answer;
  const of = scopeColumn(answer, titles);
  const open = [answer, ...(answer.scopes ?? [])].map(({ total }) => total.offers.open);
  const offers = { rows: openOffers, of, titles };
  await droppedPatients(page, { rows: dropped, titles }, droppedCount);
  await unanswered(
    page,
    offers,
    open.reduce((sum, n) => sum + n, 0),
  );
  await returned(page, { rows: answer.returnedOffers, of, titles }, answer.returnedOfferCount);
  await idle(page, { rows: idleSpells, of, titles }, idleSpellCount);
}

interface ScopeColumn {
  /** Empty where the pathway has no scopes. */
  readonly column: readonly Column[];
  readonly cell: (row: { readonly scope?: string }) => readonly string[];
}

interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly of: ScopeColumn;
  readonly titles: Titles;
}

function scopeColumn({ scopes }: CustodyAnswer, titles: Titles): ScopeColumn {
  if (scopes === undefined) return { column: [], cell: () => [] };
  const column = [{ title: 'of' }];
  return { column, cell: ({ scope }) => [titles.scope(scope)] };
}

async function droppedPatients(
  page: Page,
  { rows, titles }: Pick<Rows<DroppedPatient>, 'rows' | 'titles'>,
  all: number,
): Promise<void> {
  if (rows.length === 0) return;
  const keys = keyColumn(rows);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      { title: 'last held by' },
      { title: 'dropped' },
      { title: 'for', right: true },
    ],
    rows.map(({ patient, key, holder, organisation, since, seconds }) => [
      patient,
      ...keys.cell({ key }),
      partyText(titles, holder, organisation),
      since.slice(0, 10),
      duration(seconds),
    ]),
  );
  noteMoreRows(page, rows.length, all, 'dropped patients');
}

async function unanswered(
  page: Page,
  { rows, of: scopes, titles }: Rows<OpenOffer>,
  all: number,
): Promise<void> {
  if (rows.length === 0) return;
  const keys = keyColumn(rows);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      ...scopes.column,
      { title: 'answer owed by' },
      { title: 'offered' },
      { title: 'open for', right: true },
      { title: 'overdue', right: true },
    ],
    rows.map(({ to, attempt, askedBack, offeredAt, offeredSeconds, overdueSeconds, ...of }) => [
      of.patient,
      ...keys.cell(of),
      ...scopes.cell(of),
      `${askedText(titles, to, of)}${attempt > 1 ? ` (attempt ${attempt})` : ''}${askedBack ? ' (withdrawal requested)' : ''}`,
      offeredAt.slice(0, 10),
      duration(offeredSeconds),
      overdueSeconds === 0 ? '' : page.tone('red', duration(overdueSeconds)),
    ]),
  );
  noteMoreRows(page, rows.length, all, 'open offers');
}

async function returned(
  page: Page,
  { rows, of: scopes, titles }: Rows<ReturnedOffer>,
  all: number,
): Promise<void> {
  if (rows.length === 0) return;
  const keys = keyColumn(rows);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      ...scopes.column,
      { title: 'offered to' },
      { title: 'came back' },
      { title: 'how' },
      { title: 'reason' },
    ],
    rows.map(({ to, toOrganisation, endedAt, end, reason = '', ...of }) => [
      of.patient,
      ...keys.cell(of),
      ...scopes.cell(of),
      partyText(titles, to, toOrganisation),
      endedAt.slice(0, 10),
      end,
      reason,
    ]),
  );
  noteMoreRows(page, rows.length, all, 'offers that came back');
}

async function idle(
  page: Page,
  { rows, of: scopes, titles }: Rows<IdleSpell>,
  all: number,
): Promise<void> {
  if (rows.length === 0) return;
  const keys = keyColumn(rows);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      ...scopes.column,
      { title: 'held by' },
      { title: 'since' },
      { title: 'idle days', right: true },
      { title: 'in a row', right: true },
    ],
    rows.map(({ holder, organisation, since, days, idleDays, longestIdleDays, ...of }) => [
      of.patient,
      ...keys.cell(of),
      ...scopes.cell(of),
      partyText(titles, holder, organisation),
      since.slice(0, 10),
      `${count(idleDays)} of ${count(days)}`,
      count(longestIdleDays),
    ]),
  );
  noteMoreRows(page, rows.length, all, 'idle holders');
}
