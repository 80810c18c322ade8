/** What every command is given: where the data is, how to print, and how to end. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Installation, LoadedConfiguration } from '../../composition/index.js';
import { Refused } from '../terminal/errors.js';
import type { Io } from '../terminal/io.js';
import { Page } from '../terminal/page.js';
import { languagesOfLocale } from './languages.js';
import { startProgress, type Progress } from '../terminal/progress.js';

/** How every command can be asked to print. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
  /** Tables as wide as they are, with all columns. */
  readonly wide?: boolean;
  /** BCP 47 tags. */
  readonly lang?: readonly string[];
  /** Of commands that write. */
  readonly acceptLoss?: boolean;
}

/** Characters to a line where no terminal says, or a narrow one would leave no room for a table. */
const WIDTH_LEAST = 80;

export class Session {
  constructor(
    readonly io: Io,
    /** The settings, and where each comes from. */
    readonly configuration: LoadedConfiguration,
    private readonly options: OutputOptions,
    private readonly exit: { code: number },
  ) {}

  get folder(): string {
    return this.configuration.values.data;
  }

  /** The data folder, and where the rest is. */
  get installation(): Exclude<Installation, string> {
    return { data: this.folder, places: this.configuration.places };
  }

  /** A command that needs a log never creates a folder: a misspelt name would look like an empty log. */
  requireFolder(): void {
    if (existsSync(this.folder)) return;
    throw new Refused('data-missing', `There is no data folder ${this.folder}.`, {
      advice:
        'Name it with --data, STAFETT_DATA or data in stafett.yaml. import, serve and pathway publish create a new one.',
    });
  }

  /** Whether to go on with a log that has lost events. */
  get acceptLoss(): boolean {
    return this.options.acceptLoss === true;
  }

  /**
   * In which titles, names and notes are shown; BCP 47 tags, most wanted first. What is printed
   * for programs does not depend on their environment.
   */
  get languages(): readonly string[] {
    const { lang } = this.options;
    if (lang !== undefined) return lang;
    return this.json ? [] : languagesOfLocale(this.io.env);
  }

  get json(): boolean {
    return this.options.json === true;
  }

  page(): Page {
    const { stdout, env } = this.io;
    const wanted = this.options.color !== false && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
    return new Page({
      colour: wanted && stdout.isTTY === true,
      ...(this.options.wide !== true && { width: Math.max(stdout.columns ?? 0, WIDTH_LEAST) }),
    });
  }

  /** Prints the answer: as JSON if that was asked for, or else as the page that `render` makes of it. */
  async answer<T extends object>(
    answer: T,
    render: (page: Page, answer: T) => Promise<Page> | Page,
  ): Promise<void> {
    if (this.json) this.line(JSON.stringify(answer, null, 2));
    else this.io.stdout.write((await render(this.page(), answer)).toString());
  }

  /** Prints one line of an answer that comes piece by piece. */
  line(text: string): void {
    this.io.stdout.write(`${text}\n`);
  }

  /** Prints an answer that is text already. */
  pieces(texts: Iterable<string>): void {
    for (const text of texts) this.io.stdout.write(text);
  }

  /** Prints a note beside the answer, on standard error. */
  note(text: string): void {
    if (this.options.quiet !== true) this.io.stderr.write(`${text}\n`);
  }

  progress(label: string): Promise<Progress> {
    return startProgress(this.io, label, this.options.quiet === true);
  }

  /** For work that went through, but whose exit code says more than that. */
  endWith(code: number): void {
    this.exit.code = code;
  }
}

/** The session of the command that was called. */
export type SessionOf = () => Session;

/** Adds one command to the program. */
export type AddCommand = (program: Command, sessionOf: SessionOf) => void;
