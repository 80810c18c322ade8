/** Works through a list a few items at a time. */

export interface Concurrency {
  /** Items under way at once. */
  readonly concurrency: number;
  /** Asked before each item: once true, no further item is begun. Default: never. */
  readonly isStopped?: () => boolean;
}

/**
 * Calls `work` for each item, in order, with up to `concurrency` calls under way. Resolves
 * when all that were begun are done; rejects with the first error.
 */
export async function forEachConcurrently<T>(
  items: readonly T[],
  { concurrency, isStopped = () => false }: Concurrency,
  work: (item: T) => Promise<void>,
): Promise<void> {
  // All workers share one iterator, so each item is taken once.
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (isStopped()) return;
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
