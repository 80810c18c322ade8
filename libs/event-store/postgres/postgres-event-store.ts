/** The event store on PostgreSQL, whose right to write other threads of the process may share. */
import { StoreReadOnly } from '../errors.js';
import { GroupCommitStore } from '../group-commit-store.js';
import type { GroupCommitStoreParts } from '../group-commit-store.js';

export class PostgresEventStore extends GroupCommitStore {
  /** @param writer absent in a store opened for reading */
  constructor(
    parts: GroupCommitStoreParts,
    private readonly writer?: string,
  ) {
    super(parts);
  }

  /**
   * What lets another thread of this process write beside this store, over connections of its own:
   * hand it over as `access` of the store that it opens. It is good as long as this store is open.
   * @throws StoreReadOnly
   */
  shareWriter(): { readonly writer: string } {
    this.assertOpen();
    if (this.writer === undefined) throw new StoreReadOnly();
    return { writer: this.writer };
  }
}
