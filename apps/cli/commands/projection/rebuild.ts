/** `stafett projection rebuild`: builds the read models anew from the log. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderRebuilt } from '../../render/read-models.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';
import { Refused } from '../../terminal/errors.js';
import type { Progress } from '../../terminal/progress.js';

const POLL_EVERY_MS = 250;

/** @param projection the command `stafett projection` */
export function addProjectionRebuild(projection: Command, sessionOf: SessionOf): void {
  projection
    .command('rebuild')
    .summary('build the read models anew from the log')
    .description(
      'Builds all read models anew from the first event on, beside those that serve, which then go. It can\n' +
        'run beside a server, which does it while it goes on answering. Stopped or killed, it leaves\n' +
        'everything as it was, and can be begun again.',
    )
    .addHelpText(
      'after',
      examples({
        'when projection verify has found a difference': 'stafett projection rebuild',
        'how far it is, from another terminal': 'stafett projection list',
      }),
    )
    .action(() => rebuild(sessionOf()));
}

async function rebuild(session: Session): Promise<void> {
  const startedAt = performance.now();
  await withFolder(session, { kind: 'rebuild' }, async (folder) => {
    const progress = await session.progress('Building the read models anew');
    const { rebuildProgress } = await import('../../../composition/index.js');
    const look = async (): Promise<void> =>
      show(progress, await rebuildProgress(session.installation));
    const polling = setInterval(() => void look().catch(() => undefined), POLL_EVERY_MS);
    const stopped = session.io.stopAsked().then((): never => {
      throw new Refused('interrupted', 'The rebuild was stopped. Everything is as it was.');
    });
    try {
      const built = await Promise.race([folder.ask('rebuildReadModels', {}), stopped]);
      const seconds = (performance.now() - startedAt) / 1_000;
      await session.answer({ ...built, seconds }, renderRebuilt);
    } finally {
      clearInterval(polling);
      progress.stop();
    }
  });
}

function show(
  progress: Progress,
  done: { readonly events: number; readonly share: number } | undefined,
): void {
  if (done !== undefined) progress.update({ done: done.events, unit: 'events', share: done.share });
}
