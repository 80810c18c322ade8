/**
 * One who listens to the stream (HTML Living Standard, 9.2, server-sent events). What it has not
 * read yet is bounded: one that falls behind is told to load everything anew, and let go.
 */
import type { ServerResponse } from 'node:http';
import type { Position } from '#event-store';
import { concerns, type Change } from './changes.js';

/** Bytes that wait to be read by one client, besides what the system holds. */
const UNREAD_BYTES_MAX = 256 * 1024;
/** How long one that is let go may take to read the rest, ms. */
const FAREWELL_MS = 30_000;
/** How soon a client comes back, ms. */
const RETRY_MS = 2_000;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Proxies pass it on as it comes.
  'x-accel-buffering': 'no',
} as const;

/** Changes up to an event of the log, whose token is the id to go on from. */
export interface ChangeBatch {
  readonly id: string;
  readonly position: Position;
  readonly changes: readonly Change[];
}

export class StreamClient {
  /** Up to where it has been told of the log; undefined before the first event. */
  position: Position | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly pathway: string | undefined,
  ) {
    response.writeHead(200, HEADERS);
    response.write(`retry: ${RETRY_MS}\n\n`);
  }

  get isOpen(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  onClose(listener: () => void): void {
    this.response.once('close', listener);
  }

  /** Where it stands: what it loads from now on is at least as new. */
  begin({ id, position }: Omit<ChangeBatch, 'changes'>): void {
    this.send('begin', { position }, id);
  }

  tell({ id, position, changes }: ChangeBatch): void {
    this.position = position;
    const ours = changes.filter((change) => concerns(change, this.pathway));
    if (ours.length === 0) return;
    this.send('changed', { position, changes: ours }, id);
    if (this.response.writableLength > UNREAD_BYTES_MAX) this.reload('slow-reader');
  }

  /** It has missed something, or would: it is to load everything anew, and to listen again. */
  reload(reason: string): void {
    // Without an id, so that it does not go on from there.
    this.send('reload', { reason }, '');
    this.end();
  }

  heartbeat(): void {
    this.response.write(': heartbeat\n\n');
    if (this.response.writableLength > UNREAD_BYTES_MAX) this.reload('slow-reader');
  }

  end(): void {
    const { response } = this;
    response.end();
    const timer = setTimeout(() => response.destroy(), FAREWELL_MS);
    response.once('close', () => clearTimeout(timer));
  }

  private send(event: string, data: object, id: string): void {
    if (!this.isOpen) return;
    this.response.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
