/** What every command is given: where the data is, how to print, how to fail. */
import type { Command } from 'commander';
import type { EXIT } from '../terminal/exit-codes.js';
import type { Io } from '../terminal/io.js';
import { startProgress, type Progress } from '../terminal/progress.js';
import { Page } from '../terminal/page.js';

/** The options that every command has. */
export interface GlobalOptions {
  readonly data: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
}

export class Session {
  constructor(
    readonly io: Io,
    readonly options: GlobalOptions,
    private readonly exit: { code: number },
  ) {}

  get folder(): string {
    return this.options.data;
  }

  page(): Page {
    const { stdout, env } = this.io;
    const wanted = this.options.color && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
    return new Page(wanted && stdout.isTTY === true);
  }

  /** The answer: as JSON when asked for, else as the page that `render` makes of it. */
  async answer<T extends object>(
    answer: T,
    render: (answer: T, page: Page) => Promise<Page> | Page,
  ): Promise<void> {
    if (this.options.json === true) this.line(JSON.stringify(answer, null, 2));
    else this.io.stdout.write((await render(answer, this.page())).toString());
  }

  /** One line of an answer that comes piece by piece. */
  line(text: string): void {
    this.io.stdout.write(`${text}\n`);
  }

  /** A remark beside the answer, on standard error. */
  remark(text: string): void {
    if (this.options.quiet !== true) this.io.stderr.write(`${text}\n`);
  }

  progress(label: string): Promise<Progress> {
    return startProgress(this.io, label, this.options.quiet === true);
  }

  /** The work went through, and its exit code has more to tell than that. */
  endWith(code: (typeof EXIT)[keyof typeof EXIT]): void {
    this.exit.code = code;
  }
}

/** Makes a session for the command that was called, from its own and the global options. */
export type SessionOf = (command: Command) => Session;

/** Adds one command to the program. */
export type AddCommand = (program: Command, sessionOf: SessionOf) => void;
