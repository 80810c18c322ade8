/** The contract, on a file, in memory, and as if the database were far away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  AwkwardReadModels,
  describeReadModelsContract,
  type ContractTables,
  type OpenedModels,
} from '../contract/index.js';
import { openReadModels } from './open-read-models.js';

async function onFile(): Promise<OpenedModels> {
  const folder = mkdtempSync(path.join(tmpdir(), 'read-models-'));
  const open = () =>
    openReadModels<ContractTables>({ file: path.join(folder, 'models.db'), access: 'write' });
  let models = await open();
  return {
    models,
    reopen: async () => {
      await models.close();
      models = await open();
      return models;
    },
    dispose: async () => {
      await models.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function inMemory(): Promise<OpenedModels> {
  const models = await openReadModels<ContractTables>({ file: ':memory:', access: 'write' });
  return { models, dispose: () => models.close() };
}

async function farAway(): Promise<OpenedModels> {
  const { models, dispose } = await inMemory();
  let answers = 0;
  const awkward = new AwkwardReadModels(models, () => (answers++ * 7) % 4);
  return { models: awkward, loseNextCommit: (what) => awkward.loseNextCommit(what), dispose };
}

describeReadModelsContract('SQLite on a file', onFile);
describeReadModelsContract('SQLite in memory', inMemory);
describeReadModelsContract('a database that answers late and loses answers', farAway);
