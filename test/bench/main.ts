/**
 * `npm run bench`: runs each benchmark in a process of its own, prints a table and
 * then the same as JSON. With `--write` it also brings docs/benchmarks.md up to date.
 * Names as arguments pick some of them: `npm run bench -- append read`.
 */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { benchmarksPage, type Run } from './page.js';
import { thousands, type Row } from './row.js';

const ALL = [
  'append',
  'read',
  'postgres',
  // On the server that EVENTSTOREDB_URL names.
  'eventstoredb',
  'whole-way',
  'whole-way-postgres',
  'kafka',
  'rebuild',
  'visible',
  'figures',
  'figures-postgres',
  'held',
  'journey',
  'one-patient',
  'http',
  'doors',
  'questions',
  'timers',
  'publish',
  'assess',
  'startup',
];

const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const unknown = names.find((name) => !ALL.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`No benchmark ${unknown}; there are ${ALL.join(', ')}.\n`);
  process.exit(2);
}

const rows: Row[] = [];
for (const name of names.length > 0 ? names : ALL) {
  process.stderr.write(`${name} …\n`);
  rows.push(...(await runOne(name)));
}
const run: Run = { machine: machine(), rows };
printTable(run);
process.stdout.write(`${JSON.stringify(run)}\n`);
if (args.includes('--write')) {
  const page = 'docs/benchmarks.md';
  const style = { ...(await resolveConfig(page)), filepath: page };
  await writeFile(page, await format(benchmarksPage(run), style));
}

async function runOne(name: string): Promise<readonly Row[]> {
  const file = fileURLToPath(new URL(`./${name}.bench.js`, import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`Benchmark ${name} ended with code ${code}.`);
  return (JSON.parse(out) as { rows: Row[] }).rows;
}

function machine(): Run['machine'] {
  const db = new Database(':memory:');
  const sqlite = String(db.prepare('SELECT sqlite_version()').pluck().get());
  db.close();
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    sqlite,
  };
}

function printTable({ rows: all }: Run): void {
  for (const { work, figure, unit, target, met, beside, note } of all) {
    process.stdout.write(
      `${met ? 'met   ' : 'MISSED'}  ${work}\n        ${thousands(figure)} ${unit} (target ${target})\n        beside: ${beside}\n${note === undefined ? '' : `        ${note}\n`}`,
    );
  }
}
