/** `stafett pathway list`: which pathways are published. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderPathways } from '../../render/pathways.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';

export function addPathwayList(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('list')
    .summary('list published pathways')
    .description(
      'Lists the newest version of every published pathway, and how many versions there are.',
    )
    .addHelpText('after', examples({ 'which pathways are published': 'stafett pathway list' }))
    .action(() => list(sessionOf()));
}

async function list(session: Session): Promise<void> {
  await withFolder(session, { kind: 'log' }, async (folder) => {
    await session.answer(
      await folder.ask('pathways', { languages: session.languages }),
      renderPathways,
    );
  });
}
