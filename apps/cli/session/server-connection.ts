/** The server that holds a data folder, asked through the socket that lies there. */
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { errorText } from '#care-event';
import {
  socketAddress,
  VERSION_HEADER,
  type ServerState,
  type SocketAddress,
} from '../../composition/folder/command-socket.js';
import type {
  FolderAccess,
  OperationAnswer,
  OperationInput,
  OperationName,
} from '../../composition/operations/operations.js';
import { stafettVersion } from '../../composition/version.js';
import { fromPlainError, type PlainError } from '../../composition/workers/protocol.js';
import { Refused } from '../terminal/errors.js';

/** Connections at once; an import has several patients under way. */
const CONNECTIONS = 8;

/** Nobody listens: there is no socket, whoever made it is gone, or goes at this moment. */
const CUT_OFF: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ENOENT', 'ECONNREFUSED']);

interface Reply {
  readonly ok: boolean;
  readonly body: unknown;
}

export class ServerConnection implements FolderAccess {
  readonly served = true;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  private constructor(
    private readonly socket: SocketAddress,
    private readonly version: string,
  ) {}

  static async open(folder: string): Promise<ServerConnection> {
    return new ServerConnection(await socketAddress(folder), stafettVersion());
  }

  /**
   * How the server is; undefined where there is none.
   * @throws Refused `version-mismatch`, `server-unreachable`
   */
  async state(): Promise<ServerState | undefined> {
    const reply = await this.send('GET', '/').catch((error: unknown) => {
      if (isCutOff(error)) return undefined;
      throw new Refused(
        'server-unreachable',
        `A server holds this folder, but it cannot be reached through its socket: ${errorText(error)}.`,
        { advice: 'Run the command as the user who runs the server.' },
      );
    });
    if (reply === undefined) return undefined;
    const state = reply.body as ServerState;
    if (state.version === this.version) return state;
    throw new Refused(
      'version-mismatch',
      `The server that holds this folder is version ${state.version}, and this command is ${this.version}.`,
      {
        advice:
          'Use the stafett that the server was started with, or restart the server with this one.',
      },
    );
  }

  /** @throws what the operation throws, by its code; Refused `server-gone` */
  async ask<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
  ): Promise<OperationAnswer<Name>> {
    const reply = await this.send('POST', `/${name}`, input).catch((error: unknown) => {
      throw isCutOff(error) ? gone() : error;
    });
    if (reply.ok) return reply.body as OperationAnswer<Name>;
    const error = reply.body as PlainError;
    if (error.fields['code'] === 'server-not-ready') throw gone();
    throw fromPlainError(error);
  }

  close(): Promise<void> {
    this.agent.destroy();
    return this.socket.release();
  }

  private send(method: 'GET' | 'POST', path: string, input?: object): Promise<Reply> {
    const { agent, version } = this;
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          ...{ socketPath: this.socket.address, agent, method, path },
          headers: { [VERSION_HEADER]: version, 'content-type': 'application/json' },
        },
        (response) => {
          const ok = response.statusCode === 200;
          json(response).then((body) => resolve({ ok, body }), reject);
        },
      );
      sent.on('error', reject);
      sent.end(input === undefined ? undefined : JSON.stringify(input));
    });
  }
}

function isCutOff(error: unknown): boolean {
  return CUT_OFF.has((error as NodeJS.ErrnoException).code ?? '');
}

function gone(): Refused {
  return new Refused('server-gone', 'The server stopped before it had answered.', {
    advice: 'Run the same command again: what had been recorded is not recorded twice.',
  });
}
