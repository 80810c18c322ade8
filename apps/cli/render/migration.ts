/** What a migration would change: each open episode as it stands and as it would stand. */
import type { DutyStatus, EpisodeChange, HandoverStatus, MigrationAnswer } from '#projections';
import { count, counted, whenText } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';
import { footer } from './footer.js';
import { partyText } from './journey/parties.js';
import { keyColumn } from './keys.js';
import { migrationTotals } from './migration-totals.js';
import { noteMoreRows } from './rows.js';
import type { Titles } from './titles.js';

export async function renderMigration(
  page: Page,
  answer: MigrationAnswer,
  titles: Titles,
): Promise<Page> {
  const { to, open, moved, changed, changes } = answer;
  page.title(`Dry run of migrating ${answer.definition.id} to version ${to}: nothing was changed`);
  const compared = 'stage, holder, duties, handovers, milestones or deviations';
  page.line(
    `Of ${counted(open, 'open episode')}, ${count(moved)} would move to version ${to}. ` +
      (changed === 0
        ? `None of them would differ in ${compared}.`
        : `${count(changed)} of them would differ in ${compared}.`),
  );
  page.gap();
  await migrationTotals(page, answer, titles);
  if (changes.length > 0) await list(page, changes, titles);
  noteMoreRows(page, changes.length, changed, 'episodes');
  return footer(page, answer);
}

async function list(page: Page, changes: readonly EpisodeChange[], titles: Titles): Promise<void> {
  const keys = keyColumn(changes);
  await page.table(
    [
      { title: 'patient', whole: true },
      ...keys.column,
      { title: 'episode', right: true },
      { title: 'what' },
      { title: 'now' },
      { title: 'after migration' },
    ],
    changes.flatMap((change) =>
      rowsOf(change, titles).map((row, index) =>
        index === 0
          ? [change.patient, ...keys.cell(change), String(change.episode), ...row]
          : ['', ...keys.column.map(() => ''), '', ...row],
      ),
    ),
  );
}

/** What differs, now and after the migration. */
function rowsOf(change: EpisodeChange, titles: Titles): string[][] {
  const { before, after, duties, handovers, milestones, deviations } = change;
  const named = (name: string, episode: number): string =>
    episode === change.episode ? name : `${name} (episode ${episode})`;
  return [
    ['version', String(before.version), String(after.version)],
    ...differing('stage', stageText(before.stage, titles), stageText(after.stage, titles)),
    ...differing('holder', holderOf(before, titles), holderOf(after, titles)),
    ...duties.map((each) => [
      ...[
        named(titles.duty(each.duty), each.episode),
        dutyText(each.before, titles),
        dutyText(each.after, titles),
      ],
    ]),
    ...handovers.map((each) => [
      ...[
        named(titles.handover(each.handover), each.episode),
        handoverText(each.before, titles),
        handoverText(each.after, titles),
      ],
    ]),
    ...milestones.map((each) => [
      ...[
        named(titles.milestone(each.milestone), each.episode),
        whenText(each.before ?? 'not reached'),
      ],
      whenText(each.after ?? 'not reached'),
    ]),
    ...deviations.map(({ kind, message, change: which }) =>
      which === 'added' ? [kind, '', message] : [kind, message, ''],
    ),
  ];
}

function stageText(stage: string | null, titles: Titles): string | null {
  return stage === null ? null : titles.stage(stage);
}

function differing(what: string, now: string | null, then: string | null): string[][] {
  return now === then ? [] : [[what, now ?? 'closed', then ?? 'closed']];
}

function holderOf(
  { holder, organisation }: EpisodeChange['before'],
  titles: Titles,
): string | null {
  return holder === null ? null : partyText(titles, holder, organisation);
}

function dutyText(duty: DutyStatus | null, titles: Titles): string {
  if (duty === null) return 'none';
  const owner = partyText(titles, duty.owner, duty.organisation);
  return `${duty.state}, due ${whenText(duty.dueAt ?? 'once its clock runs')}, ${owner}`;
}

function handoverText(handover: HandoverStatus | null, titles: Titles): string {
  if (handover === null) return 'none';
  const { state, to, organisation, answerDueAt, late } = handover;
  const due = answerDueAt === null ? '' : `, answer due ${whenText(answerDueAt)}`;
  return `${state}${late ? ' late' : ''}${due}, to ${partyText(titles, to, organisation)}`;
}
