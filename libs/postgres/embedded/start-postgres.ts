/**
 * Starts a PostgreSQL server of one's own in a folder, reachable from this machine alone. It ends
 * with the process that started it, unless that is killed.
 */
import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { endChild, freePort, startChild } from '#child-process';
import { findPrograms, unprivilegedUser } from './binaries.js';
import type { RunAs } from './binaries.js';

export interface StartPostgresOptions {
  /** Where the server keeps its data; made when missing, kept when the server stops. */
  readonly dataDir: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** Settings of the server, as in `postgresql.conf`. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface PostgresServer {
  readonly port: number;
  /** Of the database `postgres`, as its owner, with the password. */
  readonly url: string;
  /** Ends it as a crash would: nothing is written any more. */
  kill(): Promise<void>;
  /** Ends it in order; connections are closed. Idempotent. */
  stop(): Promise<void>;
  /** Starts it again after either. */
  restart(): Promise<void>;
}

const USER = 'stafett';
const READY = /database system is ready to accept (?:read-only )?connections/;
const START_TIMEOUT_MS = 60_000;
/** After a crash the old server's last processes may still be about to end. */
const START_TRIES = 20;
const BETWEEN_TRIES_MS = 250;

/** @throws Error it is not installed, or does not start; the message ends with what it said */
export async function startPostgres(options: StartPostgresOptions): Promise<PostgresServer> {
  const { initdb, postgres } = await findPrograms();
  const runAs = unprivilegedUser(postgres);
  const { password, cluster } = await initialise(options.dataDir, initdb, runAs);
  const port = options.port ?? (await freePort());
  const settings = {
    ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) },
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let server: ChildProcess | undefined;
  const restart = async (): Promise<void> => {
    server ??= await startAgain(postgres, ['-D', cluster, ...flags], runAs);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = server;
    server = undefined;
    const processes = signal === 'SIGKILL' ? childrenOf(ending?.pid) : [];
    const ended = endChild(ending, signal);
    for (const pid of processes) killIfThere(pid);
    await ended;
  };
  await restart();
  process.once('exit', () => server?.kill('SIGINT'));
  return {
    port,
    url: `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`,
    kill: () => end('SIGKILL'),
    // A fast shutdown, which ends connections instead of waiting for them.
    stop: () => end('SIGINT'),
    restart,
  };
}

/** Its processes would end by themselves, and go on for a moment with what they were asked before. */
function childrenOf(pid: number | undefined): readonly number[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(list)) return [];
  return readFileSync(list, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

async function initialise(dataDir: string, initdb: string, runAs: RunAs) {
  const [cluster, passwordFile] = [join(dataDir, 'cluster'), join(dataDir, 'password')];
  if (!existsSync(passwordFile)) {
    mkdirSync(dataDir, { recursive: true });
    own(dataDir, 0o700, runAs);
    // Where root starts it, its user has to come through the folder of root's that this lies in.
    const parent = dirname(dataDir);
    if (runAs.uid !== undefined) chmodSync(parent, statSync(parent).mode | 0o011);
    const secret = randomBytes(18).toString('base64url');
    writeFileSync(passwordFile, secret, { mode: 0o600 });
    own(passwordFile, 0o600, runAs);
    const flags = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'];
    const files = [`--pgdata=${cluster}`, `--pwfile=${passwordFile}`, `--username=${USER}`];
    await promisify(execFile)(initdb, [...flags, ...files], { ...runAs, cwd: dataDir });
  }
  return { cluster, password: readFileSync(passwordFile, 'utf8') };
}

function own(path: string, mode: number, { uid, gid }: RunAs): void {
  chmodSync(path, mode);
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

async function startAgain(
  program: string,
  args: readonly string[],
  runAs: RunAs,
): Promise<ChildProcess> {
  const env = { ...process.env, LC_MESSAGES: 'C' };
  for (let tried = 1; ; tried += 1) {
    try {
      return await startChild({
        ...{ ...runAs, program, args, env, cwd: args[1] },
        ...{ ready: READY, timeoutMs: START_TIMEOUT_MS },
      });
    } catch (error) {
      if (tried >= START_TRIES) throw error;
      await pause(BETWEEN_TRIES_MS);
    }
  }
}
