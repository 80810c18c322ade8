/** How a server comes up and goes down, and that it leaves nothing behind when it cannot come up. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeptReadModels, WritableFolder } from '../composition/index.js';
import { serve, type Served } from './serve.js';

const OURS = ['Folder', 'ReadModels', 'WakeUps', 'Processors', 'Delivery', 'Doors'];
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const DELIVERY = {
  targets: [{ service: 'gp', url: 'https://gp.example/hook', secrets: [SECRET] }],
  allow: [{ host: 'gp.example' }],
  networks: [],
};

describe('A server', () => {
  let folder: string;
  let steps: string[];
  let errors: string[];
  const logger = {
    log: (message: unknown, context: unknown) => {
      if (OURS.includes(String(context))) steps.push(`${String(context)} ${String(message)}`);
    },
    warn: () => undefined,
    error: (message: unknown) => void errors.push(String(message)),
  };
  const start = (port = 0): Promise<Served> =>
    serve(folder, { port, logger, logLevel: 'log', delivery: DELIVERY });

  /** Whether somebody else can write to the folder now. */
  const expectFree = async (): Promise<void> => {
    await (await new WritableFolder(folder).open()).close();
  };

  beforeEach(async () => {
    steps = [];
    errors = [];
    folder = await mkdtemp(join(tmpdir(), 'stafett-serve-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('comes up in the order that is written down, and goes down in the other', async () => {
    const server = await start();
    const up = steps;
    steps = [];
    await Promise.all([server.close(), server.close()]);
    // What begins or ends together does so in any order.
    const together = (from: number, list: readonly string[]): readonly string[] =>
      list.slice(from, from + 3).sort();
    expect(up.slice(0, 2)).toEqual(['Folder open', 'ReadModels open']);
    expect(together(2, up)).toEqual(['Delivery begun', 'Processors begun', 'WakeUps begun']);
    expect(up.slice(5)).toEqual(['Doors open']);
    expect(together(0, steps)).toEqual(['Delivery ended', 'Processors ended', 'WakeUps ended']);
    expect(steps.slice(3)).toEqual(['Doors closed', 'ReadModels closed', 'Folder closed']);
  });

  it('whose port is taken lets go of everything that it had opened', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      await expect(start(port)).rejects.toMatchObject({
        code: 'EADDRINUSE',
        message: `Port ${port} of 127.0.0.1 is already in use.`,
      });
      expect(errors).toEqual([]);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
    expect(steps.at(-1)).toBe('Folder closed');
    await expectFree();
  });

  it('whose read models somebody else is building lets go of the folder', async () => {
    const opened = await new WritableFolder(folder).open();
    const building = await KeptReadModels.take(opened.paths, opened.store);
    await building?.models();
    await opened.close();
    await expect(start()).rejects.toThrow('A report is bringing the read models up to date');
    await building?.close();
    await expectFree();
  });

  it('whose delivery goes where it must not does not come up', async () => {
    const delivery = { ...DELIVERY, allow: [] };
    await expect(serve(folder, { port: 0, logger, delivery })).rejects.toMatchObject({
      code: 'target-refused',
    });
    await expectFree();
  });
});
