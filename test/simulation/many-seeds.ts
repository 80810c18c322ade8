/** Many seeds on as many threads as the machine has cores: seeds know nothing of one another. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SeedResult } from './run-seed.js';

export interface Share {
  readonly first: number;
  readonly step: number;
  readonly end: number;
  /** Name of the planted bug, if any. */
  readonly mutation: string | undefined;
}

export interface ManySeeds {
  readonly from: number;
  readonly seeds: number;
  readonly mutation: string | undefined;
  readonly onResult: (result: SeedResult) => void;
}

/** Resolves when every seed is through; results come in any order. */
export async function runSeeds({ from, seeds, mutation, onResult }: ManySeeds): Promise<void> {
  const step = Math.max(1, Math.min(availableParallelism(), seeds));
  const shares = Array.from({ length: step }, (_, n): Share => {
    return { first: from + n, step, end: from + seeds, mutation };
  });
  await Promise.all(shares.map((share) => runShare(share, onResult)));
}

function runShare(share: Share, onResult: (result: SeedResult) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./seeds.worker.js', import.meta.url), { workerData: share });
    worker.on('message', onResult);
    worker.on('error', reject);
    worker.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`A thread ended with code ${code}.`)),
    );
  });
}
