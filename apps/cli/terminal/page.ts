/**
 * What a command prints for people: sentences and aligned tables. Colour only where a
 * terminal shows it, and never as the only sign.
 */
import { styleText } from 'node:util';
import { atSeams, columnWidths, type Column } from './column-widths.js';
import { printable } from './printable.js';

export type Tone = 'bold' | 'dim' | 'red' | 'yellow' | 'green';

export interface PageOptions {
  readonly colour: boolean;
  /** Characters to a line of a table; undefined: as many as there are, and all columns. */
  readonly width?: number;
}

export class Page {
  private readonly parts: string[] = [];
  private readonly colour: boolean;
  private readonly width: number | undefined;

  constructor({ colour, width }: PageOptions) {
    this.colour = colour;
    this.width = width;
  }

  tone(tone: Tone, text: string): string {
    return this.colour ? styleText(tone, text, { validateStream: false }) : text;
  }

  title(text: string): this {
    return this.line(this.tone('bold', text)).gap();
  }

  line(text: string): this {
    this.parts.push(printable(text, this.colour));
    return this;
  }

  gap(): this {
    return this.line('');
  }

  /**
   * Rows aligned under their titles. Texts are continued on the next line where the page is too
   * narrow for them, unless it is a listing: one row, one line. The libraries for this are loaded
   * only here.
   */
  async table(
    columns: readonly Column[],
    cells: readonly (readonly string[])[],
    { listing = false } = {},
  ): Promise<this> {
    const room = listing || this.width === undefined ? undefined : this.width - INDENT;
    const visible = [...columns.keys()].filter(
      (index) => room === undefined || columns[index]!.wide !== true,
    );
    const head = visible.map((index) => columns[index]!);
    const rows = cells.map((row) =>
      visible.map((index) => printable(row[index] ?? '', this.colour)),
    );
    const widths =
      room === undefined ? undefined : columnWidths(head, rows, { width: room, gap: PADDING });
    const { default: Table } = await import('cli-table3');
    const { default: wrap } = await import('wrap-ansi');
    const folded = (text: string, at: number): string =>
      widths === undefined ? text : wrap(atSeams(text, widths[at]!), widths[at]!, { hard: true });
    const table = new Table({
      head: head.map(({ title }, at) => this.tone('dim', folded(title, at))),
      colAligns: head.map(({ right }) => (right === true ? 'right' : 'left')),
      chars: BLANK,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': PADDING },
    });
    table.push(...rows.map((row) => row.map(folded)));
    // An empty last cell is padded too; nobody needs those blanks.
    const lines = table.toString().split('\n');
    for (const line of lines) this.line(`${' '.repeat(INDENT)}${line}`.trimEnd());
    return this.gap();
  }

  toString(): string {
    return `${this.parts.join('\n').replace(/\n+$/, '')}\n`;
  }
}

const PADDING = 2;
const INDENT = 2;

const BLANK = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
);
