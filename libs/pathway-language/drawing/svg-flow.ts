/** The upper part of a drawing: lanes with what stands in them, and the arrows between. */
import { END } from './outline-blocks.js';
import type { Swimlane, Outline } from './outline-blocks.js';
import { ENTRY_DEPTH, arrow, drawArrows, plainLine } from './svg-arrows.js';
import type { PlacedPort, PlacedAnchor } from './svg-arrows.js';
import { drawHandover, drawOwed, drawStage } from './svg-boxes.js';
import type { Drawn } from './svg-boxes.js';
import type { SwimlaneLayout } from './swimlane-layout.js';
import { lanesIn } from './swimlane-layout.js';
import {
  ALARM,
  ARROW,
  BODY,
  Column,
  HEAD,
  LABEL,
  LEVEL_COLOURS,
  QUIET,
  n,
  rect,
} from './svg-shapes.js';

const BETWEEN_ROWS = 20;
const HEAD_PAD = 10;

export interface Flow {
  readonly shapes: readonly string[];
  readonly bottom: number;
}

/** `entryBottom`: where the arrow from the entry begins. All lengths in pixels. */
export function drawFlow(
  outline: Outline,
  lanes: SwimlaneLayout,
  top: number,
  entryBottom: number,
): Flow {
  const heads = lanesIn(outline).map((lane, at) => drawHead(lane, lanes, at, top));
  const rowsTop = Math.max(...heads.map(({ bottom }) => bottom)) + BETWEEN_ROWS;
  const rows = drawBlocks(outline, lanes, rowsTop);
  const { bottom } = rows;
  const end = bottom + BETWEEN_ROWS;
  const grounds = lanesIn(outline).map(({ level }, at) => {
    const { x = 0, width = 0 } = lanes.spans[at] ?? {};
    const colours = LEVEL_COLOURS[level];
    const box = { x, y: top, width, height: bottom - top };
    return rect(box, { fill: colours.ground, line: colours.line, thick: 1 });
  });
  const arrows = drawArrows(rows.ports, rows.anchors, {
    trackX: (gutter, target) => lanes.trackX(gutter, target),
    railX: lanes.railX,
    markX: lanes.markX,
    endY: end,
  });
  return {
    shapes: [
      ...grounds,
      ...heads.flatMap(({ shapes }) => shapes),
      ...drawRails(rows.ports, outline, lanes, { top, end }),
      ...rows.stages,
      ...drawEntry(outline, rows.anchors, lanes, entryBottom),
      ...arrows,
      // Upright lines pass beneath a handover that lies across their gutter.
      ...rows.handovers,
    ],
    bottom: end,
  };
}

function drawHead(lane: Swimlane, lanes: SwimlaneLayout, at: number, top: number): Flow {
  const { x = 0, width = 0 } = lanes.spans[at] ?? {};
  const colours = LEVEL_COLOURS[lane.level];
  const column = new Column(x + HEAD_PAD, top + 8, width - 2 * HEAD_PAD);
  column.paragraph(lane.title, { ...HEAD, size: 15, fill: colours.line });
  for (const service of lane.services) column.paragraph(service, { ...BODY, fill: QUIET });
  return { shapes: column.shapes, bottom: column.y };
}

interface Rows {
  readonly stages: readonly string[];
  readonly handovers: readonly string[];
  readonly bottom: number;
  readonly ports: readonly PlacedPort[];
  readonly anchors: ReadonlyMap<string, PlacedAnchor>;
}

/** One place below the other, each in its lane, so that level lines meet nothing. */
function drawBlocks(outline: Outline, lanes: SwimlaneLayout, top: number): Rows {
  const stages: string[] = [];
  const handovers: string[] = [];
  const ports: PlacedPort[] = [];
  const anchors = new Map<string, PlacedAnchor>();
  let y = top;
  for (const block of outline.blocks) {
    const cover = lanes.coverOf(block);
    const drawn = drawBlock(block, lanes, y);
    (block.kind === 'handover' ? handovers : stages).push(...drawn.shapes);
    for (const anchor of drawn.anchors) anchors.set(anchor.id, { ...anchor, lane: cover.first });
    for (const port of drawn.ports) ports.push({ ...port, cover });
    y = drawn.bottom + BETWEEN_ROWS;
  }
  return { stages, handovers, bottom: y, ports, anchors };
}

function drawBlock(block: Outline['blocks'][number], lanes: SwimlaneLayout, y: number): Drawn {
  const span = lanes.spanOf(lanes.coverOf(block));
  if (block.kind === 'stage') return drawStage(block, span, y);
  if (block.kind === 'owed') return drawOwed(block, span, y);
  const leftwards =
    block.fromLevel !== undefined && lanes.laneOf(block.fromLevel) > lanes.laneOf(block.toLevel);
  return drawHandover(block, span, y, leftwards);
}

/** The upright lines on the left, from which ways lead into stages from whichever other. */
function drawRails(
  ports: readonly PlacedPort[],
  outline: Outline,
  lanes: SwimlaneLayout,
  { top, end }: { readonly top: number; readonly end: number },
): readonly string[] {
  const lowest = (from: 'any-stage' | 'interrupt') =>
    Math.max(0, ...ports.filter(({ row }) => row.comesFrom === from).map(({ y }) => y));
  const [ways, interrupts] = [lowest('any-stage'), lowest('interrupt')];
  const closes = outline.closes !== undefined;
  if (ways === 0 && interrupts === 0 && !closes) return [];
  const label = new Column(lanes.whole.x, top + 2, 70);
  label.paragraph('From any stage', { ...LABEL, size: 11 });
  const { 'any-stage': x, interrupt } = lanes.railX;
  const start = label.y + 4;
  return [
    ...label.shapes,
    ...(closes
      ? [arrow(`M${n(x)} ${n(start)}V${n(end)}`, ARROW)]
      : ways > 0
        ? [plainLine(`M${n(x)} ${n(start)}V${n(ways)}`, ARROW)]
        : []),
    ...(interrupts > 0
      ? [plainLine(`M${n(interrupt)} ${n(start)}V${n(interrupts)}`, ALARM, true)]
      : []),
  ];
}

function drawEntry(
  outline: Outline,
  anchors: ReadonlyMap<string, PlacedAnchor>,
  lanes: SwimlaneLayout,
  from: number,
): readonly string[] {
  return outline.entry.to.flatMap((id) => {
    const anchor = id === END ? undefined : anchors.get(id);
    if (anchor === undefined) return [];
    const path = `M${n(lanes.entryX)} ${n(from)}V${n(anchor.top + ENTRY_DEPTH)}H${n(anchor.left)}`;
    return [arrow(path, ARROW)];
  });
}
