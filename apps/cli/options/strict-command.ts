/**
 * A command of the parser that reports an unknown option before it asks for one that is missing,
 * and an unknown command before it shows help.
 */
import { Command } from 'commander';

type Parsed = ReturnType<Command['parseOptions']>;

/** Whoever misspells `--pathway` is told of the misspelling, not that `--pathway` is missing. */
export class StrictCommand extends Command {
  declare readonly commands: readonly StrictCommand[];
  /** Refuses an option, with the one that was probably meant; missing in the library's types. */
  declare protected readonly unknownOption: (flag: string) => never;
  /** Likewise the first of `args`, as a command. */
  declare protected readonly unknownCommand: () => never;

  override createCommand(name?: string): StrictCommand {
    return new StrictCommand(name);
  }

  override parseOptions(args: string[]): Parsed {
    const parsed = super.parseOptions(args);
    const [first] = parsed.unknown;
    // Of a command with others below it, they may be options of those.
    if (first !== undefined && this.commands.length === 0 && !asksForHelp(parsed.unknown)) {
      this.unknownOption(first);
    }
    return this.parent === null ? this.withTopic(parsed) : parsed;
  }

  /**
   * `help pathway lint` is `pathway lint --help`. The parser looks at the first name alone, and has
   * general help for a name that no command has; here that name is refused.
   */
  private withTopic(parsed: Parsed): Parsed {
    const { operands, unknown } = parsed;
    const names = operands.filter((name) => name !== 'help');
    const asked = this.isHelpCommand(operands);
    if (!asked && !asksForHelp(unknown)) return parsed;
    this.checkTopic(names);
    return asked ? { operands: names, unknown: ['--help'] } : parsed;
  }

  /** Whether `help` stands where a command would: it may also be the name of a service, or a file. */
  private isHelpCommand([name, ...others]: readonly string[]): boolean {
    if (this.commands.length === 0) return false;
    if (name === 'help') return true;
    return this.commands.find((each) => each.name() === name)?.isHelpCommand(others) ?? false;
  }

  private checkTopic([name, ...others]: readonly string[]): void {
    if (name === undefined || this.commands.length === 0) return;
    const found = this.commands.find((each) => each.name() === name);
    if (found !== undefined) return found.checkTopic(others);
    this.args = [name];
    this.unknownCommand();
  }
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes('-h') || args.includes('--help');
}
