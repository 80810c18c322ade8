/** Checkpoints on one process's disk: saving is a task, and what a crash leaves may be older than what was saved last. */
import type { CheckpointStore } from '#engine';
import { positionOf, type LogToken } from '#event-store';
import type { Random } from './random.js';
import type { Life, Scheduler } from './scheduler.js';

type Saved = readonly LogToken[];

export class FaultyCheckpoints implements CheckpointStore {
  constructor(
    private readonly disk: Map<string, unknown>,
    private readonly scheduler: Scheduler,
    private readonly life: Life,
  ) {}

  async load(name: string): Promise<LogToken | undefined> {
    await this.scheduler.sleep(0, this.life, `load checkpoint ${name}`);
    return (this.disk.get(keyOf(name)) as Saved | undefined)?.at(-1);
  }

  save(name: string, checkpoint: LogToken): Promise<void> {
    return new Promise((resolve) => {
      this.scheduler.after(0, this.life, `save checkpoint ${name}`, () => {
        const saved = (this.disk.get(keyOf(name)) as Saved | undefined) ?? [];
        this.disk.set(keyOf(name), [...saved.slice(-4), checkpoint]);
        resolve();
        return positionOf(checkpoint);
      });
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** What a power cut may take: the checkpoints saved last. */
export function loseCheckpoints(disk: Map<string, unknown>, random: Random): void {
  for (const [key, value] of disk) {
    if (!key.startsWith(PREFIX)) continue;
    const saved = value as Saved;
    disk.set(key, saved.slice(0, random.whole(0, saved.length)));
  }
}

const PREFIX = 'checkpoint ';
function keyOf(name: string): string {
  return `${PREFIX}${name}`;
}
