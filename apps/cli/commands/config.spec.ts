/** Settings of one command: flags before the environment, the environment before the file. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { captured } from '../terminal/captured-io.spec.support.js';
import { run } from '../program.js';

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'stafett-config-'));
  writeFileSync(join(cwd, 'stafett.yaml'), 'data: of-file\nport: 1\nhost: localhost\n');
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function config(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { io, written } = captured(false, env);
  const status = await run(['config', ...args], { ...io, cwd });
  return { status, ...written };
}

describe('stafett config', () => {
  it('shows each setting with the first place that has it', async () => {
    const { stdout, status } = await config(['--port', '3', '--json'], {
      STAFETT_PORT: '2',
      STAFETT_DATA: 'of-env',
    });
    expect(status).toBe(0);
    const inData = resolve('of-env');
    expect(JSON.parse(stdout)).toEqual({
      data: { value: 'of-env', from: 'STAFETT_DATA' },
      host: { value: 'localhost', from: 'stafett.yaml' },
      port: { value: 3, from: '--port' },
      delivery: { value: null, from: 'default' },
      kafka: { value: null, from: 'default' },
      'log-level': { value: 'warn', from: 'default' },
      'grace-period': { value: 10, from: 'default' },
      'event-store': { value: `sqlite:${inData}`, from: 'default' },
      'read-models': { value: `sqlite:${inData}`, from: 'default' },
      work: { value: `sqlite:${inData}`, from: 'default' },
      'single-host': { value: false, from: 'default' },
    });
  });

  it('shows them in a table for people', async () => {
    const { stdout } = await config([]);
    expect(stdout).toMatch(/^ {2}port +1 +stafett[.]yaml$/m);
    expect(stdout).toMatch(/^ {2}delivery +none +default$/m);
  });

  it('shows the delivery.yaml that lies in the data folder, and makes no folder', async () => {
    const data = join(cwd, 'region');
    const shown = async (): Promise<unknown> =>
      (JSON.parse((await config(['--data', data, '--json'])).stdout) as { delivery: unknown })
        .delivery;
    expect(await shown()).toEqual({ value: null, from: 'default' });
    expect(existsSync(data)).toBe(false);
    mkdirSync(data);
    writeFileSync(join(data, 'delivery.yaml'), 'services: {}\n');
    expect(await shown()).toEqual({ value: join(data, 'delivery.yaml'), from: 'data folder' });
  });

  it('names a file of settings that is not there, and what named it', async () => {
    const byFlag = await config(['--config', 'none.yaml']);
    expect(byFlag.stderr).toBe(
      'stafett: There is no file or folder none.yaml.\n  Check the path given with --config.\n',
    );
    const byVariable = await config([], { STAFETT_CONFIG: 'none.yaml' });
    expect(byVariable.stderr).toContain('Check the path given with STAFETT_CONFIG.');
  });

  it.each([
    [['--host', '0.0.0.0'], {}, /--host: .*no access control yet/],
    [[], { STAFETT_PORT: 'high' }, /STAFETT_PORT: /],
    [['--config', 'none.yaml'], {}, /none[.]yaml/],
  ])('refuses %j with %j, and says where it stands', async (args, env, message) => {
    const { stdout, stderr, status } = await config(args, env);
    expect({ stdout, failed: status !== 0 }).toEqual({ stdout: '', failed: true });
    expect(stderr).toMatch(message);
  });
});
