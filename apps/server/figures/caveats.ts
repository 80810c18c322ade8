/** Why an answer as of now would not be one: what is said in it, so that nobody takes it for that. */
import { readEventAt } from '#event-store';
import type { Caveats } from '#projections';
import type { WritableFolder } from '../../composition/index.js';

/** Clocks of several machines differ by less. */
const CLOCKS_DIFFER_MS = 60_000;

/** Undefined where there is nothing to say. */
export async function caveatsOf(
  folder: WritableFolder,
  fault: { readonly since: number } | undefined,
): Promise<Caveats | undefined> {
  const behindMs = await clockBehindMs(folder);
  if (fault === undefined && behindMs <= CLOCKS_DIFFER_MS) return undefined;
  return {
    ...(fault !== undefined && { staleSince: new Date(fault.since).toISOString() }),
    // In whole minutes, so that answers within one are the same.
    ...(behindMs > CLOCKS_DIFFER_MS && { clockBehindSeconds: 60 * Math.floor(behindMs / 60_000) }),
  };
}

/** How much less the clock shows than when the last event was recorded; 0 where it does not. */
export async function clockBehindMs({ store, clock }: WritableFolder): Promise<number> {
  const head = await store.head();
  const last = head === undefined ? undefined : await readEventAt(store, head);
  return Math.max(0, (last?.knownAt ?? -Infinity) - clock());
}
