/**
 * A small cluster in one process: nodes that each have a port, and one log that they agree on. A
 * follower forwards appends and answers reads, later than the leader where that is wanted; gossip
 * says who leads. What a leader takes and has not replicated is lost with it.
 */
import type { Server } from '@grpc/grpc-js';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { systemEvent } from './appending.js';
import type { Member } from './cluster.js';
import { Committing } from './committing.js';
import { Faults } from './faults.js';
import { FrontDoor } from './front-door.js';
import { grpcServer, listen } from './grpc-server.js';
import { Log } from './log.js';
import { Subscribing } from './subscribing.js';

interface Node {
  readonly id: string;
  readonly door: FrontDoor;
  readonly faults: Faults;
  readonly subscribing: Subscribing;
  readonly server: Server;
  /** Gone, or frozen: the others do not hear of it. */
  silent: boolean;
}

/** How long the nodes take to notice that their leader is gone and to agree on another. */
const ELECTION_MS = 1_500;

export class StandInCluster {
  private readonly log = new Log(() => Date.now());
  private readonly committing = new Committing(this.log, undefined);
  private readonly nodes: Node[];
  private leader: Node | undefined;

  private constructor(size: number) {
    this.nodes = Array.from({ length: size }, () => this.newNode());
  }

  static async start(size = 3): Promise<StandInCluster> {
    const cluster = new StandInCluster(size);
    for (const { door, server } of cluster.nodes) {
      door.backend = await listen(server, undefined);
      await door.open(0);
    }
    await cluster.lead(cluster.nodes[0]!);
    return cluster;
  }

  /** All nodes; the client asks one of them who leads. */
  get connectionString(): string {
    const hosts = this.nodes.map(({ door }) => `127.0.0.1:${door.port}`);
    return `esdb://${hosts.join(',')}?tls=false&discoveryInterval=100&gossipTimeout=1`;
  }

  /** Of one that does not lead. */
  get followersConnectionString(): string {
    const follower = this.nodes.find((node) => node !== this.leader);
    return `esdb://127.0.0.1:${follower!.door.port}?tls=false`;
  }

  get leadersPort(): number | undefined {
    return this.leader?.door.port;
  }

  /** Readers see what was appended that much later, whomever they ask. */
  lagReads(ms: number): void {
    this.committing.lagMs = ms;
  }

  /**
   * The leader's process is killed; what it had taken last, and not replicated, goes with it. Another
   * leads after a while.
   */
  async killLeader(): Promise<void> {
    const killed = this.leader!;
    this.committing.hold();
    const closed = killed.door.close();
    killed.door.reset();
    killed.silent = true;
    await closed;
    await this.committing.truncateUncommitted();
    await this.elect();
  }

  /** The node that was killed last comes back, to follow. */
  async startKilled(): Promise<void> {
    const killed = this.nodes.find(({ silent }) => silent);
    if (killed === undefined) return;
    await killed.door.open(killed.door.port);
    killed.silent = false;
    if (this.leader !== undefined) killed.faults.clear();
  }

  /** The leader's process stands still for that long; meanwhile another begins to lead. */
  async freezeLeader(ms: number): Promise<void> {
    const frozen = this.leader!;
    frozen.door.freeze();
    frozen.silent = true;
    await this.elect();
    await pause(Math.max(0, ms - ELECTION_MS));
    frozen.subscribing.drop();
    frozen.silent = false;
    frozen.door.thaw();
  }

  async stop(): Promise<void> {
    for (const { door, server } of this.nodes) {
      const closed = door.close();
      door.thaw();
      door.reset();
      server.forceShutdown();
      await closed;
    }
  }

  private newNode(): Node {
    const { log, committing } = this;
    const id = randomUUID();
    const [door, faults, subscribing] = [new FrontDoor(), new Faults(), new Subscribing(log)];
    const members = (): readonly Member[] => this.nodes.map((node) => this.memberOf(node));
    const server = grpcServer({ log, committing, faults, subscribing, door, id, members }, {});
    return { id, door, faults, subscribing, server, silent: false };
  }

  private memberOf(node: Node): Member {
    const { id, door, silent } = node;
    const follows = this.leader === undefined ? 'unknown' : 'follower';
    const state = node === this.leader ? 'leader' : follows;
    return { id, port: door.port, state, isAlive: !silent };
  }

  /** Nobody leads for a while: nothing is answered. */
  private async elect(): Promise<void> {
    this.leader = undefined;
    const others = this.nodes.filter(({ silent }) => !silent);
    for (const { faults } of others) faults.mode = 'not-ready';
    await pause(ELECTION_MS);
    this.log.forgetIds();
    await this.lead(others[0]!);
  }

  private async lead(node: Node): Promise<void> {
    this.leader = node;
    for (const { faults } of this.nodes) faults.clear();
    const data = { LeaderInstanceId: node.id, EpochPosition: this.log.end };
    this.log.append('$epoch-information', 'any', [systemEvent('$epoch-information', data)]);
    await this.committing.commit();
  }
}
