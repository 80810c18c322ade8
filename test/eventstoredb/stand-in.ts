/**
 * A server that answers for EventStoreDB in tests, built on the client's own stubs. It behaves as
 * a real one was seen to, the unkind parts above all; `spec` files beside it say how.
 */
import type { Server } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { systemEvent } from './appending.js';
import { Committing } from './committing.js';
import { type AppendFault, Faults, type Mode } from './faults.js';
import { FrontDoor } from './front-door.js';
import { grpcServer, listen, type ServerOptions } from './grpc-server.js';
import { Log } from './log.js';
import { LogFile } from './log-file.js';
import { Subscribing } from './subscribing.js';

export interface StandInOptions extends ServerOptions {
  /** On 127.0.0.1. Default: one that is free. */
  readonly port?: number;
  /** Where its log is kept. Default: in memory. */
  readonly dataDir?: string;
  /** How often it writes its own statistics into the log, as servers do. Default 30 s. */
  readonly statisticsEveryMs?: number;
  /** How long it says "Server Is Not Ready" after a start or a restart. Default 0. */
  readonly notReadyMs?: number;
}

export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const standIn = new StandIn(options);
  await standIn.start();
  return standIn;
}

export class StandIn {
  private readonly log = new Log(() => Date.now() + this.clockShiftMs);
  private readonly committing: Committing;
  private readonly faults = new Faults();
  private readonly subscribing = new Subscribing(this.log);
  private readonly server: Server;
  private readonly door = new FrontDoor();
  private readonly statistics: NodeJS.Timeout;
  private clockShiftMs = 0;

  constructor(private readonly options: StandInOptions) {
    const { dataDir, statisticsEveryMs = 30_000 } = options;
    this.committing = new Committing(this.log, dataDir ? new LogFile(dataDir) : undefined);
    this.statistics = setInterval(() => this.writeStatistics(), statisticsEveryMs).unref();
    const { log, committing, faults, subscribing, door } = this;
    const id = randomUUID();
    const members = () => {
      const state = faults.mode === 'not-ready' ? 'unknown' : 'leader';
      return [{ id, port: door.port, state, isAlive: true }] as const;
    };
    const parts = { log, committing, faults, subscribing, door, id, members };
    this.server = grpcServer(parts, options);
  }

  get port(): number {
    return this.door.port;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=${this.options.tls !== undefined}`;
  }

  /** How many appends were written, its own included, whether or not they can be read yet. */
  get appends(): number {
    return this.log.starts.length;
  }

  async start(): Promise<void> {
    this.door.backend = await listen(this.server, this.options.tls);
    await this.open(this.options.port ?? 0);
  }

  /** As SIGTERM does: says so to whoever asks, then goes. What was acknowledged is on the disk. */
  async stop(shutdownMs = SHUTDOWN_MS): Promise<void> {
    clearInterval(this.statistics);
    this.faults.mode = 'shutting-down';
    this.subscribing.drop();
    const closed = this.door.close();
    await pause(shutdownMs);
    this.resetConnections();
    this.server.forceShutdown();
    await closed;
  }

  /** As `kill -9` and a start after a while: connections reset, then refused, memory forgotten. */
  async restart(downMs = 200): Promise<void> {
    const closed = this.door.close();
    this.resetConnections();
    await closed;
    await pause(downMs);
    this.log.forgetIds();
    await this.open(this.port);
  }

  /** What happens to appends from now on; several faults come one after the other. */
  failAppends(fault: AppendFault): void {
    this.faults.failAppends(fault);
  }

  /** How it answers every call from now on. */
  setMode(mode: Mode): void {
    this.faults.mode = mode;
  }

  /** Serves again, and every fault that has not come yet is forgotten. */
  clearFaults(): void {
    this.faults.clear();
  }

  resetConnections(): void {
    this.door.reset();
  }

  /** Subscriptions end with an error, or stop delivering without one. */
  dropSubscriptions(how: 'error' | 'silently' = 'error'): void {
    if (how === 'error') this.subscribing.drop();
    else this.subscribing.stopSilently();
  }

  /** As SIGSTOP: connections stay open and nothing is heard on them. */
  freeze(): void {
    this.door.freeze();
  }

  thaw(): void {
    this.door.thaw();
  }

  /** Events written from now on are stamped that much later, or earlier: another machine leads. */
  shiftClock(ms: number): void {
    this.clockShiftMs += ms;
  }

  /** As on a follower: from now on readers see events that much later than writers are answered. */
  lagReads(ms: number): void {
    this.committing.lagMs = ms;
  }

  /** A leader without its followers: it takes appends, and neither confirms nor shows them. */
  cutOffLeader(): void {
    this.committing.hold();
  }

  /** Ends that: what it took is kept, or cut off as the node comes back under another leader. */
  async electLeader(unconfirmed: 'kept' | 'cut off'): Promise<void> {
    this.resetConnections();
    if (unconfirmed === 'kept') await this.committing.release();
    else await this.committing.truncateUncommitted();
    this.log.forgetIds();
    await this.writeEpoch();
  }

  /** The last appends are gone, though they were acknowledged and read: a restored backup. */
  async truncate(appends: number): Promise<void> {
    this.resetConnections();
    await this.committing.truncate(appends);
  }

  /** Takes out what is hidden, as an administrator does to win room. Nothing can be cut off afterwards. */
  scavenge(): void {
    this.log.scavenge();
  }

  private async open(port: number): Promise<void> {
    await this.door.open(port);
    const { mode } = this.faults;
    this.faults.mode = 'not-ready';
    await pause(this.options.notReadyMs ?? 0);
    this.faults.mode = mode;
    await this.writeEpoch();
  }

  private async writeEpoch(): Promise<void> {
    const data = { LeaderInstanceId: randomUUID(), EpochPosition: this.log.end };
    this.log.append('$epoch-information', 'any', [systemEvent('$epoch-information', data)]);
    await this.committing.commit();
  }

  private writeStatistics(): void {
    const data = { 'proc-mem': process.memoryUsage.rss(), 'es-writer-lastFlush': this.log.end };
    this.log.append(`$stats-127.0.0.1:${this.port}`, 'any', [systemEvent('$statsCollected', data)]);
    void this.committing.commit();
  }
}

const SHUTDOWN_MS = 50;
