/**
 * A definition as plain text for a terminal: the entry, a section per lane with its
 * stages and what is owed there, handovers, and what holds everywhere.
 */
import type { Definition } from '#pathway';
import { outlineOf } from './outline.js';
import type {
  DutyBlock,
  HandoverBlock,
  LegendBlock,
  Outline,
  OwedBlock,
  LabelledText,
  StageBlock,
} from './outline-blocks.js';
import { lengthOf, wrapWords } from './terminal-text.js';
import type { Tone } from './terminal-text.js';

interface TextOptions {
  /** Columns, at least 40. */
  readonly width: number;
  /** Puts a tone on a piece of text; left out, none is put on. */
  readonly tone?: (tone: Tone, text: string) => string;
}

/** Lines end with `\n`; the same definition gives the same text. */
export function drawText(definition: Definition, { width, tone }: TextOptions): string {
  const page = new TextPage(Math.max(40, width), tone ?? ((_tone, text) => text));
  const outline = outlineOf(definition);
  page.paragraph('', outline.title, 'bold');
  for (const fact of outline.facts) page.paragraph('', fact, 'dim');
  page.gap();
  page.labelled(0, outline.entry);
  if (outline.closes !== undefined) page.labelled(0, { label: 'Closes on', text: outline.closes });
  for (const lane of outline.lanes) addLane(page, lane, outline);
  addHandovers(page, outline);
  for (const owed of outline.owed.filter(({ level }) => level === undefined)) addOwed(page, owed);
  for (const part of outline.legend) addLegend(page, part);
  return page.toString();
}

function addLane(page: TextPage, lane: Outline['lanes'][number], outline: Outline): void {
  page.heading(lane.title);
  page.paragraph('  ', lane.services.join('; '), 'dim');
  for (const block of [...outline.blocks, ...outline.owed]) {
    if (block.kind === 'handover' || block.level !== lane.level) continue;
    if (block.kind === 'stage') addStage(page, block, 2);
    else addOwed(page, block);
  }
}

function addStage(page: TextPage, stage: StageBlock, indent: number): void {
  page.gap();
  const number = stage.number.padEnd(3);
  page.paragraph(`${blank(indent)}${number} `, stage.title, 'bold');
  page.paragraph(blank(indent + 4), stage.held);
  for (const row of stage.rows) page.labelled(indent + 4, row);
  page.source(indent + 4, stage.source);
  for (const part of stage.parts) addStage(page, part, indent + 4);
}

function addOwed(page: TextPage, owed: OwedBlock): void {
  if (owed.level === undefined) page.heading(owed.title);
  else {
    page.gap();
    page.paragraph('  ', owed.title, 'bold');
  }
  for (const duty of owed.duties) addDuty(page, duty, owed.level === undefined ? 2 : 4);
}

function addDuty(page: TextPage, { title, source, rows }: DutyBlock, indent: number): void {
  page.paragraph(`${blank(indent)}* `, title, 'yellow');
  for (const row of rows) page.labelled(indent + 2, row);
  page.source(indent + 2, source);
}

function addHandovers(page: TextPage, { blocks }: Outline): void {
  const handovers = blocks.filter((block): block is HandoverBlock => block.kind === 'handover');
  if (handovers.length > 0) page.heading('Handovers');
  handovers.forEach(({ title, from, to, source, rows }, at) => {
    if (at > 0) page.gap();
    page.paragraph('  ', `${title}: ${from} ==> ${to}`, 'green');
    for (const row of rows) page.labelled(4, row);
    page.source(4, source);
  });
}

function addLegend(page: TextPage, { title, entries }: LegendBlock): void {
  page.heading(title);
  for (const { title: name, source, rows } of entries) {
    page.paragraph('  ', name);
    for (const row of rows) page.labelled(4, row);
    page.source(4, source);
  }
}

/** Where the texts behind labels begin, counted from the label. */
const LABEL_WIDTH = 20;

class TextPage {
  private readonly lines: string[] = [];

  constructor(
    private readonly width: number,
    private readonly tone: (tone: Tone, text: string) => string,
  ) {}

  gap(): void {
    this.lines.push('');
  }

  heading(text: string): void {
    this.gap();
    this.paragraph('', text.toUpperCase(), 'bold');
    this.lines.push('-'.repeat(this.width));
  }

  /** Words behind `lead`, further lines under the first. */
  paragraph(lead: string, text: string, tone?: Tone): void {
    const lines = wrapWords(text, this.width - lengthOf(lead));
    lines.forEach((line, at) => {
      const toned = tone === undefined ? line : this.tone(tone, line);
      this.lines.push(`${at === 0 ? lead : blank(lengthOf(lead))}${toned}`.trimEnd());
    });
  }

  /** A label and its text in a column of its own; a long label gets a line of its own. */
  labelled(indent: number, { label, text }: LabelledText, tone?: Tone): void {
    const column = indent + LABEL_WIDTH;
    const lead = `${blank(indent)}${label}`;
    if (lengthOf(lead) < column) return this.paragraph(lead.padEnd(column), text, tone);
    this.paragraph(blank(indent), label);
    this.paragraph(blank(column), text, tone);
  }

  source(indent: number, text: string | undefined): void {
    if (text !== undefined) this.labelled(indent, { label: 'Source', text }, 'dim');
  }

  toString(): string {
    return `${this.lines.join('\n')}\n`;
  }
}

function blank(count: number): string {
  return ' '.repeat(count);
}
