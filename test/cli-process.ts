/** Runs the command `stafett` as its users do: as a process of its own, on a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../apps/cli/run.js';

export const LAUNCHER = path.resolve('bin/stafett.mjs');

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'stafett-test-'));
}

/** Variables that would change how the command prints, or where it looks. */
const NOT_INHERITED = ['NODE_OPTIONS', 'FORCE_COLOR', 'NO_COLOR', 'STAFETT_DATA'];

function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name));
  return { ...Object.fromEntries(inherited), ...more };
}

export function start(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const child = spawn(process.execPath, [script, ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.on('exit', () => running.delete(child));
  return child;
}

const running = new Set<ChildProcess>();

/** Ends what a failed test left running. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

export function finished(child: ChildProcess): Promise<Finished> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (status) => resolve({ stdout, stderr, status }));
  });
}

export function stafett(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
  return finished(start(LAUNCHER, args, env));
}

/** The same command line without a process of its own: for what needs no data. */
export async function inProcess(...args: readonly string[]): Promise<Finished> {
  const written = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (text: string): boolean => {
      written[name] += text;
      return true;
    },
  });
  const stopAsked = (): Promise<void> => new Promise(() => undefined);
  const io = { stdout: sink('stdout'), stderr: sink('stderr'), env: {}, stopAsked };
  const status = await run(args, io);
  return { ...written, status };
}

/** Resolves with what stands in the first group, once the process has said it on standard output. */
export function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on('close', (status) =>
      reject(new Error(`Ended with ${status} before it said so: ${text}`)),
    );
  });
}
