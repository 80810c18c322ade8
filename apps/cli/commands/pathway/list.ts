/** `stafett pathway list`: which pathways are published. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import { renderPathways } from '../../render/pathways.js';
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
  const { withLog } = await import('../../session/read-folder.js');
  await withLog(session, async ({ registry, store }) => {
    const pathways = registry.inForce().map(async ({ definition, hash }) => ({
      id: definition.id,
      version: definition.version,
      versions: (await registry.history(definition.id)).versions.length,
      title: definition.title,
      zone: definition.zone,
      stages: definition.stages.length,
      duties: definition.duties.length,
      hash,
    }));
    const position = (await store.head()) ?? null;
    await session.answer({ pathways: await Promise.all(pathways), position }, renderPathways);
  });
}
