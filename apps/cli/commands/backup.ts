/** `stafett backup` and `stafett restore`: the log of a folder, copied while it is served, and back. */
import type { Command } from 'commander';
import type { BackedUp, Restored } from '../../composition/backup.js';
import { examples } from '../options/examples.js';
import type { Session, SessionOf } from '../session/session.js';
import { EXIT } from '../terminal/exit-codes.js';
import { counted } from '../terminal/format.js';
import type { Page } from '../terminal/page.js';

export function addBackup(program: Command, sessionOf: SessionOf): void {
  program
    .command('backup')
    .summary('back up the log, also while it is served')
    .description(
      'Writes a copy of the log, as it is at one moment, to a new folder, and reads it back from its first\n' +
        'to its last event. The server may go on meanwhile. Read models are made anew from the log. The\n' +
        'secret that patients’ pseudonyms are made with belongs in another place: back it up apart, once.\n' +
        'For logs on a server see docs/operators.md.',
    )
    .argument('<dir>', 'a new or empty folder')
    .option(
      '--with-secret',
      'put the secret beside it, for a backup that is kept as safe as the data',
    )
    .addHelpText(
      'after',
      examples({ 'every night': 'stafett backup /backup/$(date +%F) --data /srv/region --quiet' }),
    )
    .action((to: string, { withSecret = false }: { readonly withSecret?: boolean }) =>
      backUp(sessionOf(), to, withSecret),
    );
}

export function addRestore(program: Command, sessionOf: SessionOf): void {
  program
    .command('restore')
    .summary('put a backup in the place of the log')
    .description(
      'Verifies a backup and puts it in the place of the log, while no server runs. A log that is there is\n' +
        'kept under another name. What was recorded after the backup is lost: where read models or\n' +
        'processors know of it, the next start asks for --accept-loss, and the log then says so.',
    )
    .argument('<dir>', 'the folder of the backup')
    .option('--replace', 'also where there is a log already, which is put aside')
    .addHelpText(
      'after',
      examples({
        'on a new machine': 'stafett restore /backup/2026-11-30 --data /srv/region',
        'instead of a log that is damaged': 'stafett restore /backup/2026-11-30 --replace',
      }),
    )
    .action((from: string, { replace = false }: { readonly replace?: boolean }) =>
      restore(sessionOf(), from, replace),
    );
}

async function backUp(session: Session, to: string, withSecret: boolean): Promise<void> {
  session.requireFolder();
  const { backUpFolder } = await import('../../composition/backup.js');
  const progress = await session.progress('Verifying the backup');
  const backedUp = await backUpFolder(session.installation, to, {
    withSecret,
    onProgress: ({ events, share }) => progress.update({ done: events, unit: 'events', share }),
  }).finally(() => progress.stop());
  await session.answer(backedUp, renderBackedUp);
  if (!backedUp.verified.whole) session.endWith(EXIT.failed);
}

async function restore(session: Session, from: string, replace: boolean): Promise<void> {
  const { restoreFolder } = await import('../../composition/backup.js');
  const progress = await session.progress('Verifying the backup');
  const restored = await restoreFolder(session.installation, from, {
    ...{ replace, now: new Date() },
    onProgress: ({ events, share }) => progress.update({ done: events, unit: 'events', share }),
  }).finally(() => progress.stop());
  await session.answer(restored, renderRestored);
}

function renderBackedUp(page: Page, { backup, position, verified, withSecret }: BackedUp): Page {
  page.line(`The log up to position ${position ?? 'none'} is in ${backup}.`);
  if (!verified.whole)
    return page.line(
      page.tone('red', 'It is damaged, as the log is: stafett log verify says what is wrong.'),
    );
  page.line(
    page.tone('green', `${counted(verified.events, 'event')} read back: every one can be read.`),
  );
  return withSecret
    ? page.line('The secret lies beside it: keep both as safe as the data folder.')
    : page.line(
        'The secret (secret.key in the data folder) is not in it: keep a copy of it elsewhere.',
      );
}

function renderRestored(page: Page, restored: Restored): Page {
  const { data, position, verified, aside, lost, hasSecret } = restored;
  page.line(
    `The log in ${data} is the backup: ${counted(verified.events, 'event')}, up to position ${position ?? 'none'}.`,
  );
  if (aside !== null) page.line(`The log that was there is ${aside}.`);
  if (!hasSecret)
    page.line(
      page.tone('yellow', `Put secret.key, which belongs to this log, in ${data} as well.`),
    );
  if (lost.length > 0)
    page.line(
      page.tone('yellow', `Up to position ${lost.at(-1)} was known here, and is lost: `) +
        'start once with stafett serve --accept-loss, and the log says so.',
    );
  return page;
}
