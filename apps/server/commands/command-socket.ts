/**
 * The server's end of the command socket. It listens from the moment the folder is open, so that
 * a command finds out that the server is starting. Whoever made it closes it, whether the
 * container came up or not.
 */
import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { errorText } from '#care-event';
import { socketAddress, socketFile, stafettVersion } from '../../composition/index.js';
import { createCommandServer, type CommandHandler } from './command-server.js';

export class CommandSocket {
  private readonly logger = new Logger(CommandSocket.name);
  private readonly version = stafettVersion();
  private handler: CommandHandler | undefined;
  private opened: { readonly server: Server; readonly file: string } | undefined;

  /** Called while the container comes up: until then, the server says that it is starting. */
  attach(handler: CommandHandler): void {
    this.handler = handler;
  }

  /**
   * A file system without sockets is no reason not to serve.
   * @param folder whose lock this process has: a socket that lies there was left behind
   */
  async listen(folder: string): Promise<this> {
    const server = createCommandServer(this.version, () => this.handler);
    const file = socketFile(folder);
    try {
      await rm(file, { force: true });
      const { address, release } = await socketAddress(folder);
      try {
        await once(server.listen(address), 'listening');
        await chmod(file, 0o600);
      } finally {
        await release();
      }
      this.opened = { server, file };
      this.logger.log('open');
    } catch (error) {
      server.close();
      this.logger.warn(`no command can reach this server: ${errorText(error)}`);
    }
    return this;
  }

  /** Cuts the connections that are left. Closing twice changes nothing. */
  async close(): Promise<void> {
    const { opened } = this;
    if (opened === undefined) return;
    this.opened = undefined;
    opened.server.close();
    opened.server.closeAllConnections();
    await rm(opened.file, { force: true });
    this.logger.log('closed');
  }
}
