/**
 * What has changed, told to everybody who listens, once the read models show it: whoever is told
 * of a change and asks for a figure gets one that has it.
 *
 * Guarantees: a client is told of everything after the event that it goes on from, in the order of
 * the log, nothing twice; or to load everything anew, where that event is of another log, too far
 * back, or the client reads too slowly. The log is read once for all who are up to date, and only
 * while somebody listens.
 */
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DefinitionRegistry } from '#engine';
import {
  checkToken,
  comparePositions,
  positionOf,
  readEventAt,
  readToken,
  tokenOf,
  type LogEvent,
  type Position,
} from '#event-store';
import { WritableFolder } from '../../composition/index.js';
import { Problem } from '../http/problem.js';
import { ReadModelWorkerClient } from '../read-models/read-model-worker-client.js';
import { changesIn } from './changes.js';
import type { ChangeBatch, StreamClient } from './stream-client.js';

const CLIENTS_MAX = 200;
const HEARTBEAT_MS = 15_000;
/** Events read in one go, and how many a client may be behind. */
const PAGE_EVENTS = 1_000;
const BEHIND_EVENTS_MAX = 20_000;

@Injectable()
export class ChangeStream implements BeforeApplicationShutdown {
  private readonly logger = new Logger(ChangeStream.name);
  /** Those who have been told everything up to `position`. */
  private readonly live = new Set<StreamClient>();
  private clients = 0;
  private position: Position | undefined;
  private reading: Promise<void> | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private stopListening: (() => void) | undefined;
  private isClosing = false;

  constructor(
    private readonly folder: WritableFolder,
    private readonly registry: DefinitionRegistry,
    private readonly readModels: ReadModelWorkerClient,
  ) {}

  /** Who is told of what changes from now on: without those that were let go. */
  get listening(): number {
    return [...this.live].filter(({ isOpen }) => isOpen).length;
  }

  /** @throws Problem 503 as many listen as may */
  requireRoom(): void {
    if (!this.isClosing && this.clients < CLIENTS_MAX) return;
    throw new Problem(503, 'busy', 'Too many at once', `${CLIENTS_MAX} clients are listening.`);
  }

  /** @param after the id of the last message that the client has, if it has any */
  async join(client: StreamClient, after: string | undefined): Promise<void> {
    this.clients += 1;
    if (this.clients === 1) this.start();
    client.onClose(() => this.leave(client));
    try {
      await this.bringUpToDate(client, after);
    } catch (error) {
      this.logger.error(error);
      client.reload('fault');
    }
  }

  /** Before the doors wait for what is under way: a stream is under way for ever. */
  beforeApplicationShutdown(): void {
    this.isClosing = true;
    for (const client of this.live) client.end();
  }

  private async bringUpToDate(client: StreamClient, after: string | undefined): Promise<void> {
    if (after === undefined) {
      client.position = this.position;
      client.begin(await this.place(this.position));
    } else {
      const token = readToken(after);
      if (token === undefined || (await checkToken(this.folder.store, token)) !== 'same')
        return client.reload('other-log');
      client.position = positionOf(token);
      // The read models are being built anew: what they show is older than what it has been told.
      if (isBehind(this.position, client.position)) return client.reload('rebuilding');
    }
    let behind = 0;
    while (client.isOpen && isBehind(client.position, this.position)) {
      const events = await this.readAfter(client.position, this.position);
      behind += events.length;
      if (behind > BEHIND_EVENTS_MAX) return client.reload('too-far-behind');
      if (events.length === 0) break;
      client.tell(await this.batchOf(events));
    }
    // Between the last look and this there is no turn in which the stream could move.
    if (this.isClosing) client.end();
    else if (client.isOpen) this.live.add(client);
  }

  private start(): void {
    this.position = this.reached;
    this.stopListening = this.readModels.onReached(() => this.advance());
    this.heartbeat = setInterval(() => {
      for (const client of this.live) client.heartbeat();
    }, HEARTBEAT_MS);
  }

  private leave(client: StreamClient): void {
    this.live.delete(client);
    this.clients -= 1;
    if (this.clients > 0) return;
    this.stopListening?.();
    clearInterval(this.heartbeat);
  }

  /** One reading at a time; the next one begins where it ends. */
  private advance(): void {
    this.reading ??= this.readOn()
      .catch((error: unknown) => {
        this.logger.error(error);
        for (const client of this.live) client.reload('fault');
      })
      .finally(() => (this.reading = undefined));
  }

  private async readOn(): Promise<void> {
    while (this.clients > 0) {
      const events = await this.readAfter(this.position, this.reached);
      if (events.length === 0) return;
      const batch = await this.batchOf(events);
      this.position = batch.position;
      for (const client of this.live) client.tell(batch);
    }
  }

  /** A page of the log, up to a position. */
  private async readAfter(
    position: Position | undefined,
    upTo: Position | undefined,
  ): Promise<readonly LogEvent[]> {
    if (upTo === undefined) return [];
    const { events } = await this.folder.store.readLog({
      limit: PAGE_EVENTS,
      ...(position !== undefined && { from: position }),
    });
    return events.filter((event) => comparePositions(event.position, upTo) <= 0);
  }

  private async batchOf(events: readonly LogEvent[]): Promise<ChangeBatch> {
    const last = events.at(-1)!;
    const changes = changesIn(events, this.registry.published());
    const id = tokenOf(await this.folder.store.identity(), last);
    return { id, position: last.position, changes };
  }

  private async place(position: Position | undefined): Promise<Omit<ChangeBatch, 'changes'>> {
    const { store } = this.folder;
    const none = '0' as Position;
    if (position === undefined) return { id: '', position: none };
    const found = await readEventAt(store, position);
    return { id: found === undefined ? '' : tokenOf(await store.identity(), found), position };
  }

  /** What the read models show. */
  private get reached(): Position | undefined {
    return this.readModels.reached as Position | undefined;
  }
}

/** Whether one position comes before another; undefined comes before all. */
function isBehind(one: Position | undefined, other: Position | undefined): boolean {
  if (other === undefined) return false;
  return one === undefined || comparePositions(one, other) < 0;
}
