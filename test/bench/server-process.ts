/** `stafett` as a process of its own, for benchmarks that measure a running server. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface ServerProcess {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

export async function startServer(
  data: string,
  { more = [], nodeFlags = [] }: { more?: readonly string[]; nodeFlags?: readonly string[] } = {},
): Promise<ServerProcess> {
  const args = [...nodeFlags, 'dist/bundle/cli/main.js', 'serve', '--port', '0', '--json'];
  const child = spawn(process.execPath, [...args, '--data', data, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
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
