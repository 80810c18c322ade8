/** A temporary data folder for a whole-system test, and `stafett` run on it: in this process, or as its users run it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Io } from '../apps/cli/terminal/io.js';
import { storeSettings } from './test-store.js';
import { watchForPatients } from './patients-on-stderr.js';

export const LAUNCHER = resolve('bin/stafett.mjs');
const BUNDLED_WORKERS = new URL('./setup/bundled-workers.js', import.meta.url).href;
export const SEPSIS_LOG = resolve('../shared/data/sepsis/Sepsis_Cases-Event_Log.xes.gz');
export const BACK_PAIN_PATHWAY = resolve('test/pathways/back-pain.yaml');

/** For `(haveSepsisLog ? it : it.skip)`: says why when it skips. */
export const haveSepsisLog = existsSync(SEPSIS_LOG);
if (!haveSepsisLog) process.stderr.write(`Skipping what needs ${SEPSIS_LOG}: it is not here.\n`);

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'stafett-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** The files of a data folder that holds everything; their names are storage. */
export function filesIn(folder: string) {
  return {
    log: join(folder, 'log.db'),
    readModels: join(folder, 'read-models.db'),
    checkpoints: join(folder, 'checkpoints.db'),
    secret: join(folder, 'secret.key'),
  };
}

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Variables that would change how the command prints, or where it looks. */
const NOT_INHERITED = ['NODE_OPTIONS', 'FORCE_COLOR', 'NO_COLOR', 'STAFETT_DATA'];

/** What a command line needs for the store that the tests run on. */
function settingsFor(args: readonly string[]): Readonly<Record<string, string>> {
  const folder = args[args.indexOf('--data') + 1];
  return args.includes('--data') && folder !== undefined ? storeSettings(folder) : {};
}

function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name));
  return { ...Object.fromEntries(inherited), ...more };
}

const running = new Set<ChildProcess>();

export function start(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  // The launcher runs the bundle, with the threads that lie in it.
  const bundled = script === LAUNCHER ? [] : ['--import', BUNDLED_WORKERS];
  const child = spawn(process.execPath, [...bundled, script, ...args], {
    env: environment({ ...settingsFor(args), ...env }),
    // What nobody writes to is no different from an input that is closed later.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  if (args[0] === 'serve') watchForPatients(child);
  child.on('exit', () => running.delete(child));
  return child;
}

/** Ends what a failed test left running. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

export function finished(child: ChildProcess): Promise<Finished> {
  return new Promise((resolved, rejected) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', rejected);
    child.on('close', (status) => resolved({ stdout, stderr, status }));
  });
}

/** Starts `stafett` as users do, through its launcher. */
export function startStafett(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return start(LAUNCHER, args, env);
}

/** Runs it in a process of its own: for what only a process shows. */
export function stafettProcess(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  return finished(startStafett(args, env));
}

/** A command line under way in this process, which costs a hundredth of one of its own. */
export interface UnderWay {
  readonly finished: Promise<Finished>;
  /** Resolves with what stands in the first group, once it is on standard output. */
  printed(pattern: RegExp): Promise<string>;
  /** As Ctrl-C does. */
  stop(): void;
}

export function begin(
  run: (argv: readonly string[], io: Io) => Promise<number>,
  args: readonly string[],
): UnderWay {
  const written = { stdout: '', stderr: '' };
  const output = new EventEmitter();
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (text: string): boolean => {
      written[name] += text;
      output.emit('written');
      return true;
    },
  });
  let stop = (): void => undefined;
  const asked = new Promise<void>((resolve) => (stop = resolve));
  const io = {
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    env: settingsFor(args),
    cwd: '.',
    stopAsked: () => asked,
    uncaughtError: () => new Promise<never>(() => undefined),
    endNow: () => undefined,
  };
  const finished = run(args, io).then((status) => ({ ...written, status }));
  const printed = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const match = pattern.exec(written.stdout)?.[1];
      if (match !== undefined) return match;
      const ended = await Promise.race([once(output, 'written'), finished]);
      if ('status' in ended) throw new Error(`Ended before it printed so: ${written.stderr}`);
    }
  };
  return { finished, printed, stop };
}

/** Runs the same command line in this process. */
export async function stafett(args: readonly string[]): Promise<Finished> {
  const { run } = await import('../apps/cli/program.js');
  return begin(run, args).finished;
}

export function runStafett(...args: readonly string[]): Promise<Finished> {
  return stafett(args);
}

/** Runs it and reads its JSON answer. @throws when it fails */
export async function askStafett<T>(...args: readonly string[]): Promise<T> {
  const { status, stdout, stderr } = await stafett([...args, '--json']);
  if (status !== 0) throw new Error(`stafett ${args.join(' ')} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Resolves with what stands in the first group, once the process has said it on standard output. */
export function printedBy(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((found, failed) => {
    let text = '';
    let faults = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (faults += chunk));
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const match = pattern.exec(text)?.[1];
      if (match !== undefined) found(match);
    });
    child.on('close', (status) =>
      failed(new Error(`Ended with ${status} before it said so: ${text}${faults}`)),
    );
  });
}

/** Starts a server on a free port; resolves with its URL once it listens. */
export async function startServer(
  folder: string,
  more: readonly string[] = [],
): Promise<{ url: string; process: ChildProcess; exited: Promise<number | null> }> {
  const child = startStafett(['serve', '--port', '0', '--json', '--data', folder, ...more]);
  const exited = new Promise<number | null>((done) => child.on('close', done));
  const url = await printedBy(child, /(http:\/\/[^\s"]+)/);
  return { url, process: child, exited };
}
