/** Runs its share of the seeds, one after the other. */
import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import type { Share } from './many-seeds.js';
import { plantedNamed } from './mutations.js';
import { runSeed } from './run-seed.js';

const { first, step, end, mutation } = workerData as Share;
const planted = plantedNamed(mutation);
for (let seed = first; seed < end; seed += step) {
  parentPort?.postMessage(await runSeed(seed, { planted }));
}
