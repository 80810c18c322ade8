/** How a command comes to the folder: whom it finds there, whom it waits for, and what it refuses. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInConfiguration, openWriter, stafettVersion } from '../../composition/index.js';
import { createCommandServer, type CommandHandler } from '../../server/commands/command-server.js';
import { captured } from '../terminal/captured-io.spec.support.js';
import { withFolder } from './folder-access.js';
import { Session } from './session.js';

describe('A command', () => {
  let data: string;
  let server: Server | undefined;

  const headOf = (): Promise<object> => {
    const configuration = builtInConfiguration({ data });
    const session = new Session(captured(false).io, configuration, {}, { code: 0 });
    return withFolder(session, { kind: 'log' }, (folder) => folder.ask('head', {}));
  };
  const listen = (listening: Server): Promise<unknown> => {
    server = listening;
    return once(listening.listen(join(data, 'stafett.sock')), 'listening');
  };
  const handler = (more: Partial<CommandHandler>): CommandHandler => ({
    ...{ status: 'ready', read: 0, onFault: () => undefined },
    perform: (name) => Promise.resolve({ position: `of ${name}` }),
    ...more,
  });

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'stafett-access-'));
    await (await openWriter(data)).close();
  });
  afterEach(async () => {
    server?.close();
    server?.closeAllConnections();
    server = undefined;
    await rm(data, { recursive: true });
  });

  it('asks the server that listens in the folder', async () => {
    await listen(createCommandServer(stafettVersion(), () => handler({})));
    expect(await headOf()).toEqual({ position: 'of head' });
  });

  it('opens the folder itself where nobody listens', async () => {
    expect(await headOf()).toEqual({ position: expect.stringMatching(/^\d+$|^$/) as unknown });
  });

  it('waits for a server that is starting', async () => {
    let asked = 0;
    const starting = (): CommandHandler => {
      asked += 1;
      return handler({ status: asked < 4 ? 'starting' : 'ready', read: asked });
    };
    await listen(createCommandServer(stafettVersion(), starting));
    expect(await headOf()).toEqual({ position: 'of head' });
    expect(asked).toBeGreaterThanOrEqual(4);
  });

  it('is refused by a server of another version, in words that name both', async () => {
    await listen(createCommandServer('9.9.9', () => handler({})));
    await expect(headOf()).rejects.toMatchObject({
      code: 'version-mismatch',
      message: expect.stringContaining(
        `version 9.9.9, and this command is ${stafettVersion()}`,
      ) as unknown,
    });
  });

  it('rejects as the operation does, by its code', async () => {
    const refuse = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('There is none.'), { code: 'unknown-pathway' }));
    await listen(createCommandServer(stafettVersion(), () => handler({ perform: refuse })));
    await expect(headOf()).rejects.toMatchObject({
      code: 'unknown-pathway',
      message: 'There is none.',
    });
  });

  it('says so when the server goes away before it has answered', async () => {
    const die = (): Promise<never> => {
      server?.closeAllConnections();
      return new Promise(() => undefined);
    };
    await listen(createCommandServer(stafettVersion(), () => handler({ perform: die })));
    await expect(headOf()).rejects.toMatchObject({ code: 'server-gone' });
  });

  it('is told of an operation that there is not', async () => {
    await listen(
      createCommandServer(stafettVersion(), () => handler({ perform: () => undefined })),
    );
    await expect(headOf()).rejects.toMatchObject({ code: 'unknown-operation' });
  });
});
