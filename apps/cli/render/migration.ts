/** What a migration would change, episode by episode, as it stands and as it would stand. */
import type { DutyChange, DutyStanding, EpisodeChange, MigrationAnswer } from '#projections';
import type { Page } from './page.js';
import { standing } from './standing.js';
import { counted } from './words.js';

export async function renderMigration(page: Page, answer: MigrationAnswer): Promise<Page> {
  const { to, open, moved, changes } = answer;
  page.title(`Migrating ${answer.definition.id} to version ${to}: nothing was changed`);
  page.line(
    `Of ${counted(open, 'open episode')} ${moved} would move to version ${to}; ` +
      (changes.length === 0
        ? 'nothing else would differ for them.'
        : `for ${changes.length} of them something would differ.`),
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
    changes.flatMap(({ patient, episode, before, after, duties }) => {
      const rows = [
        ['version', String(before.version), String(after.version)],
        ...differing('stage', before.stage, after.stage),
        ...differing('holder', before.holder, after.holder),
        ...duties.map(dutyRow),
      ];
      return rows.map((row, place) =>
        place === 0 ? [patient, String(episode), ...row] : ['', '', ...row],
      );
    }),
  );
}

function differing(what: string, now: string | null, then: string | null): string[][] {
  return now === then ? [] : [[what, now ?? 'closed', then ?? 'closed']];
}

function dutyRow({ duty, before, after }: DutyChange): string[] {
  return [duty, dutyText(before), dutyText(after)];
}

function dutyText(duty: DutyStanding | null): string {
  if (duty === null) return 'does not run';
  return `${duty.state}, due ${duty.dueAt ?? 'when its clock runs'}, ${duty.owner}`;
}
