/**
 * The ids that an index stream lists, each of which has a stream of its own. An index only saves
 * looking through the log: where one of its entries is damaged, the log itself is looked through
 * once, so that nothing is missing because of it.
 */
import { readStreamAsItIs, readWholeLog, type EventStore } from '#event-store';

export interface ListedStreamsOptions {
  /** Stream that lists them. */
  readonly index: string;
  /** Field of an entry's data that has the id. */
  readonly field: string;
  /** What the streams' names begin with, before the id. */
  readonly prefix: string;
}

export class ListedStreams {
  /** Found in the log; undefined while every entry can be read. */
  private found: ReadonlySet<string> | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly options: ListedStreamsOptions,
  ) {}

  async ids(): Promise<readonly string[]> {
    const { index, field } = this.options;
    const ids = new Set<string>();
    for (const entry of await readStreamAsItIs(this.store, index)) {
      if (entry.damage !== undefined) {
        this.found ??= await this.look();
        continue;
      }
      const id = entry.data[field];
      if (typeof id === 'string') ids.add(id);
    }
    return [...new Set([...ids, ...(this.found ?? [])])];
  }

  private async look(): Promise<ReadonlySet<string>> {
    const { prefix } = this.options;
    const ids = new Set<string>();
    for await (const page of readWholeLog(this.store))
      for (const { stream, damage } of page)
        if (damage !== 'stream' && stream.startsWith(prefix)) ids.add(stream.slice(prefix.length));
    return ids;
  }
}
