/** `npm run simulate`. */
import 'reflect-metadata';
import { runSeed } from './run-seed.js';

const from = Number(process.argv[2] ?? 1);
const count = Number(process.argv[3] ?? 20);
const begun = performance.now();
let steps = 0;
let failed = 0;
for (let seed = from; seed < from + count; seed += 1) {
  const result = await runSeed(seed, { keepLines: process.argv[4] === 'trace' });
  steps += result.steps;
  if (result.violations.length > 0) {
    failed += 1;
    console.log(seed, result.violations.slice(0, 4), result.steps, result.events);
  }
  for (const line of result.lines) console.log(line);
  if (count < 30) console.log(seed, result.digest.slice(0, 12), result.steps, result.events);
}
console.log(
  ((performance.now() - begun) / count).toFixed(1),
  'ms a seed',
  steps / count,
  'steps',
  failed,
  'failed',
);
