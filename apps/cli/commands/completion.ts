/** `stafett completion`: lets a shell complete commands, options and pathways. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { SHELL_SCRIPTS } from '../completion/shells.js';
import { suggestions } from '../completion/suggestions.js';
import { examples } from '../options/examples.js';
import { withFolder } from '../session/folder-access.js';
import type { Session, SessionOf } from '../session/session.js';

export function addCompletion(program: Command, sessionOf: SessionOf): void {
  const completion = program
    .command('completion')
    .summary('let your shell complete commands')
    .description(
      'Prints a script for your shell that completes commands, options and the ids of pathways.',
    )
    .addHelpText(
      'after',
      examples({
        'in this bash': 'source <(stafett completion bash)',
        'in every zsh': "echo 'source <(stafett completion zsh)' >> ~/.zshrc",
        'in every fish': 'stafett completion fish > ~/.config/fish/completions/stafett.fish',
      }),
    );
  for (const [shell, script] of Object.entries(SHELL_SCRIPTS))
    completion
      .command(shell)
      .summary(`for ${shell}`)
      .description(`Prints the script for ${shell}.`)
      .addHelpText('after', examples({ 'the script': `stafett completion ${shell}` }))
      .action(() => sessionOf().answer({ shell, script }, (page) => page.line(script.trimEnd())));
  completion
    .command('words', { hidden: true })
    .description('Prints what may come next, one to a line: what the scripts ask.')
    .argument('[word...]', 'words after stafett, the last one unfinished')
    .action(async (words: readonly string[]) => {
      const session = sessionOf();
      const found = await suggestions(program, words, (of) => knownIn(session, of));
      for (const each of found) session.line(each);
    });
}

/** Nobody who presses a key for a suggestion wants to read why there is none. */
async function knownIn(session: Session, of: string): Promise<readonly string[]> {
  if (of !== 'pathway' || !existsSync(session.folder)) return [];
  try {
    return await withFolder(session, { kind: 'log' }, async (folder) => {
      const { pathways } = await folder.ask('pathways', { languages: [] });
      return pathways.map(({ id }) => id);
    });
  } catch {
    return [];
  }
}
