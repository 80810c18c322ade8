/** What a page tells its reader to do, in order: commands to run with their answers, and files to change. */

export type PageBlock =
  | { readonly kind: 'command'; readonly command: string; readonly answer: string | undefined }
  /** Lines of a file before and after. */
  | {
      readonly kind: 'edit';
      readonly file: string;
      readonly before: string;
      readonly after: string;
    }
  | { readonly kind: 'yaml'; readonly text: string }
  | { readonly kind: 'json'; readonly text: string };

export function blocksOf(page: string): readonly PageBlock[] {
  const fences = page.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm);
  return [...fences].flatMap(([, language = '', file = '', text = '']): readonly PageBlock[] => {
    if (language === 'sh') return commandsIn(text.replace(/^(?=.)/gm, '$ '), false);
    if (language === 'console') return commandsIn(text, true);
    if (language === 'diff') return [edit(file, text)];
    if (language === 'yaml') return [{ kind: 'yaml', text }];
    return language === 'json' ? [{ kind: 'json', text }] : [];
  });
}

/** Lines that begin with `$` are commands; what follows is what they print, if they are shown with it. */
function commandsIn(text: string, answered: boolean): readonly PageBlock[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = '', ...answer] = part.split('\n');
      return { kind: 'command', command, answer: answered ? answer.join('\n') : undefined };
    });
}

function edit(file: string, text: string): PageBlock {
  const lines = text.split('\n').filter((line) => line !== '');
  const without = (sign: string): string =>
    lines
      .filter((line) => !line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  return { kind: 'edit', file, before: without('+'), after: without('-') };
}

/** The arguments of a command line, without quotes. */
export function argumentsOf(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
}

/** Whether the command printed what the page shows; `…` stands for anything. */
export function answerPattern(answer: string): RegExp {
  const escaped = answer.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^\\s*${escaped.replaceAll('…', '[^]*?')}\\s*$`);
}
