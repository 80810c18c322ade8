/**
 * What a command prints for people: sentences and aligned tables. Colour only where a
 * terminal shows it, and never as the only sign.
 */
import { stripVTControlCharacters, styleText } from 'node:util';
import { printable } from './printable.js';

export type Tone = 'bold' | 'dim' | 'red' | 'yellow' | 'green';

export interface Column {
  readonly title: string;
  /** Numbers and lengths of time are aligned on the right. */
  readonly right?: boolean;
  /** Characters after which a text, such as a title, is continued on the next line. */
  readonly wrapAt?: number;
}

export class Page {
  private readonly parts: string[] = [];

  constructor(private readonly colour: boolean) {}

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

  /** Rows aligned under their titles. The library for this is loaded only here. */
  async table(columns: readonly Column[], cells: readonly (readonly string[])[]): Promise<this> {
    const rows = cells.map((row) => row.map((cell) => printable(cell, this.colour)));
    const { default: Table } = await import('cli-table3');
    const table = new Table({
      head: columns.map(({ title }) => this.tone('dim', title)),
      colAligns: columns.map(({ right }) => (right === true ? 'right' : 'left')),
      colWidths: columns.map((column, index) => widthOf(column, rows, index)),
      wordWrap: true,
      chars: BLANK,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': PADDING },
    });
    table.push(...rows);
    // An empty last cell is padded too; nobody needs those blanks.
    const lines = table.toString().split('\n');
    for (const line of lines) this.line(`  ${line}`.trimEnd());
    return this.gap();
  }

  toString(): string {
    return `${this.parts.join('\n').replace(/\n+$/, '')}\n`;
  }
}

/** Null: as wide as what is in it. */
function widthOf({ wrapAt }: Column, rows: readonly (readonly string[])[], index: number) {
  if (wrapAt === undefined) return null;
  const longest = Math.max(
    0,
    ...rows.map((row) => stripVTControlCharacters(row[index] ?? '').length),
  );
  return longest > wrapAt ? wrapAt + PADDING : null;
}

const PADDING = 2;

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
