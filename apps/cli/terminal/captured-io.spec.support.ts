/** An `Io` for specs that keeps what is written to it. */
import type { Io } from './io.js';

export function captured(isTTY: boolean, env: Io['env'] = {}) {
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written) => ({
    isTTY,
    columns: 100,
    write: (text: string): boolean => {
      written[name] += text;
      return true;
    },
  });
  const never = (): Promise<never> => new Promise(() => undefined);
  const host = { stopAsked: never, uncaughtError: never, endNow: () => undefined };
  const io: Io = { stdout: sink('stdout'), stderr: sink('stderr'), env, cwd: '.', ...host };
  return { io, written };
}
