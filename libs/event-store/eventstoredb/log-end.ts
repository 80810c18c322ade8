/**
 * Where this log ends on a server that holds more than it. What is behind its last event was
 * written by others, and is looked through only once: a quiet log on a busy server would
 * otherwise have more to look through every time.
 */
import { PositionNotInLog } from '../errors.js';
import { comparePositions } from '../port.js';
import type { Position } from '../port.js';
import type { Client } from './client.js';
import { positionFrom } from './client.js';
import { Lateness, type Acknowledged } from './lateness.js';
import type { StreamNames } from './names.js';
import { eachRecord } from './server-read.js';

/** The first page of a look backwards, and the largest. The server's own events are few, others' may be many. */
const LOOK_FIRST = 4;
const LOOK_MAX = 2_048;

/** Nothing of this log is after `after`, up to `to`. */
interface Gap {
  readonly after: Position | undefined;
  readonly to: Position;
}

export interface LogEndParts {
  readonly client: Client;
  readonly names: StreamNames;
  readonly birth: Position;
  readonly acknowledged: Acknowledged;
  /** How long the server may be behind what it acknowledged, ms. */
  readonly lagMs: number;
}

interface ServerEnd {
  readonly head: Position | undefined;
  readonly end: Position;
}

export class LogEnd {
  private gap: Gap | undefined;

  constructor(private readonly parts: LogEndParts) {}

  /** Where the log begins: nothing of it is before. */
  get birth(): Position {
    return this.parts.birth;
  }

  /** The last event of this log; and of the server, whoever wrote it. No less than what was acknowledged. */
  async look(signal?: AbortSignal): Promise<ServerEnd> {
    const lost = () => new PositionNotInLog('beyond-end');
    for (const late = new Lateness(this.parts.lagMs, lost, signal); ; await late.wait()) {
      const found = await this.lookOnce(signal);
      if (!this.parts.acknowledged.isMissing(found.end)) return found;
    }
  }

  private async lookOnce(signal: AbortSignal | undefined): Promise<ServerEnd> {
    const { client, names } = this.parts;
    let end: Position | undefined;
    let head: Position | undefined;
    let found = false;
    let from: Position | undefined;
    for (let count = LOOK_FIRST; !found; count = Math.min(4 * count, LOOK_MAX)) {
      const read = client.readAll({ backwards: true, from, count });
      const seen = await eachRecord(read, signal, ({ streamId, position }) => {
        from = positionFrom(position.commit);
        end ??= from;
        if (names.inLog(streamId) !== undefined) {
          head = from;
          found = true;
        } else if (comparePositions(from, this.birth) <= 0) {
          found = true;
        } else if (this.isWithin(from)) {
          head = this.gap?.after;
          found = true;
        }
        return !found;
      });
      if (seen < count) found = true;
    }
    end ??= this.birth;
    this.passed(head, end);
    return { head, end };
  }

  /** Nothing of this log was found between these; at the second something may be. */
  passed(after: Position | undefined, to: Position): void {
    if (after === to) return;
    if (this.gap === undefined || comparePositions(to, this.gap.to) > 0) this.gap = { after, to };
  }

  /** Where to look for what comes after an event of this log: behind what is known to be others'. */
  startAfter(position: Position | undefined): Position {
    if (this.gap?.after === position && this.gap !== undefined) return this.gap.to;
    return position ?? this.birth;
  }

  /** What was known is no longer so: the server's log was cut off. */
  forget(): void {
    this.gap = undefined;
  }

  private isWithin(position: Position): boolean {
    const { gap } = this;
    return (
      gap !== undefined &&
      comparePositions(position, gap.to) <= 0 &&
      comparePositions(position, gap.after ?? this.birth) > 0
    );
  }
}
