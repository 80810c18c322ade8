/**
 * Arrows between boxes. Boxes stand in lanes, no two at the same height, so a level line
 * meets no box but the one it leads to; upright lines run in the gutters between lanes,
 * one track for each target. Arrows to one target from one gutter join.
 */
import { END } from './outline-blocks.js';
import type { Port, StageAnchor } from './svg-boxes.js';
import { ALARM, ARROW, HANDOVER, n, polygon } from './svg-shapes.js';

/** Lanes that a box covers, counted from 0; gutter 0 is left of lane 0. */
export interface Cover {
  readonly first: number;
  readonly last: number;
}

/** The gutter by which an arrow leaves: towards the target, to the right where it is above or below. */
export function gutterFor({ first, last }: Cover, target: number | undefined): number {
  return target !== undefined && target < first ? first : last + 1;
}

export interface PlacedAnchor extends StageAnchor {
  readonly lane: number;
}

export interface PlacedPort extends Port {
  readonly cover: Cover;
}

/** Where the upright lines of each gutter are, and where the pathway ends. */
export interface Ground {
  trackX(gutter: number, target: string): number;
  /** Upright line of what comes from any stage, and of interrupts. */
  readonly railX: Readonly<Record<'any-stage' | 'interrupt', number>>;
  /** Where an interrupt's mark stands on its way. */
  readonly markX: number;
  readonly endY: number;
}

export function drawArrows(
  ports: readonly PlacedPort[],
  anchors: ReadonlyMap<string, PlacedAnchor>,
  ground: Ground,
): readonly string[] {
  const slots = new Slots();
  return ports.flatMap((port) => [
    ...(port.row.to === undefined ? [] : drawWay(port, port.row.to, anchors, ground, slots)),
    ...(port.row.comesFrom === undefined ? [] : [drawInlet(port, port.row.comesFrom, ground)]),
  ]);
}

function drawWay(
  { y, left, right, cover, handover }: PlacedPort,
  to: string,
  anchors: ReadonlyMap<string, PlacedAnchor>,
  ground: Ground,
  slots: Slots,
): readonly string[] {
  const colour = handover ? HANDOVER : ARROW;
  const target = anchors.get(to);
  const gutter = gutterFor(cover, target?.lane);
  const x = ground.trackX(gutter, to);
  const start = gutter <= cover.first ? left : right;
  if (target === undefined) {
    return to === END ? [arrow(`M${n(start)} ${n(y)}H${n(x)}V${n(ground.endY)}`, colour)] : [];
  }
  const fromLeft = target.lane >= gutter;
  const end = fromLeft ? target.left : target.right;
  const level = slots.levelFor(target, gutter, fromLeft);
  return [arrow(`M${n(start)} ${n(y)}H${n(x)}V${n(level)}H${n(end)}`, colour)];
}

/** Heights at which arrows come in: one for each gutter they come from. */
class Slots {
  private readonly taken = new Map<string, number>();
  private readonly count = new Map<string, number>();

  levelFor({ id, top }: StageAnchor, gutter: number, fromLeft: boolean): number {
    const key = `${gutter} ${id}`;
    const known = this.taken.get(key);
    if (known !== undefined) return known;
    const side = `${fromLeft} ${id}`;
    const used = this.count.get(side) ?? (fromLeft ? 1 : 0);
    const level = top + ENTRY_DEPTH + used * 10;
    this.count.set(side, used + 1);
    this.taken.set(key, level);
    return level;
  }
}

/** How far below the top of its box the entry comes in. */
export const ENTRY_DEPTH = 10;

function drawInlet({ y, left }: Port, from: 'any-stage' | 'interrupt', ground: Ground): string {
  const x = ground.railX[from];
  const path = `M${n(x)} ${n(y)}H${n(left)}`;
  return from === 'any-stage'
    ? arrow(path, ARROW)
    : arrow(path, ALARM, true) + alarmMark(ground.markX, y);
}

/** A diamond with an exclamation mark: an interrupt is known without its colour. */
function alarmMark(x: number, y: number): string {
  const size = 8;
  const points = [
    [x - size, y],
    [x, y - size],
    [x + size, y],
    [x, y + size],
  ] as const;
  const mark = `<path d="M${n(x)} ${n(y - 4)}V${n(y + 1)}M${n(x)} ${n(y + 3)}V${n(y + 4.5)}" stroke="${ALARM}" stroke-width="1.8"/>`;
  return polygon(points, { fill: '#ffffff', line: ALARM, thick: 1.4 }) + mark;
}

export function arrow(path: string, colour: string, dashed = false): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6"${dashed ? ' stroke-dasharray="6 3"' : ''} marker-end="url(#${markerId(colour)})"/>`;
}

export function plainLine(path: string, colour: string, dashed = false): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6"${dashed ? ' stroke-dasharray="6 3"' : ''}/>`;
}

/** Heads in the colours of the lines; SVG 1.1 has no way to take a line's own. */
export function arrowHeads(): string {
  const heads = [ARROW, ALARM, HANDOVER].map(
    (colour) =>
      `<marker id="${markerId(colour)}" viewBox="0 0 10 10" refX="9.5" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="${colour}"/></marker>`,
  );
  return `<defs>${heads.join('')}</defs>`;
}

function markerId(colour: string): string {
  return `stafett-head-${colour.slice(1)}`;
}
