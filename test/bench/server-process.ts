/** `stafett` as a process of its own, for benchmarks that measure a running server. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface ServerProcess {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Beside what this process was given. */
type Environment = Readonly<Record<string, string>>;

interface ServerOptions {
  readonly more?: readonly string[];
  readonly nodeFlags?: readonly string[];
  readonly env?: Environment;
}

export function startServer(
  data: string,
  { more = [], nodeFlags = [], env = {} }: ServerOptions = {},
): Promise<ServerProcess> {
  const args = [...nodeFlags, 'dist/bundle/cli/main.js', 'serve', '--port', '0', '--json'];
  return startProgram([...args, '--data', data, ...more], env);
}

/** Any program that prints where it listens. */
export async function startProgram(
  args: readonly string[],
  env: Environment = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const url = await firstUrl(child.stdout);
  return {
    url,
    process: child,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** One command, which has to end well. */
export async function runStafett(args: readonly string[], env: Environment = {}): Promise<void> {
  const child = spawn(process.execPath, ['dist/bundle/cli/main.js', ...args], {
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`stafett ${args.join(' ')} ended with code ${code}.`);
}

/** The server prints where it listens before anything else. */
async function firstUrl(out: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    out.on('data', (chunk: Buffer) => {
      text += String(chunk);
      const url = /http:\/\/[^\s"]+/.exec(text)?.[0];
      if (url !== undefined) resolve(url);
    });
    out.on('close', () => reject(new Error('The server ended before it said where it listens.')));
  });
}
