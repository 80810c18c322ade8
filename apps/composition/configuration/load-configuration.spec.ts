/** Which setting holds, where it came from, and what is refused, with its location. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationInvalid } from './configuration-invalid.js';
import {
  loadConfiguration,
  type ConfigurationSources,
  type LoadedConfiguration,
} from './load-configuration.js';

describe('The configuration', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stafett-settings-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (yaml: string, name = 'stafett.yaml'): void =>
    writeFileSync(join(folder, name), yaml);
  const load = (sources: Partial<ConfigurationSources> = {}): Promise<LoadedConfiguration> =>
    loadConfiguration({ flags: {}, env: {}, folder, ...sources });
  const problemsOf = async (sources: Partial<ConfigurationSources> = {}): Promise<unknown> => {
    const refused: unknown = await load(sources).catch((error: unknown) => error);
    if (refused instanceof ConfigurationInvalid) return refused.problems;
    throw new Error('It was accepted.');
  };

  it('is what is built in where nobody says anything', async () => {
    const { values, origins } = await load();
    expect(values).toEqual({
      ...{ data: 'stafett-data', host: '127.0.0.1', port: 8080, 'log-level': 'warn' },
      ...{ 'grace-period': 10, 'single-host': false },
    });
    expect(origins.port).toEqual({ from: 'default' });
    expect(origins.delivery).toBeUndefined();
  });

  it('takes a flag before the environment, the environment before the file', async () => {
    write('port: 1\nhost: localhost\nlog-level: error\n');
    const { values, origins } = await load({
      flags: { port: 3 },
      env: { STAFETT_PORT: '2', STAFETT_LOG_LEVEL: 'debug' },
    });
    expect(values).toMatchObject({ port: 3, 'log-level': 'debug', host: 'localhost' });
    expect(origins).toMatchObject({
      port: { from: 'flag', name: '--port' },
      'log-level': { from: 'environment', name: 'STAFETT_LOG_LEVEL' },
      host: { from: 'file', name: 'stafett.yaml' },
      data: { from: 'default' },
    });
  });

  it('reckons paths of a file from the folder that the file lies in', async () => {
    mkdirSync(join(folder, 'etc'));
    write('data: region\ndelivery: /srv/delivery.yaml\n', 'etc/other.yaml');
    const asked = await load({ file: 'etc/other.yaml' });
    expect(asked.values).toMatchObject({
      data: join(folder, 'etc/region'),
      delivery: '/srv/delivery.yaml',
    });
    const named = await load({ env: { STAFETT_CONFIG: join(folder, 'etc/other.yaml') } });
    expect(named.values).toEqual(asked.values);
    expect((await load({ flags: { data: 'here' } })).values.data).toBe('here');
  });

  it('has to find a file that was asked for', async () => {
    await expect(load({ file: 'no.yaml' })).rejects.toThrow(
      expect.objectContaining({ code: 'ENOENT' }),
    );
  });

  it('takes an empty variable for none, and leaves alone what is not meant for it', async () => {
    const env = { STAFETT_PORT: '', STAFETT_RESTARTED: '1', STAFETT_KILLS: '50', PORT: '1' };
    expect((await load({ env })).values.port).toBe(8080);
  });

  it.each([
    ['a key that is not known', 'prot: 1', 'stafett.yaml:1:1', 'did you mean port'],
    ['a port that is none', 'host: ::1\nport: 70000', 'stafett.yaml:2:7', 'at most 65535'],
    ['a host that others reach', 'host: 0.0.0.0', 'stafett.yaml:1:7', ''],
    ['broken YAML', 'data: [', 'stafett.yaml:1:8', ''],
    ['a list', '- data', 'stafett.yaml:1:1', 'found a list'],
  ])('is refused with %s in the file, and says where', async (_what, yaml, location, message) => {
    write(yaml);
    expect(await problemsOf()).toMatchObject([
      { location, message: expect.stringContaining(message) as unknown },
    ]);
  });

  it('is refused with a variable or a flag that is wrong, all of them at once', async () => {
    write('port: x');
    const problems = await problemsOf({
      flags: { host: '0.0.0.0' },
      env: { STAFETT_PORT: 'tcp://10.0.0.7:80', STAFETT_LOG_LEVLE: 'debug' },
    });
    expect(problems).toMatchObject([
      { location: '--host', message: expect.stringContaining('no access control yet') as unknown },
      { location: 'STAFETT_PORT', message: expect.stringContaining('whole number') as unknown },
      {
        location: 'STAFETT_LOG_LEVLE',
        message: expect.stringContaining('STAFETT_LOG_LEVEL') as unknown,
      },
      { location: 'stafett.yaml:1:7' },
    ]);
  });
});
