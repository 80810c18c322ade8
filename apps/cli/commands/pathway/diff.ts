/** `stafett pathway diff`: what differs between two definitions, in words, and for whom it matters. */
import type { Command } from 'commander';
import type { OpenEpisodesAnswer } from '#projections';
import { hasLog } from '../../../composition/folder/data-folder.js';
import { examples } from '../../options/examples.js';
import { renderComparison } from '../../render/comparison.js';
import { definitionIn, definitionText } from '../../session/definition-text.js';
import { now } from '../../session/figure.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';
import { describeError, Refused } from '../../terminal/errors.js';
import { EXIT } from '../../terminal/exit-codes.js';

/** @param pathway the command `stafett pathway` */
export function addPathwayDiff(pathway: Command, sessionOf: SessionOf): void {
  pathway
    .command('diff')
    .argument('<before>', 'a definition, YAML, or a published one: ID or ID@VERSION')
    .argument('<after>', 'likewise')
    .summary('what differs between two definitions, and for whom it matters')
    .description(
      'Shows in words what differs between two definitions: stages, duties, limits, owners, handovers,\n' +
        'entry, parameters, titles; which patients each difference is about, and which service owes more\n' +
        'or less. Comments and layout do not count. Where the pathway is published in the data folder, it\n' +
        'also counts the open episodes concerned. Exit codes as those of diff: 0 if both say the same\n' +
        '(their versions may differ), 1 if they differ, 2 if they could not be compared.',
    )
    .addHelpText(
      'after',
      examples({
        'what a new version changes': 'stafett pathway diff hip hip.yaml',
        'two published versions': 'stafett pathway diff hip@1 hip@2',
        'which duties differ, for another program':
          'stafett pathway diff hip@1 hip.yaml --json | jq \'.changes[] | select(.kind == "duty")\'',
      }),
    )
    .action(async (before: string, after: string) => {
      try {
        await diff(sessionOf(), before, after);
      } catch (error) {
        const { code, message, ...details } = describeError(error);
        throw new Refused(code, message, { ...known(details), exit: EXIT.usage });
      }
    });
}

function known({ advice, data }: Pick<ReturnType<typeof describeError>, 'advice' | 'data'>) {
  return { ...(advice !== undefined && { advice }), ...(data !== undefined && { data }) };
}

async function diff(session: Session, ...names: readonly [string, string]): Promise<void> {
  const { compareDefinitions } = await import('#pathway-language');
  const [before, after] = [
    await definitionIn(await definitionText(session, names[0]), names[0]),
    await definitionIn(await definitionText(session, names[1]), names[1]),
  ];
  const comparison = compareDefinitions(before, after, session.languages);
  const open = comparison.same || before.id !== after.id ? null : await openOf(session, after.id);
  if (!comparison.same) session.endWith(EXIT.failed);
  const { textsOf } = await import('#pathway');
  const texts = [after, before].map((one) => textsOf(one, session.languages));
  await session.answer({ ...comparison, open }, (page, answer) =>
    renderComparison(page, answer, texts),
  );
}

/** Null where there is no log, or nothing of the pathway in it. That they cannot be counted is no reason to say nothing. */
async function openOf(session: Session, pathway: string): Promise<OpenEpisodesAnswer | null> {
  if (!hasLog(session.installation)) return null;
  try {
    return await withFolder(session, { kind: 'figures' }, async (folder) => {
      const { pathways } = await folder.ask('pathways', {});
      if (!pathways.some(({ id }) => id === pathway)) return null;
      return folder.ask('openEpisodes', { pathway, asOf: now() });
    });
  } catch (error) {
    session.note(`Open episodes could not be counted: ${describeError(error).message}`);
    return null;
  }
}
