/**
 * The port that clients see, before the gRPC server: here connections can be reset, refused and
 * frozen as a whole, keep-alive included, as by a server that is killed or stopped.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class FrontDoor {
  /** The port of the gRPC server. */
  backend = 0;
  /** The port that clients see. */
  port = 0;

  private readonly pairs = new Set<readonly [outer: Socket, inner: Socket]>();
  private frozen = false;
  private server: Server | undefined;

  async open(port: number): Promise<void> {
    this.server = createServer((outer) => this.admit(outer)).listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** From now on connections are refused; those that are open stay. */
  close(): Promise<void> {
    return new Promise((resolve) => this.server?.close(() => resolve()) ?? resolve());
  }

  /** Resets every connection. */
  reset(): void {
    for (const [outer, inner] of this.pairs) {
      outer.resetAndDestroy();
      inner.destroy();
    }
    this.pairs.clear();
  }

  /** Nothing comes in and nothing goes out; connections stay, and new ones are taken and left waiting. */
  freeze(): void {
    this.frozen = true;
    for (const pair of this.pairs) for (const socket of pair) socket.unpipe().pause();
  }

  thaw(): void {
    this.frozen = false;
    for (const pair of this.pairs) join(pair);
  }

  private admit(outer: Socket): void {
    const inner = connect(this.backend, '127.0.0.1').setNoDelay(true);
    const pair = [outer, inner] as const;
    this.pairs.add(pair);
    for (const socket of pair)
      socket
        .on('error', () => undefined)
        .on('close', () => {
          this.pairs.delete(pair);
          outer.destroy();
          inner.destroy();
        });
    outer.setNoDelay(true);
    if (!this.frozen) join(pair);
  }
}

function join([outer, inner]: readonly [Socket, Socket]): void {
  outer.pipe(inner);
  inner.pipe(outer);
}
