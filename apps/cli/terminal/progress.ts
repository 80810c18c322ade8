/**
 * Progress of long work, on standard error: a bar where a terminal shows it, a
 * line every few seconds where it goes to a file, nothing when quiet was asked.
 */
import type { SingleBar } from 'cli-progress';
import type { Io } from './io.js';
import { count, duration, percent } from './format.js';

const LINE_EVERY_MS = 5_000;
/** Shorter work shows no bar: one that only flashes by is of no use to anybody. */
const BAR_AFTER_MS = 300;

export interface Done {
  readonly done: number;
  /** What is counted, such as `events`. */
  readonly unit: string;
  /** Part of the work that is done, 0 to 1; absent if unknown. */
  readonly share?: number;
}

export interface Progress {
  update(done: Done): void;
  stop(): void;
}

export async function startProgress(io: Io, label: string, quiet: boolean): Promise<Progress> {
  if (quiet) return { update: () => undefined, stop: () => undefined };
  if (io.stderr.isTTY !== true) return lines(io, label);
  const { SingleBar } = await import('cli-progress');
  const makeBar = (format: string): SingleBar =>
    new SingleBar({
      // The library asks for a whole stream; it writes to it and asks for its width.
      stream: io.stderr as unknown as NodeJS.WritableStream,
      format,
      clearOnComplete: true,
      hideCursor: true,
      barsize: 24,
    });
  return bar(label, makeBar);
}

function lines(io: Io, label: string): Progress {
  const started = Date.now();
  let last = started;
  return {
    update: ({ done, unit, share }) => {
      const now = Date.now();
      if (now - last < LINE_EVERY_MS) return;
      last = now;
      const part = share === undefined ? '' : ` (${percent(share)})`;
      io.stderr.write(
        `${label}: ${count(done)} ${unit}${part}, ${duration((now - started) / 1_000)}\n`,
      );
    },
    stop: () => undefined,
  };
}

function bar(label: string, makeBar: (format: string) => SingleBar): Progress {
  const started = Date.now();
  let visible: SingleBar | undefined;
  return {
    update: ({ done, unit, share }) => {
      const ms = Date.now() - started;
      if (visible === undefined && ms < BAR_AFTER_MS) return;
      const rate = `${count(Math.round((1_000 * done) / Math.max(ms, 1)))} ${unit}/s`;
      const payload = { done: `${count(done)} ${unit}`, rate };
      if (visible === undefined) {
        const percentage = share === undefined ? '' : ' {bar} {percentage} %';
        visible = makeBar(`${label.replaceAll(/[{}]/g, '')}${percentage}  {done}  {rate}`);
        visible.start(100, 0, payload);
      }
      visible.update(100 * (share ?? 0), payload);
    },
    stop: () => visible?.stop(),
  };
}
