/** The event store on SQLite, whose writing thread other threads of the process may share. */
import type { MessagePort } from 'node:worker_threads';
import { StoreReadOnly } from '../errors.js';
import { GroupCommitStore } from '../group-commit-store.js';
import type { GroupCommitStoreParts } from '../group-commit-store.js';

export class SqliteEventStore extends GroupCommitStore {
  /** @param share absent without a thread that writes */
  constructor(
    parts: GroupCommitStoreParts,
    private readonly share?: () => MessagePort,
  ) {
    super(parts);
  }

  /**
   * A port for another thread of this process, whose appends then share this store's
   * writing thread: hand it over and give it to `openOnSharedWriter`.
   * @throws StoreReadOnly there is no writing thread
   */
  shareWriter(): MessagePort {
    this.assertOpen();
    if (this.share === undefined) throw new StoreReadOnly();
    return this.share();
  }
}
