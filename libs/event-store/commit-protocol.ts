/**
 * What goes between the store and whoever commits for it: plain data, because it
 * may cross to another thread.
 */
import type { EncodedBatch, Payload } from './validation.js';

export interface CommitGroup {
  readonly batches: readonly EncodedBatch[];
  /** The clock's reading when the group left, ms since 1970. */
  readonly nowMs: number;
}

export type BatchOutcome =
  | {
      readonly kind: 'appended';
      readonly firstRevision: number;
      readonly lastRevision: number;
      /** Of the last event. */
      readonly position: number;
      readonly repeated: boolean;
      /**
       * What the log holds under these ids, where its bytes are not the ones that came:
       * only the codec can tell whether the content is the same.
       */
      readonly stored?: readonly StoredPayloads[];
    }
  | { readonly kind: 'wrong-revision'; readonly actual: number | undefined }
  | { readonly kind: 'duplicate-key'; readonly taken: readonly KeyHolder[] }
  | {
      readonly kind: 'conflict';
      readonly id: string;
      readonly reason: 'other-content' | 'partial-overlap';
    }
  /** Nothing of it was written, and why not could not be found out. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** Where an event stands that has a unique key. */
export interface KeyHolder {
  readonly key: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
}

export interface StoredPayloads {
  readonly data: Payload;
  readonly metadata: Payload;
}

/** What became of a group. Only `committed` is durable. */
export type GroupOutcome =
  | { readonly kind: 'committed'; readonly outcomes: readonly BatchOutcome[] }
  | { readonly kind: 'full'; readonly reason: string }
  /** Nothing was written: the store cannot be reached, or has no time. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  /** It may be written or not, now or later: the answer got lost. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** Nothing was written: the store takes no writes. */
  | { readonly kind: 'read-only' }
  | FailedOutcome;

export interface FailedOutcome {
  readonly kind: 'failed';
  readonly reason: string;
  /** A file of the log that was deleted or replaced; absent where something else failed. */
  readonly removed?: string;
}

/** Commits groups one after the other; after a `failed` every answer is `failed`. */
export interface GroupWriter {
  /** Never rejects: what went wrong is in the outcome. */
  commit(group: CommitGroup): Promise<GroupOutcome>;
  /** Resolves when committing ends between two commits; else never. */
  readonly failure: Promise<FailedOutcome>;
  close(): Promise<void>;
}
