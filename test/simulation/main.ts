/** `npm run simulate` and `npm run simulate:seed`: many seeds, or one of them in full. */
import 'reflect-metadata';
import { Command, Option } from 'commander';
import { runSeeds } from './many-seeds.js';
import { MUTATIONS, plantedNamed } from './mutations.js';
import type { Planted } from './planted.js';
import { runSeed, type SeedResult } from './run-seed.js';
import { Progress, rowOf, summaryOf } from './summary.js';

/** Violations that are shown of one seed. */
const LISTED_MAX = 5;

interface Options {
  readonly seeds: number;
  readonly from: number;
  readonly mutation?: string;
  readonly json: boolean;
}

const program = new Command('simulate')
  .description('Runs the engine under a seeded scheduler with faults, and checks the invariants.')
  .addOption(new Option('--seeds <n>', 'how many seeds').default(2_000).argParser(wholeNumber))
  .addOption(new Option('--from <n>', 'first seed').default(1).argParser(wholeNumber))
  .addOption(
    new Option('--mutation <name>', 'with this planted bug').choices(
      MUTATIONS.map(({ name }) => name),
    ),
  )
  .option('--json', 'prints one JSON document', false)
  .addHelpText('after', '\nExit code: 0 when all seeds passed, 1 when one failed.')
  .action(runMany);

program
  .command('seed <n>')
  .description('runs one seed twice, compares both byte for byte, and prints what happened')
  .action(runOne);

program
  .command('mutations')
  .description('plants each bug in turn and looks for the first seed that finds it')
  .action(findMutations);

await program.parseAsync();

/** One line of a table for each, as docs/simulation.md has it. */
async function findMutations(_options: unknown, command: Command): Promise<void> {
  const { seeds, from } = command.optsWithGlobals<Options>();
  for (const planted of MUTATIONS) {
    const found = await findFirst(planted, from, seeds);
    process.stdout.write(`${found}\n`);
    if (found.includes('not found')) process.exitCode = 1;
  }
}

async function findFirst(planted: Planted, from: number, seeds: number): Promise<string> {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { violations } = await runSeed(seed, { planted });
    if (violations.length > 0) return rowOf(planted, seed, violations);
  }
  return rowOf(planted, 'not found', []);
}

async function runMany({ seeds, from, mutation, json }: Options): Promise<void> {
  const progress = new Progress(seeds, json);
  const failed: SeedResult[] = [];
  const onResult = (result: SeedResult): void => {
    progress.add(result);
    if (result.violations.length === 0) return;
    failed.push(result);
    if (!json) process.stdout.write(failureOf(result, mutation));
  };
  await runSeeds({ from, seeds, mutation, onResult });
  failed.sort((one, other) => one.seed - other.seed);
  process.stdout.write(summaryOf(progress, failed, json));
  if (failed.length > 0) process.exitCode = 1;
}

async function runOne(text: string, _options: unknown, command: Command): Promise<void> {
  const { mutation } = command.optsWithGlobals<Options>();
  const seed = wholeNumber(text);
  const options = { planted: plantedNamed(mutation), keepLines: true };
  const first = await runSeed(seed, options);
  const second = await runSeed(seed, options);
  for (const line of first.lines) process.stdout.write(`${line}\n`);
  const same = first.lines.join('\n') === second.lines.join('\n');
  process.stdout.write(
    `\nSeed ${seed}: ${first.steps} steps, ${first.events} events, trace ${first.digest}.\n` +
      (same
        ? 'Run twice: both traces are the same byte for byte.\n'
        : `Run twice: the traces differ; the second one is ${second.digest}.\n`) +
      (first.violations.length === 0 ? 'Every invariant holds.\n' : failureOf(first, mutation)),
  );
  if (!same || first.violations.length > 0) process.exitCode = 1;
}

function failureOf({ seed, violations }: SeedResult, mutation: string | undefined): string {
  const lines = violations
    .slice(0, LISTED_MAX)
    .map(({ invariant, what }) => `  invariant ${invariant}: ${what}`);
  const more = violations.length - lines.length;
  if (more > 0) lines.push(`  and ${more} more`);
  const as = mutation === undefined ? '' : ` --mutation ${mutation}`;
  return `Seed ${seed} failed:\n${lines.join('\n')}\n  again: npm run simulate:seed -- ${seed}${as}\n`;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error(`${text} is no whole number from 0.`);
  return number;
}
