/** A command of the parser that reports an unknown option before it asks for one that is missing. */
import { Command } from 'commander';

/** Whoever misspells `--pathway` is told of the misspelling, not that `--pathway` is missing. */
export class StrictCommand extends Command {
  /** Refuses an option, with the one that was probably meant; missing in the library's types. */
  declare protected readonly unknownOption: (flag: string) => never;

  override createCommand(name?: string): StrictCommand {
    return new StrictCommand(name);
  }

  override parseOptions(args: string[]): ReturnType<Command['parseOptions']> {
    const parsed = super.parseOptions(args);
    const [first] = parsed.unknown;
    // Of a command with others below it, they may be options of those.
    if (first !== undefined && this.commands.length === 0 && !asksForHelp(parsed.unknown)) {
      this.unknownOption(first);
    }
    return parsed;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes('-h') || args.includes('--help');
}
