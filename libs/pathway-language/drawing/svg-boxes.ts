/** The boxes of a drawing: stages with their parts, handovers, cards of what is owed. */
import type {
  DutyBlock,
  HandoverBlock,
  LegendBlock,
  OwedBlock,
  Row,
  StageBlock,
} from './outline-blocks.js';
import {
  ALARM,
  BODY,
  Column,
  HANDOVER,
  HANDOVER_TINT,
  HEAD,
  INK,
  LABEL,
  LEVEL_COLOURS,
  QUIET,
  polygon,
  rect,
} from './svg-shapes.js';

/** A stage as it stands: where arrows may come in. */
export interface StageAnchor {
  readonly id: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/** Where an arrow goes out of a box, or comes in from any stage. */
export interface Port {
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly row: Row;
  readonly handover: boolean;
}

export interface Drawn {
  readonly shapes: readonly string[];
  readonly bottom: number;
  readonly anchors: readonly StageAnchor[];
  readonly ports: readonly Port[];
}

export interface Span {
  readonly x: number;
  readonly width: number;
}

const PAD = 10;
const BETWEEN = 8;

export function drawStage(stage: StageBlock, span: Span, top: number): Drawn {
  const { line, head } = LEVEL_COLOURS[stage.level];
  const { x, width } = span;
  const column = new Column(x + PAD, top + 7, width - 2 * PAD);
  column.paragraph(`${stage.number}  ${stage.title}`, HEAD);
  column.paragraph(stage.held, { ...BODY, fill: QUIET });
  const headBottom = column.y + 5;
  column.y = headBottom + 7;
  const ports = drawRows(stage.rows, column, span, false);
  const parts: Drawn[] = [];
  for (const part of stage.parts) {
    column.gap(BETWEEN);
    const drawn = drawStage(part, { x: x + 14, width: width - 28 }, column.y);
    parts.push(drawn);
    column.y = drawn.bottom;
  }
  const bottom = column.y + PAD;
  const outer = { x, y: top, width, height: bottom - top };
  return {
    shapes: [
      rect(outer, { fill: '#ffffff', line, thick: 1.6 }),
      rect({ ...outer, height: headBottom - top }, { fill: head, line, thick: 1.6 }),
      ...column.shapes,
      ...parts.flatMap(({ shapes }) => shapes),
    ],
    bottom,
    anchors: [
      { id: stage.id, left: x, right: x + width, top },
      ...parts.flatMap(({ anchors }) => anchors),
    ],
    ports: [...ports, ...parts.flatMap((part) => part.ports)],
  };
}

/** The head of a handover is itself an arrow that points to the receiver. */
export function drawHandover(
  handover: HandoverBlock,
  span: Span,
  top: number,
  leftwards: boolean,
): Drawn {
  const { x, width } = span;
  const tip = 16;
  const column = new Column(x + PAD + tip, top + 7, width - 2 * (PAD + tip));
  column.paragraph(`Handover: ${handover.title}`, HEAD);
  column.paragraph(`from ${handover.from} to ${handover.to}`, { ...BODY, fill: QUIET });
  const headBottom = column.y + 5;
  column.y = headBottom + 7;
  const ports = drawRows(handover.rows, column, { x: x + tip, width: width - 2 * tip }, true);
  const bottom = column.y + PAD;
  const body = { x: x + tip, y: top, width: width - 2 * tip, height: bottom - top };
  return {
    shapes: [
      rect(body, { fill: '#fffdf6', line: HANDOVER, thick: 1.6 }),
      polygon(arrowPoints({ ...span, top, bottom: headBottom }, tip, leftwards), {
        fill: HANDOVER_TINT,
        line: HANDOVER,
        thick: 1.6,
      }),
      ...column.shapes,
    ],
    bottom,
    anchors: [],
    ports,
  };
}

function arrowPoints(
  { x, width, top, bottom }: Span & { readonly top: number; readonly bottom: number },
  tip: number,
  leftwards: boolean,
): readonly (readonly [number, number])[] {
  const right = x + width;
  const middle = (top + bottom) / 2;
  return leftwards
    ? [
        [x, middle],
        [x + tip, top],
        [right, top],
        [right, bottom],
        [x + tip, bottom],
      ]
    : [
        [x, top],
        [right - tip, top],
        [right, middle],
        [right - tip, bottom],
        [x, bottom],
      ];
}

function drawRows(
  rows: readonly Row[],
  column: Column,
  { x, width }: Span,
  handover: boolean,
): readonly Port[] {
  return rows.flatMap((row) => {
    const face = row.comesFrom === 'interrupt' ? { ...LABEL, fill: ALARM } : LABEL;
    const y = column.labelled(row, face);
    column.gap(2);
    if (row.to === undefined && row.comesFrom === undefined) return [];
    return [{ y, left: x, right: x + width, row, handover }];
  });
}

/** A duty: a bar at its side, its title, its lines. Returns the shapes behind the text. */
function drawDuty({ title, rows }: DutyBlock, column: Column, line: string): readonly string[] {
  column.gap(BETWEEN);
  const top = column.y;
  const inner = new Column(column.x + 12, top + 5, column.width - 18);
  inner.paragraph(title, { ...BODY, bold: true });
  for (const row of rows) inner.labelled(row);
  const height = inner.y + 5 - top;
  column.shapes.push(...inner.shapes);
  column.y = top + height;
  return [
    rect({ x: column.x, y: top, width: column.width, height }, { fill: '#f7f7f7', round: 2 }),
    rect({ x: column.x, y: top, width: 4, height }, { fill: line, round: 0 }),
  ];
}

/** What a service owes. */
export function drawOwed({ level, title, duties }: OwedBlock, span: Span, top: number): Drawn {
  const line = level === undefined ? QUIET : LEVEL_COLOURS[level].line;
  return drawCard(title, span, top, line, (column) =>
    duties.flatMap((duty) => drawDuty(duty, column, line)),
  );
}

/** A part of the legend; an entry with one thing to say takes one line. */
export function drawLegend({ title, entries }: LegendBlock, span: Span, top: number): Drawn {
  return drawCard(title, span, top, QUIET, (column) =>
    entries.flatMap((entry) => {
      const [row, ...others] = entry.rows;
      if (row === undefined || others.length > 0) return drawDuty(entry, column, QUIET);
      column.gap(3);
      const text = `${row.label.toLowerCase()} ${row.text}`;
      column.labelled({ label: entry.title, text }, { ...LABEL, fill: INK });
      return [];
    }),
  );
}

/** A box with a title; `fill` writes below it and returns what lies behind the text. */
function drawCard(
  title: string,
  { x, width }: Span,
  top: number,
  line: string,
  fill: (column: Column) => readonly string[],
): Drawn {
  const column = new Column(x + PAD, top + 8, width - 2 * PAD);
  column.paragraph(title, { ...HEAD, size: 13 });
  const behind = fill(column);
  const bottom = column.y + PAD;
  const outer = { x, y: top, width, height: bottom - top };
  return {
    shapes: [rect(outer, { fill: '#ffffff', line, thick: 1 }), ...behind, ...column.shapes],
    bottom,
    anchors: [],
    ports: [],
  };
}
