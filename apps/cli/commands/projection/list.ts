/** `stafett projection list`: how far each read model has come. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderReadModels } from '../../render/read-models.js';
import type { Session, SessionOf } from '../../session/session.js';

/** @param projection the command `stafett projection` */
export function addProjectionList(projection: Command, sessionOf: SessionOf): void {
  projection
    .command('list')
    .summary('how far each read model has come')
    .description(
      'Lists the read models: version, position in the log, how far behind it is, and rows. If they are\n' +
        'being built anew, it says how far that is and how long it will still take.',
    )
    .addHelpText(
      'after',
      examples({
        'how far they are': 'stafett projection list',
        'for a monitoring job': 'stafett projection list --json --data /srv/region',
      }),
    )
    .action(() => list(sessionOf()));
}

async function list(session: Session): Promise<void> {
  session.requireFolder();
  const { listReadModels } = await import('../../../composition/index.js');
  await session.answer(await listReadModels(session.installation, Date.now()), renderReadModels);
}
