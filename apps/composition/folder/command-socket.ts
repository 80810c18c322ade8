/**
 * The socket in a data folder through which the command line reaches the server that holds it.
 * Who may enter the folder and use the socket (mode 600) may do everything: there is no other key.
 */
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const NAME = 'stafett.sock';
/** Bytes of a socket's address. The shortest limit is 103, on macOS; Linux has 107. */
const ADDRESS_BYTES_MAX = 100;

/** Both ends are the same version: what they send each other is not for anybody else. */
export const VERSION_HEADER = 'stafett-version';

/** What the server says of itself. */
export interface ServerState {
  readonly version: string;
  readonly status: 'starting' | 'ready' | 'closing';
  /** Events that the read models have taken in since the start. */
  readonly read: number;
}

export interface SocketAddress {
  /** Short enough for the system. */
  readonly address: string;
  /** Takes away what made it short. */
  readonly release: () => Promise<void>;
}

export function socketFile(folder: string): string {
  return join(resolve(folder), NAME);
}

/**
 * The address of a folder's socket. A longer path than the system takes is reached by a link of
 * one's own, which is needed only as long as something listens or connects anew.
 */
export async function socketAddress(folder: string): Promise<SocketAddress> {
  const file = socketFile(folder);
  if (Buffer.byteLength(file) <= ADDRESS_BYTES_MAX) {
    return { address: file, release: () => Promise.resolve() };
  }
  const own = await mkdtemp(join(tmpdir(), 'stafett-'));
  const link = join(own, 'data');
  await symlink(resolve(folder), link);
  return {
    address: join(link, NAME),
    release: () => rm(own, { recursive: true, force: true }),
  };
}
