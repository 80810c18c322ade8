/** `stafett log verify`: whether every event of the log can still be read. */
import type { Command } from 'commander';
import { examples } from '../options/examples.js';
import { renderVerified } from '../render/verified.js';
import type { Session, SessionOf } from '../session/session.js';
import { EXIT } from '../terminal/exit-codes.js';

export function addLogVerify(log: Command, sessionOf: SessionOf): void {
  log
    .command('verify')
    .summary('check that every event can be read')
    .description(
      'Reads the whole log, and names every place that is damaged: events that cannot be read, revisions\n' +
        'that are missing, positions out of order, events that read models or processors have seen and\n' +
        'the log no longer has, and what SQLite finds wrong with the file. It changes nothing and can run\n' +
        'while the server is running. Exit code 1 when something was found.',
    )
    .addHelpText(
      'after',
      examples({ 'for a monitoring job': 'stafett log verify --json --data /srv/region' }),
    )
    .action(() => verify(sessionOf()));
}

async function verify(session: Session): Promise<void> {
  session.requireFolder();
  const { verifyFolder } = await import('../../composition/index.js');
  const progress = await session.progress('Verifying the log');
  const found = await verifyFolder(session.installation, {
    onProgress: ({ events, share }) => progress.update({ done: events, unit: 'events', share }),
  }).finally(() => progress.stop());
  await session.answer(found, renderVerified);
  if (!found.whole) session.endWith(EXIT.failed);
}
