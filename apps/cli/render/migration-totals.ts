/** For whom a migration would change something: by service and organisation. */
import type { MigrationAnswer, OwedShift, PartyTotals } from '#projections';
import { count, counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { partyText } from './journey/parties.js';
import type { Titles } from './titles.js';

/** Nothing where nobody is concerned. */
export async function migrationTotals(
  page: Page,
  { totals }: MigrationAnswer,
  titles: Titles,
): Promise<void> {
  if (totals.length === 0) return;
  page.line(summary(totals)).gap();
  await page.table(
    [
      { title: 'who' },
      { title: 'what' },
      { title: 'in time → late', right: true },
      { title: 'late → in time', right: true },
      { title: 'owed anew', right: true, wide: true },
      { title: 'no longer owed', right: true, wide: true },
      { title: 'due moved', right: true, wide: true },
      { title: 'patients +/−', right: true },
    ],
    totals.flatMap((party) => rowsOf(party, titles)),
  );
}

function summary(totals: readonly PartyTotals[]): string {
  const sum = (key: 'inTimeToLate' | 'lateToInTime'): number =>
    totals.reduce((n, { duties, answers }) => n + duties[key] + answers[key], 0);
  const gained = totals.reduce((n, { patients }) => n + patients.gained, 0);
  return (
    `${counted(sum('inTimeToLate'), 'duty or answer', 'duties and answers')} in time would be late, ` +
    `${counted(sum('lateToInTime'), 'late one')} would be in time, and ` +
    `${counted(gained, 'episode')} would have another holder.`
  );
}

/** A row for what it owes, one for the answers that it owes, each only if there is something to say. */
function rowsOf({ service, organisation, duties, answers, patients }: PartyTotals, titles: Titles) {
  const who = partyText(titles, service, organisation ?? undefined);
  const { gained, lost } = patients;
  const moved = gained + lost === 0 ? '' : `+${count(gained)} −${count(lost)}`;
  const rows = [
    ...(isNothing(duties) && moved === '' ? [] : [['duties', ...cells(duties)]]),
    ...(isNothing(answers) ? [] : [['answers to handovers', ...cells(answers)]]),
  ];
  return rows.map((row, index) => [index === 0 ? who : '', ...row, index === 0 ? moved : '']);
}

function cells({ inTimeToLate, lateToInTime, added, addedLate, removed, dueMoved }: OwedShift) {
  const late = addedLate === 0 ? '' : ` (${count(addedLate)} late)`;
  return [
    ...[count(inTimeToLate), count(lateToInTime), `${count(added)}${late}`],
    ...[count(removed), count(dueMoved)],
  ];
}

function isNothing(shift: OwedShift): boolean {
  return Object.values(shift).every((n) => n === 0);
}
