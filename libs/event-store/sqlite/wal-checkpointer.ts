/**
 * When the WAL goes back into the file. SQLite reuses the WAL from its beginning only
 * when every frame is in the file and no reader still needs one, so under constant
 * reading it can grow without bound. Therefore, in order of urgency:
 *
 * - a second after a commit, and from `largeFrames` on, copy what can be copied without
 *   waiting for anybody;
 * - from `hugeFrames` on, wait up to `patienceMs` for readers to finish and start the
 *   WAL over; readers that come meanwhile read the file and are not in the way.
 *
 * The WAL's size is thus bounded by `hugeFrames` plus what is written during the
 * longest single read. The stores here read in pages that last milliseconds; a foreign
 * program that keeps a transaction open for hours does keep the WAL that long.
 *
 * The WAL file is reused and never cut: syncing blocks that a file already has takes
 * little more than half the time of syncing a file that grows.
 */
import type Database from 'better-sqlite3';

/** Frames hold a page of 4 KiB each. */
export const CHECKPOINT_LIMITS = {
  /** Small enough to be reused soon, large enough that pages are not copied all the time. */
  largeFrames: 1_000,
  hugeFrames: 16_000,
  patienceMs: 250,
} as const;

export type CheckpointLimits = { readonly [Name in keyof typeof CHECKPOINT_LIMITS]: number };

/** As SQLite answers: frames in the WAL, and those of them already in the file. */
interface WalSize {
  readonly log: number;
  readonly checkpointed: number;
}

export class WalCheckpointer {
  static readonly everyMs = 1_000;
  private readonly db: Database.Database;
  private readonly limits: CheckpointLimits;
  private readonly size;
  private readonly copy;
  private nextWait: number;

  constructor(db: Database.Database, limits: CheckpointLimits = CHECKPOINT_LIMITS) {
    this.db = db;
    this.limits = limits;
    this.nextWait = limits.hugeFrames;
    this.size = db.prepare<[], WalSize>('PRAGMA wal_checkpoint(NOOP)');
    this.copy = db.prepare<[], WalSize>('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** After each commit. @throws SqliteError a sync failed, or the disk is full */
  whenLarge(): void {
    const { log, checkpointed } = this.size.get()!;
    const { largeFrames, hugeFrames } = this.limits;
    if (log < hugeFrames) this.nextWait = hugeFrames;
    if (log - checkpointed < largeFrames) return;
    this.copy.get();
    if (log >= this.nextWait) {
      this.startOver();
      // When a reader did not finish, do not wait again at every commit.
      this.nextWait = log + hugeFrames;
    }
  }

  /** When nothing was written for a while. @throws SqliteError a sync failed, or the disk is full */
  whenIdle(): void {
    this.copy.get();
  }

  private startOver(): void {
    const before = this.db.pragma('busy_timeout', { simple: true }) as number;
    this.db.pragma(`busy_timeout = ${this.limits.patienceMs}`);
    try {
      this.db.pragma('wal_checkpoint(RESTART)');
    } finally {
      this.db.pragma(`busy_timeout = ${before}`);
    }
  }
}
