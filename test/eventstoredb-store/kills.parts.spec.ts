/**
 * A server in a process of its own, killed, started again and frozen under load: nothing that was
 * acknowledged is lost, nothing is there twice, and the process that appends lives on.
 */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { INTACT, underLoad } from './load.spec.support.js';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const inherit = ['ignore', 'pipe', 'inherit'] as const;

let folder: string;
let server: ChildProcess;
let port = 0;

const url = () => `esdb://127.0.0.1:${port}?tls=false`;

async function start(): Promise<void> {
  const options = ['--port', String(port), '--data', folder];
  server = spawn(process.execPath, [here('../eventstoredb/main.js'), ...options], {
    stdio: [...inherit],
  });
  const [line] = (await once(server.stdout!, 'data')) as [Buffer];
  port = Number(/:(\d+)\?/.exec(String(line))![1]);
}

async function kill(): Promise<void> {
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stafett-esdb-'));
  port = 0;
  await start();
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true });
});

describe('a server under load', () => {
  for (const [what, writers, bytes] of [
    ['few writers', 6, 300],
    ['many writers of large events', 200, 20_000],
  ] as const)
    it(`is killed and started again three times: ${what}`, async () => {
      const result = await underLoad(url(), { ms: 14_000, writers, bytes }, async () => {
        for (let n = 0; n < 3; n += 1) {
          await pause(3_000);
          await kill();
          await pause(300);
          await start();
        }
      });
      expect(result).toMatchObject(INTACT);
      expect(result.acknowledged).toBeGreaterThan(100);
      expect(result.longestSilenceMs).toBeLessThan(10_000);
    });

  it('is frozen for longer than a connection lives', async () => {
    const result = await underLoad(url(), { ms: 40_000, writers: 6, bytes: 300 }, async () => {
      await pause(2_000);
      server.kill('SIGSTOP');
      await pause(25_000);
      server.kill('SIGCONT');
    });
    expect(result).toMatchObject(INTACT);
    expect(result.longestSilenceMs).toBeLessThan(35_000);
  });
});
