/**
 * What may follow the words of an unfinished command line: commands, options, and the values of an
 * option that are known. Everything is read from the commands as they are declared.
 */
import type { Command, Option } from 'commander';

/** The values of an option or argument that only the data folder knows, such as pathways. */
export type KnownValues = (of: string) => Promise<readonly string[]>;

/**
 * @param words those after the command's name; the last one is unfinished and may be empty
 * @returns sorted; empty where files may follow, or anything
 */
export async function suggestions(
  program: Command,
  words: readonly string[],
  known: KnownValues,
): Promise<readonly string[]> {
  const typed = words.at(-1) ?? '';
  const { command, awaiting } = position(program, words.slice(0, -1));
  const all =
    awaiting === undefined
      ? await nextWords(command, typed, known)
      : await valuesOf(awaiting.argChoices, awaiting.attributeName(), known);
  return [...new Set(all)].filter((each) => each.startsWith(typed)).sort();
}

/** The command that the words have led to, and the option whose value comes next. */
function position(
  program: Command,
  words: readonly string[],
): { readonly command: Command; readonly awaiting: Option | undefined } {
  let command = program;
  let awaiting: Option | undefined;
  for (const word of words) {
    if (awaiting !== undefined) awaiting = undefined;
    else if (word.startsWith('-')) awaiting = optionAwaiting(command, word);
    else command = command.commands.find((each) => each.name() === word) ?? command;
  }
  return { command, awaiting };
}

/** The option of that flag, if its value is the next word. */
function optionAwaiting(command: Command, flag: string): Option | undefined {
  if (flag.includes('=')) return undefined;
  return optionsOf(command).find(
    (option) =>
      (option.long === flag || option.short === flag) && (option.required || option.optional),
  );
}

async function nextWords(
  command: Command,
  typed: string,
  known: KnownValues,
): Promise<readonly string[]> {
  if (typed.startsWith('-'))
    return optionsOf(command).flatMap(({ long, hidden }) =>
      long === undefined || hidden ? [] : [long],
    );
  const below = command.createHelp().visibleCommands(command);
  if (below.length > 0) return below.map((each) => each.name());
  const [argument] = command.registeredArguments;
  return argument === undefined ? [] : valuesOf(argument.argChoices, argument.name(), known);
}

async function valuesOf(
  choices: readonly string[] | undefined,
  of: string,
  known: KnownValues,
): Promise<readonly string[]> {
  return choices ?? (await known(of));
}

/** The command's own and those that hold everywhere. */
function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp();
  const inherited = command.parent === null ? [] : help.visibleGlobalOptions(command);
  return [...help.visibleOptions(command), ...inherited];
}
