/** The upper part of a drawing: lanes with what stands in them, and the arrows between. */
import { END } from './notes.js';
import type { LaneNote, Outline } from './notes.js';
import { ENTRY_DEPTH, arrow, drawArrows, plainLine } from './svg-arrows.js';
import type { Leaving, Standing } from './svg-arrows.js';
import { drawHandover, drawOwed, drawStage } from './svg-boxes.js';
import type { Drawn } from './svg-boxes.js';
import type { Lanes } from './svg-lanes.js';
import { lanesIn } from './svg-lanes.js';
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
export function drawFlow(outline: Outline, lanes: Lanes, top: number, entryBottom: number): Flow {
  const heads = lanesIn(outline).map((lane, at) => drawHead(lane, lanes, at, top));
  const rowsTop = Math.max(...heads.map(({ bottom }) => bottom)) + BETWEEN_ROWS;
  const rows = drawPlaces(outline, lanes, rowsTop);
  const { bottom } = rows;
  const end = bottom + BETWEEN_ROWS;
  const grounds = lanesIn(outline).map(({ level }, at) => {
    const { x = 0, width = 0 } = lanes.spans[at] ?? {};
    const colours = LEVEL_COLOURS[level];
    const box = { x, y: top, width, height: bottom - top };
    return rect(box, { fill: colours.ground, line: colours.line, thick: 1 });
  });
  const arrows = drawArrows(rows.leaving, rows.standing, {
    trackX: (gutter, target) => lanes.trackX(gutter, target),
    railX: lanes.railX,
    markX: lanes.markX,
    endY: end,
  });
  return {
    shapes: [
      ...grounds,
      ...heads.flatMap(({ shapes }) => shapes),
      ...drawRails(rows.leaving, outline, lanes, { top, end }),
      ...rows.stages,
      ...drawEntry(outline, rows.standing, lanes, entryBottom),
      ...arrows,
      // Upright lines pass beneath a handover that lies across their gutter.
      ...rows.handovers,
    ],
    bottom: end,
  };
}

function drawHead(lane: LaneNote, lanes: Lanes, at: number, top: number): Flow {
  const { x = 0, width = 0 } = lanes.spans[at] ?? {};
  const colours = LEVEL_COLOURS[lane.level];
  const column = new Column(x + HEAD_PAD, top + 8, width - 2 * HEAD_PAD);
  column.words(lane.title, { ...HEAD, size: 15, fill: colours.line });
  for (const service of lane.services) column.words(service, { ...BODY, fill: QUIET });
  return { shapes: column.shapes, bottom: column.y };
}

interface Rows {
  readonly stages: readonly string[];
  readonly handovers: readonly string[];
  readonly bottom: number;
  readonly leaving: readonly Leaving[];
  readonly standing: ReadonlyMap<string, Standing>;
}

/** One place below the other, each in its lane, so that level lines meet nothing. */
function drawPlaces(outline: Outline, lanes: Lanes, top: number): Rows {
  const stages: string[] = [];
  const handovers: string[] = [];
  const leaving: Leaving[] = [];
  const standing = new Map<string, Standing>();
  let y = top;
  for (const place of outline.places) {
    const cover = lanes.coverOf(place);
    const drawn = drawPlace(place, lanes, y);
    (place.kind === 'handover' ? handovers : stages).push(...drawn.shapes);
    for (const stand of drawn.stands) standing.set(stand.id, { ...stand, lane: cover.first });
    for (const port of drawn.ports) leaving.push({ ...port, cover });
    y = drawn.bottom + BETWEEN_ROWS;
  }
  return { stages, handovers, bottom: y, leaving, standing };
}

function drawPlace(place: Outline['places'][number], lanes: Lanes, y: number): Drawn {
  const span = lanes.spanOf(lanes.coverOf(place));
  if (place.kind === 'stage') return drawStage(place, span, y);
  if (place.kind === 'owed') return drawOwed(place, span, y);
  const leftwards =
    place.fromLevel !== undefined && lanes.laneOf(place.fromLevel) > lanes.laneOf(place.toLevel);
  return drawHandover(place, span, y, leftwards);
}

/** The upright lines on the left, from which ways lead into stages from whichever other. */
function drawRails(
  leaving: readonly Leaving[],
  outline: Outline,
  lanes: Lanes,
  { top, end }: { readonly top: number; readonly end: number },
): readonly string[] {
  const lowest = (from: 'any-stage' | 'interrupt') =>
    Math.max(0, ...leaving.filter(({ row }) => row.comesFrom === from).map(({ y }) => y));
  const [ways, interrupts] = [lowest('any-stage'), lowest('interrupt')];
  const closes = outline.closes !== undefined;
  if (ways === 0 && interrupts === 0 && !closes) return [];
  const label = new Column(lanes.whole.x, top + 2, 70);
  label.words('From any stage', { ...LABEL, size: 11 });
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
  standing: ReadonlyMap<string, Standing>,
  lanes: Lanes,
  from: number,
): readonly string[] {
  return outline.entry.to.flatMap((id) => {
    const stand = id === END ? undefined : standing.get(id);
    if (stand === undefined) return [];
    const path = `M${n(lanes.entryX)} ${n(from)}V${n(stand.top + ENTRY_DEPTH)}H${n(stand.left)}`;
    return [arrow(path, ARROW)];
  });
}
