/** What every command is given: where the data is, how to print, how to fail. */
import { Page } from './render/page.js';
import type { Io } from './io.js';
import { startProgress, type Progress } from './progress.js';

/** The options that every command has. */
export interface GlobalOptions {
  readonly data: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
}

export class Session {
  constructor(
    readonly io: Io,
    readonly options: GlobalOptions,
  ) {}

  get folder(): string {
    return this.options.data;
  }

  get json(): boolean {
    return this.options.json;
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
    if (this.json) this.io.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    else this.io.stdout.write((await render(answer, this.page())).toString());
  }

  /** A remark beside the answer, on standard error. */
  remark(text: string): void {
    if (!this.options.quiet) this.io.stderr.write(`${text}\n`);
  }

  progress(label: string): Promise<Progress> {
    return startProgress(this.io, label, this.options.quiet);
  }
}
