/**
 * When the WAL goes back into the file. SQLite reuses the WAL from its beginning only
 * when every frame is in the file and no reader still needs one, so under constant
 * reading it can grow without bound. Therefore, in order of urgency:
 *
 * - a second after a commit, and from `LARGE_FRAMES` on, copy what can be copied without
 *   waiting for anybody;
 * - from `HUGE_FRAMES` on, wait up to `PATIENCE_MS` for readers to let go and start the
 *   WAL over; readers that come meanwhile read the file and are not in the way.
 *
 * The WAL's size is thus bounded by `HUGE_FRAMES` plus what is written during the
 * longest single read. The stores here read in pages that last milliseconds; a foreign
 * program that keeps a transaction open for hours does keep the WAL that long.
 *
 * The WAL file is reused and never cut: syncing blocks that a file already has takes
 * little more than half the time of syncing a file that grows.
 */
import type Database from 'better-sqlite3';

/** 4 MiB: small enough to be reused soon, large enough that pages are not copied all the time. */
const LARGE_FRAMES = 1_000;
const HUGE_FRAMES = 16_000;
const PATIENCE_MS = 250;

/** As SQLite answers: frames in the WAL, and those of them already in the file. */
interface WalSize {
  readonly log: number;
  readonly checkpointed: number;
}

export class Checkpoints {
  static readonly everyMs = 1_000;
  readonly #db: Database.Database;
  readonly #size;
  readonly #copy;
  #nextWait = HUGE_FRAMES;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#size = db.prepare<[], WalSize>('PRAGMA wal_checkpoint(NOOP)');
    this.#copy = db.prepare<[], WalSize>('PRAGMA wal_checkpoint(PASSIVE)');
  }

  /** After each commit. @throws SqliteError a sync failed, or the disk is full */
  whenLarge(): void {
    const { log, checkpointed } = this.#size.get()!;
    if (log < HUGE_FRAMES) this.#nextWait = HUGE_FRAMES;
    if (log - checkpointed < LARGE_FRAMES) return;
    this.#copy.get();
    if (log >= this.#nextWait) {
      this.#startOver();
      // When a reader would not let go, do not wait again at every commit.
      this.#nextWait = log + HUGE_FRAMES;
    }
  }

  /** When nothing was written for a while. @throws SqliteError a sync failed, or the disk is full */
  whenIdle(): void {
    this.#copy.get();
  }

  #startOver(): void {
    const before = this.#db.pragma('busy_timeout', { simple: true }) as number;
    this.#db.pragma(`busy_timeout = ${PATIENCE_MS}`);
    try {
      this.#db.pragma('wal_checkpoint(RESTART)');
    } finally {
      this.#db.pragma(`busy_timeout = ${before}`);
    }
  }
}
