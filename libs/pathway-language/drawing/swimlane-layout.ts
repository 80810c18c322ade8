/** Where lanes, gutters and the upright tracks in them lie across the drawing. */
import type { Level } from '#pathway';
import { END } from './outline-blocks.js';
import type { Swimlane, Outline, StageBlock } from './outline-blocks.js';
import { gutterFor } from './svg-arrows.js';
import type { Cover } from './svg-arrows.js';
import type { Span } from './svg-boxes.js';

const TRACK = 12;
const GUTTER = 26;
/** Left of the first lane: room for the ways in from any stage. */
const RAIL_GUTTER = 96;
/** Inside a lane, left and right of its boxes. */
const LANE_PAD = 10;

export class SwimlaneLayout {
  readonly spans: readonly Span[];
  private readonly targets: readonly (readonly string[])[];
  private readonly lefts: readonly number[];
  private readonly indexes: ReadonlyMap<Level, number>;

  constructor(
    outline: Outline,
    readonly whole: Span,
  ) {
    const used = lanesIn(outline);
    this.indexes = new Map(used.map(({ level }, at) => [level, at]));
    const count = used.length;
    this.targets = this.targetsOf(outline, count + 1);
    const widths = this.targets.map((targets, gutter) =>
      gutter === 0 ? RAIL_GUTTER : gutterWidth(targets.length, gutter === count),
    );
    const width = (whole.width - widths.reduce((sum, it) => sum + it, 0)) / count;
    const spans: Span[] = [];
    const lefts: number[] = [];
    let x = whole.x;
    for (const gutter of widths) {
      lefts.push(x);
      x += gutter;
      if (spans.length < count) spans.push({ x, width });
      x += width;
    }
    this.spans = spans;
    this.lefts = lefts;
  }

  /** Counted from 0; the first for a level that has no lane. */
  laneOf(level: Level): number {
    return this.indexes.get(level) ?? 0;
  }

  coverOf(block: Outline['blocks'][number]): Cover {
    if (block.kind !== 'handover') {
      const lane = block.level === undefined ? 0 : this.laneOf(block.level);
      return { first: lane, last: lane };
    }
    const to = this.laneOf(block.toLevel);
    const from = block.fromLevel === undefined ? to : this.laneOf(block.fromLevel);
    return { first: Math.min(from, to), last: Math.max(from, to) };
  }

  /** From the first lane's left to the last one's right, without the lanes' own margins. */
  spanOf({ first, last }: Cover): Span {
    const [from, to] = [this.spans[first], this.spans[last]];
    if (from === undefined || to === undefined)
      throw new RangeError(`no lanes ${first} to ${last}`);
    const x = from.x + LANE_PAD;
    return { x, width: to.x + to.width - LANE_PAD - x };
  }

  trackX(gutter: number, target: string): number {
    const at = Math.max(0, this.targets[gutter]?.indexOf(target) ?? 0);
    return (this.lefts[gutter] ?? 0) + GUTTER / 2 + at * TRACK;
  }

  get entryX(): number {
    return this.laneLeft - 12;
  }

  get railX(): { readonly 'any-stage': number; readonly interrupt: number } {
    return { 'any-stage': this.laneLeft - 46, interrupt: this.laneLeft - 62 };
  }

  get markX(): number {
    return this.laneLeft - 29;
  }

  private get laneLeft(): number {
    return this.spans[0]?.x ?? 0;
  }

  /** Which targets each gutter has tracks for, in the order in which they are first led to. */
  private targetsOf(outline: Outline, gutters: number): readonly (readonly string[])[] {
    const targets = Array.from({ length: gutters }, (): string[] => []);
    const lanes = new Map<string, number>();
    for (const block of outline.blocks) {
      if (block.kind !== 'stage') continue;
      for (const id of idsOf(block)) lanes.set(id, this.laneOf(block.level));
    }
    for (const block of outline.blocks) {
      for (const to of targetsFrom(block)) {
        const gutter = gutterFor(this.coverOf(block), to === END ? undefined : lanes.get(to));
        const list = targets[gutter];
        if (list !== undefined && !list.includes(to)) list.push(to);
      }
    }
    return targets;
  }
}

/** The lanes that have a place in the drawing. */
export function lanesIn(outline: Outline): readonly Swimlane[] {
  return outline.lanes.filter(({ used }) => used);
}

function gutterWidth(tracks: number, last: boolean): number {
  if (tracks === 0) return last ? 0 : GUTTER / 2;
  return GUTTER + (tracks - 1) * TRACK;
}

function idsOf(stage: StageBlock): readonly string[] {
  return [stage.id, ...stage.parts.flatMap(idsOf)];
}

function targetsFrom(block: Outline['blocks'][number]): readonly string[] {
  if (block.kind === 'owed') return [];
  const own = block.rows.flatMap(({ to }) => (to === undefined ? [] : [to]));
  return block.kind === 'stage' ? [...own, ...block.parts.flatMap(targetsFrom)] : own;
}
