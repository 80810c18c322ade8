/** The contract on a real server, beside one that loses answers; and what only a server does. */
import { describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { parsePostgresAddress } from '#postgres';
import { describeOnPostgres } from '#postgres/testing';
import {
  describeReadModelsContract,
  type ContractTables,
  type OpenedModels,
} from '../contract/index.js';
import { ReadModelsUnavailable } from '../port/errors.js';
import { openLossyLink } from './lossy-link.spec.support.js';
import { openReadModels } from './open-read-models.js';

describeOnPostgres('Read models on PostgreSQL', (database) => {
  let generation = 0;

  async function open(url = database.url): Promise<OpenedModels> {
    const address = parsePostgresAddress(url);
    const own = (generation += 1);
    let models = await openReadModels<ContractTables>(address, own, { access: 'write' });
    return {
      models,
      reopen: async () => {
        await models.close();
        models = await openReadModels<ContractTables>(address, own, { access: 'write' });
        return models;
      },
      dispose: () => models.close(),
    };
  }

  async function openOverLossyLink(): Promise<OpenedModels> {
    const url = new URL(database.url);
    const link = await openLossyLink(url.hostname, Number(url.port));
    url.port = String(link.port);
    const opened = await open(url.href);
    return {
      ...opened,
      loseNextCommit: (what) => link.loseNextCommit(what),
      dispose: () => opened.dispose().then(() => link.close()),
    };
  }

  describeReadModelsContract('PostgreSQL', () => open());
  describeReadModelsContract('PostgreSQL over a link that breaks', openOverLossyLink);

  describe('on a server', () => {
    it('cancel what the server is doing for somebody who is gone', async () => {
      const { models, dispose } = await open();
      const gone = new AbortController();
      const began = performance.now();
      const slow = models.read(({ db }) => sql`select pg_sleep(30)`.execute(db), {
        signal: gone.signal,
      });
      setTimeout(() => gone.abort(new Error('gone')), 100);
      await expect(slow).rejects.toThrow('gone');
      expect(performance.now() - began).toBeLessThan(5_000);
      await models.read(({ db }) => sql`select 1`.execute(db));
      await dispose();
    });

    it('say what to see to where nobody answers', async () => {
      const url = new URL(database.url);
      url.port = '1';
      const opening = openReadModels(parsePostgresAddress(url.href), 1, { access: 'write' });
      await expect(opening).rejects.toThrow(ReadModelsUnavailable);
      await expect(opening).rejects.toThrow(/check that the PostgreSQL server runs/);
    });

    it('use another connection after the server has ended the one they had', async () => {
      const { models, dispose } = await open();
      const pid = await models.read(async ({ db }) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
        return rows[0]!.pid;
      });
      await models.write(({ db }) => sql`select pg_terminate_backend(${pid})`.execute(db));
      const writing = models.write(({ db }) =>
        sql`select pg_terminate_backend(pg_backend_pid())`.execute(db),
      );
      await expect(writing).rejects.toThrow(ReadModelsUnavailable);
      await models.write(({ db }) => sql`select 1`.execute(db));
      await models.read(({ db }) => sql`select 1`.execute(db));
      await dispose();
    });
  });
});
