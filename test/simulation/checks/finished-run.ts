/** What is left of a run for its checks to look at. */
import type { ReadModels } from '#projections';
import type { AppendSeen } from '../faulty-store.js';
import type { MemoryEventStore } from '../memory-store.js';
import type { Mending } from '../poison.js';
import type { Answer } from '../publishers.js';
import type { Happening } from '../stories.js';

export interface FinishedRun {
  readonly store: MemoryEventStore;
  readonly mending: Mending;
  readonly publishers: {
    readonly answers: readonly Answer[];
    readonly sent: readonly Pick<Happening, 'patient' | 'fact'>[];
  };
  readonly operators: { readonly watchPublished: boolean };
  readonly observer: {
    readonly appends: readonly AppendSeen[];
    readonly dead: ReadonlySet<string>;
  };
  /** By message: what came, each time. */
  readonly receivers: { readonly received: ReadonlyMap<string, readonly string[]> };
  readonly processes: readonly { readonly name: string; readonly kept: ReadModels | undefined }[];
}
