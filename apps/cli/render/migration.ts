/** What a migration would change, episode by episode, as it stands and as it would stand. */
import type { DutyStanding, EpisodeChange, HandoverStanding, MigrationAnswer } from '#projections';
import type { Page } from '../terminal/page.js';
import { standing } from './standing.js';
import { counted } from '../terminal/format.js';

export async function renderMigration(page: Page, answer: MigrationAnswer): Promise<Page> {
  const { to, open, moved, changes } = answer;
  page.title(`Migrating ${answer.definition.id} to version ${to}: nothing was changed`);
  page.line(
    `Of ${counted(open, 'open episode')} ${moved} would move to version ${to}; ` +
      (changes.length === 0
        ? 'their stages, holders, duties, handovers, milestones and deviations would be the same.'
        : `for ${changes.length} of them stage, holder, duties, handovers, milestones or deviations would differ.`),
  );
  page.gap();
  if (changes.length > 0) await list(page, changes);
  return standing(page, answer);
}

async function list(page: Page, changes: readonly EpisodeChange[]): Promise<void> {
  await page.table(
    [
      { title: 'patient' },
      { title: 'episode', right: true },
      { title: 'what' },
      { title: 'now' },
      { title: 'then' },
    ],
    changes.flatMap((change) =>
      rowsOf(change).map((row, place) =>
        place === 0 ? [change.patient, String(change.episode), ...row] : ['', '', ...row],
      ),
    ),
  );
}

/** What differs, now and then. */
function rowsOf(change: EpisodeChange): string[][] {
  const { before, after, duties, handovers, milestones, deviations } = change;
  const named = (name: string, episode: number): string =>
    episode === change.episode ? name : `${name} (episode ${episode})`;
  return [
    ['version', String(before.version), String(after.version)],
    ...differing('stage', before.stage, after.stage),
    ...differing('holder', before.holder, after.holder),
    ...duties.map((each) => [
      ...[named(each.duty, each.episode), dutyText(each.before), dutyText(each.after)],
    ]),
    ...handovers.map((each) => [
      ...[named(each.handover, each.episode), handoverText(each.before), handoverText(each.after)],
    ]),
    ...milestones.map((each) => [
      ...[named(each.milestone, each.episode), each.before ?? 'not reached'],
      each.after ?? 'not reached',
    ]),
    ...deviations.map(({ kind, message, change: which }) =>
      which === 'added' ? [kind, '', message] : [kind, message, ''],
    ),
  ];
}

function differing(what: string, now: string | null, then: string | null): string[][] {
  return now === then ? [] : [[what, now ?? 'closed', then ?? 'closed']];
}

function dutyText(duty: DutyStanding | null): string {
  if (duty === null) return 'does not run';
  return `${duty.state}, due ${duty.dueAt ?? 'when its clock runs'}, ${duty.owner}`;
}

function handoverText(handover: HandoverStanding | null): string {
  if (handover === null) return 'is none';
  const { state, to, answerDueAt, late } = handover;
  const due = answerDueAt === null ? '' : `, answer due ${answerDueAt}`;
  return `${state}${late ? ' late' : ''}${due}, to ${to}`;
}
