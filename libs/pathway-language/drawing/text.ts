/**
 * A definition as plain text for a terminal: the entry, a section per lane with its
 * stages and what is owed there, handovers, and what holds everywhere.
 */
import type { Definition } from '#pathway';
import { outlineOf } from './outline.js';
import type {
  DutyNote,
  HandoverNote,
  LegendNote,
  Outline,
  OwedNote,
  Said,
  StageNote,
} from './notes.js';
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
  page.words('', outline.title, 'bold');
  for (const fact of outline.facts) page.words('', fact, 'dim');
  page.gap();
  page.said(0, outline.entry);
  if (outline.closes !== undefined) page.said(0, { label: 'Closes on', text: outline.closes });
  for (const lane of outline.lanes) addLane(page, lane, outline);
  addHandovers(page, outline);
  for (const owed of outline.owed.filter(({ level }) => level === undefined)) addOwed(page, owed);
  for (const part of outline.legend) addLegend(page, part);
  return page.toString();
}

function addLane(page: TextPage, lane: Outline['lanes'][number], outline: Outline): void {
  page.heading(lane.title);
  page.words('  ', lane.services.join('; '), 'dim');
  for (const place of [...outline.places, ...outline.owed]) {
    if (place.kind === 'handover' || place.level !== lane.level) continue;
    if (place.kind === 'stage') addStage(page, place, 2);
    else addOwed(page, place);
  }
}

function addStage(page: TextPage, stage: StageNote, indent: number): void {
  page.gap();
  const number = stage.number.padEnd(3);
  page.words(`${blank(indent)}${number} `, stage.title, 'bold');
  page.words(blank(indent + 4), stage.held);
  for (const row of stage.rows) page.said(indent + 4, row);
  page.source(indent + 4, stage.source);
  for (const part of stage.parts) addStage(page, part, indent + 4);
}

function addOwed(page: TextPage, owed: OwedNote): void {
  if (owed.level === undefined) page.heading(owed.title);
  else {
    page.gap();
    page.words('  ', owed.title, 'bold');
  }
  for (const duty of owed.duties) addDuty(page, duty, owed.level === undefined ? 2 : 4);
}

function addDuty(page: TextPage, { title, source, rows }: DutyNote, indent: number): void {
  page.words(`${blank(indent)}* `, title, 'yellow');
  for (const row of rows) page.said(indent + 2, row);
  page.source(indent + 2, source);
}

function addHandovers(page: TextPage, { places }: Outline): void {
  const handovers = places.filter((place): place is HandoverNote => place.kind === 'handover');
  if (handovers.length > 0) page.heading('Handovers');
  handovers.forEach(({ title, from, to, source, rows }, at) => {
    if (at > 0) page.gap();
    page.words('  ', `${title}: ${from} ==> ${to}`, 'green');
    for (const row of rows) page.said(4, row);
    page.source(4, source);
  });
}

function addLegend(page: TextPage, { title, entries }: LegendNote): void {
  page.heading(title);
  for (const { title: name, source, rows } of entries) {
    page.words('  ', name);
    for (const row of rows) page.said(4, row);
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
    this.words('', text.toUpperCase(), 'bold');
    this.lines.push('-'.repeat(this.width));
  }

  /** Words behind `lead`, further lines under the first. */
  words(lead: string, text: string, tone?: Tone): void {
    const shown = wrapWords(text, this.width - lengthOf(lead));
    shown.forEach((line, at) => {
      const words = tone === undefined ? line : this.tone(tone, line);
      this.lines.push(`${at === 0 ? lead : blank(lengthOf(lead))}${words}`.trimEnd());
    });
  }

  /** A label and its text in a column of its own; a long label gets a line of its own. */
  said(indent: number, { label, text }: Said, tone?: Tone): void {
    const column = indent + LABEL_WIDTH;
    const lead = `${blank(indent)}${label}`;
    if (lengthOf(lead) < column) return this.words(lead.padEnd(column), text, tone);
    this.words(blank(indent), label);
    this.words(blank(column), text, tone);
  }

  source(indent: number, text: string | undefined): void {
    if (text !== undefined) this.said(indent, { label: 'Source', text }, 'dim');
  }

  toString(): string {
    return `${this.lines.join('\n')}\n`;
  }
}

function blank(count: number): string {
  return ' '.repeat(count);
}
