/** `stafett projection verify`: whether the read models say what the log says. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderVerifiedReadModels } from '../../render/read-models.js';
import type { Session, SessionOf } from '../../session/session.js';
import { Refused } from '../../terminal/errors.js';
import { EXIT } from '../../terminal/exit-codes.js';

/** @param projection the command `stafett projection` */
export function addProjectionVerify(projection: Command, sessionOf: SessionOf): void {
  projection
    .command('verify')
    .summary('check that the read models say what the log says')
    .description(
      'Folds the log again, up to where the read models stand, into a temporary file of the data folder,\n' +
        'and compares the digest of each table. Where two differ, it names whom or what the first\n' +
        'differences are about. It changes nothing and can run while the server is running. Exit code 1\n' +
        'when something differs.',
    )
    .addHelpText(
      'after',
      examples({ 'for a monitoring job': 'stafett projection verify --json --data /srv/region' }),
    )
    .action(() => verify(sessionOf()));
}

async function verify(session: Session): Promise<void> {
  session.requireFolder();
  const { shareOf, verifyReadModels } = await import('../../../composition/index.js');
  const progress = await session.progress('Folding the log again');
  const stop = new AbortController();
  void session.io
    .stopAsked()
    .then(() => stop.abort(new Refused('interrupted', 'The check was stopped.')));
  const found = await verifyReadModels(session.installation, {
    signal: stop.signal,
    onProgress: ({ events, position, head }) =>
      progress.update({ done: events, unit: 'events', share: shareOf(position, head) }),
  }).finally(() => progress.stop());
  await session.answer(found, renderVerifiedReadModels);
  if (!found.same) session.endWith(EXIT.failed);
}
