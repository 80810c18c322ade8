/** A temporary data folder for a whole-system test, and `stafett` run as a real process on it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve('.');
export const SEPSIS_LOG = resolve('../shared/data/sepsis/Sepsis_Cases-Event_Log.xes.gz');
export const SEPSIS_TRUTH = resolve('../shared/data/sepsis/truth.json');
export const SEPSIS_PATHWAY = resolve('test/pathways/sepsis.yaml');
export const BACK_PAIN_PATHWAY = resolve('deploy/pathways/back-pain.yaml');

/** For `(haveSepsisLog ? it : it.skip)`: says why when it skips. */
export const haveSepsisLog = existsSync(SEPSIS_LOG);
if (!haveSepsisLog) process.stderr.write(`Skipping what needs ${SEPSIS_LOG}: it is not here.\n`);

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'stafett-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts `stafett` as users do, through its launcher. */
export function startStafett(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(ROOT, 'bin/stafett.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
}

export async function runStafett(...args: readonly string[]): Promise<Ran> {
  const child = startStafett(args);
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, out, err };
}

/** Runs it and reads its JSON answer. @throws when it fails */
export async function askStafett<T>(...args: readonly string[]): Promise<T> {
  const { code, out, err } = await runStafett(...args, '--json');
  if (code !== 0) throw new Error(`stafett ${args.join(' ')} ended with ${code}: ${err}`);
  return JSON.parse(out) as T;
}

/** Starts a server on a free port; resolves with its URL once it listens. */
export async function startServer(
  folder: string,
): Promise<{ url: string; process: ChildProcess; exited: Promise<number | null> }> {
  const child = startStafett(['serve', '--port', '0', '--json', '--data', folder]);
  const exited = new Promise<number | null>((done) => child.on('close', done));
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const url = await new Promise<string>((found, failed) => {
    let out = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const match = /http:\/\/[^\s"]+/.exec(out);
      if (match !== null) found(match[0]);
    });
    void exited.then((code) => failed(new Error(`the server ended with ${code}: ${err}`)));
  });
  return { url, process: child, exited };
}
