/** Where the demo keeps its log: in the data folder, or on a server that is started for it or named. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parsePlace } from '../../composition/stores/parse-place.js';
import { placesIn, type Place, type Places } from '../../composition/stores/places.js';
import type { DemoOptions } from './options.js';

export interface DemoStore {
  /** Undefined: all of it in the data folder. */
  readonly places: Places | undefined;
  /** What it is, in a sentence; nothing where there is nothing to say. */
  readonly remark: string | undefined;
  /** What becomes of the log when the demo has ended. */
  readonly end: (folder: string) => string;
  stop(): Promise<void>;
}

export async function startStore(
  store: DemoOptions['store'],
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<DemoStore> {
  if (store === 'postgres') return startDatabase();
  if (store === 'eventstoredb') return openEventStoreDb(folder, env['EVENTSTOREDB_URL']);
  return {
    places: undefined,
    remark: undefined,
    end: () => `The data folder stays: ${folder}`,
    stop: () => Promise.resolve(),
  };
}

/** A PostgreSQL for the demo alone, which goes with it. */
async function startDatabase(): Promise<DemoStore> {
  const { startPostgres } = await import('#postgres/embedded');
  const dataDir = await mkdtemp(join(tmpdir(), 'stafett-demo-postgres-'));
  const server = await startPostgres({ dataDir });
  const place = placeOf(server.url);
  if (place.kind !== 'postgres') throw new Error('A PostgreSQL has another address.');
  return {
    places: { log: place, readModels: place, work: place },
    remark: undefined,
    end: () => 'The PostgreSQL that was started for the demo is gone, and with it the log.',
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The server that is named, or what stands in for one where none is installed. */
async function openEventStoreDb(folder: string, named: string | undefined): Promise<DemoStore> {
  if (named !== undefined) {
    const prefix = `demo${Date.now().toString(36)}`;
    return {
      places: placesOn(`${named}${named.includes('?') ? '&' : '?'}prefix=${prefix}`, folder),
      remark: `The log is on the EventStoreDB that EVENTSTOREDB_URL names, in streams that begin with ${prefix}.`,
      end: () => `The log stays on the server, in streams that begin with ${prefix}.`,
      stop: () => Promise.resolve(),
    };
  }
  const standIn = await startStandIn();
  return {
    places: placesOn(standIn.address, folder),
    remark:
      'No EventStoreDB is named in EVENTSTOREDB_URL, so a stand-in answers for it, in a process of its own: ' +
      'a program of these tests that speaks its protocol, not the real server.',
    end: () => 'The stand-in for EventStoreDB is gone, and with it the log.',
    stop: standIn.stop,
  };
}

async function startStandIn(): Promise<{
  readonly address: string;
  readonly stop: () => Promise<void>;
}> {
  const program = fileURLToPath(new URL('../../../test/eventstoredb/main.js', import.meta.url));
  const child = spawn(process.execPath, [program, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const failed = gone.then(() => Promise.reject(new Error('The stand-in did not start.')));
  const lines = createInterface(child.stdout);
  const [address] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  failed.catch(() => undefined);
  return {
    address,
    stop: async () => {
      child.kill();
      await gone;
    },
  };
}

function placesOn(address: string, folder: string): Places {
  const { readModels, work } = placesIn(folder);
  return { log: placeOf(address), readModels, work };
}

function placeOf(address: string): Place {
  return parsePlace(address, { folder: '.', data: '.', seenByOthers: false });
}
