/**
 * Copies a log to another place. What is there from an earlier try is compared first, event by
 * event, and the rest added; in the end all of it is read back. So it can be cut short at any
 * point and begun again, also later, when the log has gone on.
 */
import { factFromStored, factKey } from '#care-event';
import {
  requireReadable,
  sizeOfCopied,
  type CopiedEvent,
  type CopyTarget,
  type EventStore,
  type LogEvent,
  type Position,
  type RecordedEvent,
} from '#event-store';
import { shareOf } from '../distance/share-of-log.js';
import { openCopyTarget } from '../stores/copy.js';
import { openLogForReading } from '../stores/log.js';
import { formatPlace, type Place } from '../stores/places.js';
import { contentOf, LogDigest, pagesUpTo } from './copied-events.js';
import {
  CopyDiffers,
  CopyOntoItself,
  CopyStopped,
  LogUnfit,
  TargetDiffers,
} from './copy-errors.js';

export type CopyPhase = 'reading' | 'comparing' | 'copying' | 'verifying';

export interface CopyOptions {
  readonly from: Place;
  readonly to: Place;
  /** How this process is named to another that wants to write where the log is copied to. */
  readonly holder: string;
  /** An abort stops it between two batches. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (phase: CopyPhase, events: number, share: number) => void;
}

export interface CopiedLog {
  /** Of the whole log. */
  readonly events: number;
  /** By this call; the others were there. */
  readonly copied: number;
  /** SHA-256 over everything that both logs say alike. */
  readonly digest: string;
  /** Where the log ended that was copied. */
  readonly end: Position | undefined;
  /** Facts that another patient has too, which some stores cannot refuse. */
  readonly repeatedFacts: number;
}

/** @throws CopyRefused, TargetDiffers, CopyDiffers, CopyStopped; typed errors of both stores */
export async function copyLog(options: CopyOptions): Promise<CopiedLog> {
  const { from, to, holder } = options;
  if (formatPlace(from) === formatPlace(to)) throw new CopyOntoItself(formatPlace(to));
  const source = await openLogForReading({ log: from });
  try {
    const target = await openCopyTarget(to, holder);
    try {
      return await new Copy(source, target, options).run();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

class Copy {
  private events = 0;

  constructor(
    private readonly source: EventStore,
    private readonly target: CopyTarget,
    private readonly options: CopyOptions,
  ) {}

  async run(): Promise<CopiedLog> {
    const end = await this.source.head();
    const digest = await this.survey(end);
    this.events = digest.events;
    const present = await this.compareWithTarget(end);
    const repeatedFacts = await this.copyFrom(present, end);
    const expected = digest.hex();
    await this.verify(expected);
    await this.target.complete();
    const { events } = this;
    return { events, copied: events - present, digest: expected, end, repeatedFacts };
  }

  /** Reads all of it before anything is written. @throws LogUnfit */
  private async survey(end: Position | undefined): Promise<LogDigest> {
    const { eventBytes } = this.target;
    const digest = new LogDigest();
    const damaged: Position[] = [];
    const tooLarge: { position: Position; bytes: number }[] = [];
    for await (const page of pagesUpTo(this.source, end)) {
      for (const event of page) {
        const { position } = event;
        if (event.damage !== undefined) damaged.push(position);
        else {
          digest.add(event);
          const bytes = eventBytes === undefined ? 0 : sizeOfCopied(event);
          if (eventBytes !== undefined && bytes > eventBytes) tooLarge.push({ position, bytes });
        }
      }
      this.progress('reading', digest.events, shareOf(page.at(-1)?.position, end));
    }
    if (damaged.length > 0 || tooLarge.length > 0)
      throw new LogUnfit({ damaged, tooLarge }, eventBytes);
    return digest;
  }

  /** @returns how many events are there already @throws TargetDiffers */
  private async compareWithTarget(end: Position | undefined): Promise<number> {
    const wanted = eventsOf(pagesUpTo(this.source, end));
    const there = await this.target.log.head();
    let present = 0;
    for await (const page of pagesUpTo(this.target.log, there)) {
      for (const event of page) {
        const { value } = await wanted.next();
        const { position } = event;
        const place = formatPlace(this.options.to);
        if (value === undefined) throw new TargetDiffers(place, position, 'more');
        const isSame = event.damage === undefined && contentOf(event) === contentOf(value);
        if (!isSame) throw new TargetDiffers(place, position, 'other');
        present += 1;
      }
      this.progress('comparing', present, present / this.events);
    }
    return present;
  }

  /** @returns how many facts another patient has too */
  private async copyFrom(present: number, end: Position | undefined): Promise<number> {
    let done = 0;
    let repeated = 0;
    for await (const page of pagesUpTo(this.source, end)) {
      const missing = requireReadable(page).slice(Math.max(0, present - done));
      done += page.length;
      if (missing.length === 0) continue;
      repeated += await this.target.write(missing.map(copied));
      this.progress('copying', done, done / this.events);
    }
    return repeated;
  }

  /** @throws CopyDiffers */
  private async verify(expected: string): Promise<void> {
    const digest = new LogDigest();
    for await (const page of pagesUpTo(this.target.log, await this.target.log.head())) {
      for (const event of page) {
        if (event.damage !== undefined)
          throw new CopyDiffers(`its event at position ${event.position} cannot be read`);
        digest.add(event);
      }
      this.progress('verifying', digest.events, digest.events / this.events);
    }
    if (digest.events !== this.events)
      throw new CopyDiffers(`it has ${digest.events} events instead of ${this.events}`);
    const found = digest.hex();
    if (found !== expected) throw new CopyDiffers(`its digest is ${found} instead of ${expected}`);
  }

  private progress(phase: CopyPhase, events: number, share: number): void {
    this.options.onProgress?.(phase, events, share);
    if (this.options.signal?.aborted === true) throw new CopyStopped();
  }
}

async function* eventsOf(
  pages: AsyncIterable<readonly LogEvent[]>,
): AsyncGenerator<RecordedEvent, undefined> {
  for await (const page of pages) yield* requireReadable(page);
  return undefined;
}

/** With the key by which the engine keeps the same fact from being recorded for two patients. */
function copied(event: RecordedEvent): CopiedEvent {
  const fact = factFromStored(event);
  return fact === undefined ? event : { ...event, uniqueKey: factKey(fact) };
}
