/** The engine's own work on a real server: checkpoints, and one process at a time. */
import { expect, it } from '@jest/globals';
import pg from 'pg';
import { StoreLocked, type LogToken } from '#event-store';
import { parsePostgresAddress, SchemaTooNew, type PostgresAddress } from '#postgres';
import { waitUntil } from '#event-store/testing';
import { describeOnPostgres, holdingPid, takenFrom, terminate } from '#postgres/testing';
import {
  describeCheckpointStoreContract,
  describeFactKeyIndexContract,
} from '../contract/index.js';
import {
  acquireWorkLock,
  openPostgresCheckpointStore,
  openPostgresFactKeyIndex,
  readPostgresCheckpoints,
  removePostgresCheckpoints,
  WorkLockLost,
  WorkUnavailable,
  type WorkLock,
} from './index.js';

const TOKEN = `9.${'a'.repeat(32)}` as LogToken;

describeOnPostgres('The engine’s own work on PostgreSQL', (database) => {
  let tests = 0;
  const newAddress = (): PostgresAddress =>
    parsePostgresAddress(`${database.url}?schema=w${(tests += 1)}`);
  const ask = async (sql: string, values: unknown[] = []): Promise<readonly unknown[]> => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return (await client.query<Record<string, unknown>>(sql, values).finally(() => client.end()))
      .rows;
  };
  const unexpected = (fault: Error): void => {
    throw fault;
  };
  const lockAt = (address: PostgresAddress, holder = 'a test'): Promise<WorkLock> =>
    acquireWorkLock(address, { holder, onLost: unexpected });

  describeCheckpointStoreContract('PostgreSQL', async () => {
    const address = newAddress();
    const lock = await lockAt(address);
    const open = [await openPostgresCheckpointStore(address, lock.number)];
    return {
      checkpoints: open[0]!,
      crash: async () => {
        open.push(await openPostgresCheckpointStore(address, lock.number));
        return open.at(-1)!;
      },
      dispose: async () => {
        for (const each of open) await each.close();
        await lock.release();
      },
    };
  });

  describeFactKeyIndexContract('PostgreSQL', async () => {
    const address = newAddress();
    const open = [await openPostgresFactKeyIndex(address)];
    return {
      index: open[0]!,
      reopen: async () => {
        open.push(await openPostgresFactKeyIndex(address));
        return open.at(-1)!;
      },
      dispose: async () => {
        for (const each of open) await each.close();
      },
    };
  });

  it('shows its checkpoints to anybody, and forgets them', async () => {
    const address = newAddress();
    expect(await readPostgresCheckpoints(address)).toEqual(new Map());
    await removePostgresCheckpoints(address);
    const lock = await lockAt(address);
    const checkpoints = await openPostgresCheckpointStore(address, lock.number);
    await checkpoints.save('handovers', TOKEN);
    expect(await readPostgresCheckpoints(address)).toEqual(new Map([['handovers', TOKEN]]));
    await removePostgresCheckpoints(address);
    expect(await checkpoints.load('handovers')).toBeUndefined();
    await checkpoints.close();
    await lock.release();
  });

  it('is one process’s, and names it to the next', async () => {
    const address = newAddress();
    const holder = 'process 1 (main.js serve) on a machine whose name is longer than usual.example';
    const first = await lockAt(address, holder);
    await expect(lockAt(address)).rejects.toThrow(StoreLocked);
    await expect(lockAt(address)).rejects.toThrow(`is being written by ${holder}, since 20`);
    await first.release();
    await first.release();
    const second = await lockAt(address);
    expect(second.number).toBe(first.number + 1);
    await second.release();
    await (await lockAt(newAddress())).release();
  });

  it('is taken again when its connection broke, and goes on with the same number', async () => {
    const address = newAddress();
    const first = await lockAt(address, 'the first');
    const checkpoints = await openPostgresCheckpointStore(address, first.number);
    const before = await holdingPid(database.url, 'the first');
    await terminate(database.url, 'the first');
    await waitUntil('the lock to be taken again', async () => {
      const now = await holdingPid(database.url, 'the first');
      return now !== undefined && now !== before;
    });
    await waitUntil('writing to go on', () => first.lock.pausedBy() === undefined);
    await checkpoints.save('handovers', TOKEN);
    await expect(lockAt(address)).rejects.toThrow(StoreLocked);
    await checkpoints.close();
    await first.release();
    const second = await lockAt(address);
    expect(second.number).toBe(first.number + 1);
    await second.release();
  });

  it('says when another has it, and takes nothing from whoever lost it', async () => {
    const address = newAddress();
    const { promise: lost, resolve: onLost } = Promise.withResolvers<Error>();
    const first = await acquireWorkLock(address, { holder: 'the first', onLost });
    const checkpoints = await openPostgresCheckpointStore(address, first.number);
    const second = await takenFrom(database.url, 'the first', () => lockAt(address, 'the second'));
    await expect(checkpoints.save('handovers', TOKEN)).rejects.toThrow(WorkLockLost);
    expect(await lost).toMatchObject({
      ...{ code: 'work-lock-lost', cause: { reason: 'taken' } },
      message: expect.stringContaining('another process has taken it') as unknown,
    });
    const own = await openPostgresCheckpointStore(address, second.number);
    await own.save('handovers', TOKEN);
    await own.close();
    await checkpoints.close();
    await first.release();
    await second.release();
  });

  it('is refused where a newer version was, and where nobody answers', async () => {
    const address = newAddress();
    await (await lockAt(address)).release();
    await ask(`update ${address.prefix}_work.versions set version = 99`);
    await expect(lockAt(address)).rejects.toThrow(SchemaTooNew);
    await expect(lockAt(address)).rejects.toThrow(/version 99, made by a newer stafett/);
    const url = new URL(database.url);
    url.port = '1';
    await expect(lockAt(parsePostgresAddress(url.href))).rejects.toThrow(WorkUnavailable);
  });
});
