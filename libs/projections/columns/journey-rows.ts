/** Journeys in columns, one row each: where its steps are, and what is known of the whole. */
import { Column } from './column.js';
import { Dictionary } from './dictionary.js';
import type { JourneySteps } from './journey-steps.js';
import { StepColumns } from './step-columns.js';

const NONE = -1;
/** What a column of four bytes can name. */
const KEYS_MAX = 2 ** 31;

export class JourneyRows {
  readonly steps = new StepColumns();
  readonly keys = new Dictionary(KEYS_MAX);
  readonly columns = {
    /** Of its first step, the early ones included. */
    offset: new Column(Int32Array),
    early: new Column(Int32Array),
    count: new Column(Int32Array),
    late: new Column(Int32Array),
    entryAt: new Column(Int32Array),
    /** -1: none. */
    key: new Column(Int32Array),
    episode: new Column(Int32Array),
    /** NaN: it goes on. */
    closedAt: new Column(Float64Array),
    lastKnown: new Column(Float64Array),
  };

  get length(): number {
    return this.columns.offset.length;
  }

  get bytes(): number {
    const own = Object.values(this.columns).reduce((sum, { bytes }) => sum + bytes, 0);
    return own + this.keys.bytes + this.steps.bytes;
  }

  /** @throws DictionaryFull */
  push(journey: JourneySteps): void {
    const { early, length, late, key, episode = NONE, closedAt = NaN } = journey;
    const { columns, steps } = this;
    columns.offset.push(steps.length);
    columns.early.push(early);
    columns.count.push(length);
    columns.late.push(late);
    columns.entryAt.push(journey.entryAt);
    columns.key.push(key === undefined ? NONE : this.keys.numberOf(key));
    columns.episode.push(episode);
    columns.closedAt.push(closedAt);
    columns.lastKnown.push(journey.lastKnown);
    for (let index = -early; index < length + late; index += 1)
      steps.push(journey.type(index), journey.start(index), journey.end(index));
  }
}

/** One row after the other as a journey: the same object each time, so that reading makes none. */
export class JourneyRow implements JourneySteps {
  patient = '';
  key: string | undefined;
  episode: number | undefined;
  closedAt: number | undefined;
  lastKnown = 0;
  entryAt = 0;
  early = 0;
  length = 0;
  late = 0;
  /** Where index 0 is among all steps. */
  private first = 0;
  private readonly steps: StepColumns;

  constructor(private readonly rows: JourneyRows) {
    this.steps = rows.steps;
  }

  moveTo(row: number): void {
    const { columns, keys } = this.rows;
    this.early = columns.early.values[row]!;
    this.first = columns.offset.values[row]! + this.early;
    this.length = columns.count.values[row]!;
    this.late = columns.late.values[row]!;
    this.entryAt = columns.entryAt.values[row]!;
    this.key = keys.texts[columns.key.values[row]!];
    const episode = columns.episode.values[row]!;
    this.episode = episode === NONE ? undefined : episode;
    const closedAt = columns.closedAt.values[row]!;
    this.closedAt = Number.isNaN(closedAt) ? undefined : closedAt;
    this.lastKnown = columns.lastKnown.values[row]!;
  }

  /** Leaves out the steps that begin later. */
  cut(asOf: number): void {
    let { length } = this;
    while (length > 0 && this.start(length - 1) > asOf) length -= 1;
    if (length === this.length) return;
    this.length = length;
    if (length > 0) this.lastKnown = this.start(length - 1);
  }

  type(index: number): string {
    return this.steps.type(this.first + index);
  }

  start(index: number): number {
    return this.steps.start(this.first + index);
  }

  end(index: number): number {
    return this.steps.end(this.first + index);
  }
}
