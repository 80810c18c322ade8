/**
 * Progress of long work, on standard error: a bar where a terminal shows it, a
 * line every few seconds where it goes to a file, nothing when quiet was asked.
 */
import type { SingleBar } from 'cli-progress';
import type { Io } from './io.js';
import { count, duration } from './render/words.js';

const LINE_EVERY_MS = 5_000;
/** Work shorter than this shows no bar: one that flashes by tells nobody anything. */
const BAR_AFTER_MS = 250;

export interface Done {
  readonly done: number;
  /** Absent while nobody knows. */
  readonly total?: number | undefined;
  /** What is counted, such as `events`. */
  readonly unit: string;
}

export interface Progress {
  update(done: Done): void;
  stop(): void;
}

export async function startProgress(io: Io, label: string, quiet: boolean): Promise<Progress> {
  if (quiet) return { update: () => undefined, stop: () => undefined };
  if (io.stderr.isTTY !== true) return lines(io, label);
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    // The library asks for a full stream; it only writes to it.
    stream: io.stderr as unknown as NodeJS.WritableStream,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 50,
    format: `${label} {bar} {share}  {text}  {rate}`,
  });
  return bars(bar);
}

function lines(io: Io, label: string): Progress {
  const started = Date.now();
  let last = started;
  return {
    update: (done) => {
      const now = Date.now();
      if (now - last < LINE_EVERY_MS) return;
      last = now;
      io.stderr.write(`${label}: ${textOf(done)}, ${duration((now - started) / 1_000)}\n`);
    },
    stop: () => undefined,
  };
}

function bars(bar: SingleBar): Progress {
  const started = Date.now();
  let shown = false;
  return {
    update: (done) => {
      const seconds = (Date.now() - started) / 1_000;
      const payload = {
        text: textOf(done),
        share: done.total ? `${Math.floor((100 * done.done) / done.total)} %` : '',
        rate: `${count(Math.round(done.done / Math.max(seconds, 0.001)))} ${done.unit}/s`,
      };
      if (!shown && seconds * 1_000 < BAR_AFTER_MS) return;
      if (!shown) bar.start(done.total ?? 0, done.done, payload);
      shown = true;
      if (done.total !== undefined) bar.setTotal(done.total);
      bar.update(done.done, payload);
    },
    stop: () => {
      if (shown) bar.stop();
    },
  };
}

function textOf({ done, total, unit }: Done): string {
  return total === undefined ? `${count(done)} ${unit}` : `${count(done)} of ${count(total)} ${unit}`;
}
