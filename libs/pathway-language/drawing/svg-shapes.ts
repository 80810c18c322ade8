/** The strokes that a drawing is made of: boxes, texts in columns, arrows, and their colours. */
import type { Level } from '#pathway';
import type { LabelledText } from './outline-blocks.js';
import { escapeXml, textWidth, wrapText } from './svg-text.js';
import type { Face } from './svg-text.js';

export const INK = '#1b1b1b';
export const QUIET = '#484848';
export const ARROW = '#333333';
export const ALARM = '#9b1c1c';
export const HANDOVER = '#6b4e00';
export const HANDOVER_TINT = '#fbeec2';

/** Line, head of a box, ground of the lane. Dark on light; labels say it as well. */
export const LEVEL_COLOURS: Readonly<
  Record<Level, { line: string; head: string; ground: string }>
> = {
  municipal: { line: '#2f6b4a', head: '#d9ecdf', ground: '#f3f9f5' },
  specialist: { line: '#2f4f8a', head: '#dbe5f7', ground: '#f3f6fc' },
  other: { line: '#6a5a3a', head: '#ece5d6', ground: '#faf8f3' },
};

export const BODY: Face = { size: 12 };
export const LABEL: Face = { size: 12, bold: true, fill: QUIET };
export const HEAD: Face = { size: 14, bold: true };

const LINE_HEIGHT = 1.36;
/** From a line's top to its base line, as a share of the size. */
const ASCENT = 1.02;
/** How far the further lines of a labelled text stand in. */
const HANG = 12;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Paint {
  readonly fill: string;
  readonly line?: string;
  readonly thick?: number;
  readonly round?: number;
}

export function rect(
  { x, y, width, height }: Box,
  { fill, line, thick = 1.5, round = 5 }: Paint,
): string {
  const edge = line === undefined ? '' : ` stroke="${line}" stroke-width="${thick}"`;
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${round}" fill="${fill}"${edge}/>`;
}

export function polygon(
  points: readonly (readonly [number, number])[],
  { fill, line, thick = 1.5 }: Paint,
): string {
  const at = points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ');
  const edge = line === undefined ? '' : ` stroke="${line}" stroke-width="${thick}"`;
  return `<polygon points="${at}" fill="${fill}"${edge}/>`;
}

/** One line of text whose top is at `y`. */
function textLine(text: string, x: number, y: number, face: Face): string {
  const weight = face.bold === true ? ' font-weight="700"' : '';
  const base = y + face.size * ASCENT;
  return `<text x="${n(x)}" y="${n(base)}" font-size="${face.size}"${weight} fill="${face.fill ?? INK}">${escapeXml(text)}</text>`;
}

function lineHeight({ size }: Face): number {
  return size * LINE_HEIGHT;
}

/** Numbers in a drawing need no more than a tenth of a pixel. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Texts below each other in a column; `y` is where the next one begins. */
export class Column {
  readonly shapes: string[] = [];

  constructor(
    readonly x: number,
    public y: number,
    readonly width: number,
  ) {}

  gap(height: number): void {
    this.y += height;
  }

  paragraph(text: string, face: Face): void {
    for (const line of wrapText(text, face, this.width)) {
      this.shapes.push(textLine(line, this.x, this.y, face));
      this.y += lineHeight(face);
    }
  }

  /** A label with its text behind it. Returns the height at which an arrow meets the line. */
  labelled({ label, text }: LabelledText, labelFace: Face = LABEL): number {
    const middle = this.y + lineHeight(BODY) / 2;
    const labelLines = wrapText(label, labelFace, this.width);
    const lead = labelLines.at(-1) ?? '';
    for (const line of labelLines.slice(0, -1)) {
      this.shapes.push(textLine(line, this.x, this.y, labelFace));
      this.y += lineHeight(labelFace);
    }
    const offset = textWidth(lead, labelFace) + 7;
    this.shapes.push(textLine(lead, this.x, this.y, labelFace));
    const lines = wrapText(text, BODY, this.width - HANG, Math.max(0, this.width - offset));
    lines.forEach((line, at) => {
      const x = this.x + (at === 0 ? offset : HANG);
      if (line !== '') this.shapes.push(textLine(line, x, this.y, BODY));
      this.y += lineHeight(BODY);
    });
    return middle;
  }
}
