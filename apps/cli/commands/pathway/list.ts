/** `stafett pathway list`: what is published here. */
import type { Command } from 'commander';
import { examples } from '../../options/examples.js';
import type { Session, SessionOf } from '../../session/session.js';

export function addPathwayList(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('list')
    .summary('list published pathways')
    .description(
      'Lists the newest version of every published pathway, and how many versions there are.',
    )
    .addHelpText('after', examples({ 'what is published here': 'stafett pathway list' }))
    .action((_options: unknown, command: Command) => list(sessionOf(command)));
}

async function list(session: Session): Promise<void> {
  const { withLog } = await import('../../session/open-folder.js');
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
    const answer = { pathways: await Promise.all(pathways), position: await store.head() };
    await session.answer({ ...answer, position: answer.position ?? null }, (shown, page) => {
      if (shown.pathways.length === 0) {
        return page.line('No pathway is published here yet: stafett pathway publish FILE.yaml');
      }
      return page.table(
        [
          { title: 'pathway' },
          { title: 'version', right: true },
          { title: 'versions', right: true },
          { title: 'stages', right: true },
          { title: 'duties', right: true },
          { title: 'zone' },
          { title: 'title' },
        ],
        shown.pathways.map(({ id, version, versions, stages, duties, zone, title }) => [
          id,
          String(version),
          String(versions),
          String(stages),
          String(duties),
          zone,
          title,
        ]),
      );
    });
  });
}
