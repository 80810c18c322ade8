/** Starts a program and waits until it says that it is ready; ends it and waits until it is gone. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';

export interface StartChildOptions extends Pick<SpawnOptions, 'cwd' | 'env' | 'gid' | 'uid'> {
  readonly program: string;
  readonly args: readonly string[];
  /** What it writes once it can be used. */
  readonly ready: RegExp;
  readonly timeoutMs: number;
}

const OUTPUT_KEPT = 4_000;

/**
 * A child that nobody ends keeps this process from ending no more than a closed file would.
 * @throws Error it does not start; the message ends with what it wrote last
 */
export async function startChild(options: StartChildOptions): Promise<ChildProcess> {
  const { program, args, ready, timeoutMs, ...spawning } = options;
  const child = spawn(program, args, { ...spawning, stdio: ['ignore', 'pipe', 'pipe'] });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  const fail = (why: string): void =>
    reject(new Error(`${basename(program)} ${why}: ${output.trim()}`));
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-OUTPUT_KEPT);
      if (ready.test(output)) resolve();
    });
  child.once('error', reject);
  // Not `exit`: what it wrote last is still on its way then.
  child.once('close', () => fail('did not start'));
  const timer = setTimeout(() => fail('did not start in time'), timeoutMs);
  try {
    await promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(timer);
  }
  child.unref();
  for (const stream of [child.stdout, child.stderr])
    (stream as unknown as { unref(): void }).unref();
  return child;
}

/** Resolves when it is gone; at once where it is already. */
export async function endChild(
  child: ChildProcess | undefined,
  signal: NodeJS.Signals,
): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.ref();
  child.kill(signal);
  await ended;
}
