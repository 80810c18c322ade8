/**
 * Commits groups over a connection of its own, one after the other. A connection that broke, or on
 * which something did not go as it should, is never used again.
 */
import pg from 'pg';
import { connectionSettings } from '#postgres';
import type { PostgresAddress, SameServer } from '#postgres';
import type {
  BatchOutcome,
  CommitGroup,
  FailedOutcome,
  GroupOutcome,
  GroupWriter,
} from '../commit-protocol.js';
import type { EncodedBatch } from '../validation.js';
import { appendStatement, appendValues, outcomesOf, roundsOf } from './append-call.js';
import type { AppendAnswer, FirstOutcome } from './append-call.js';
import { describeFault, groupFault } from './faults.js';
import { SecondLook } from './second-look.js';

/** Longer than the lock that puts groups in order is ever held, shorter than an append may take. */
const APPEND_MS = 15_000;
/** How long another writer waits for one that stalls between two statements of a group. */
const PAUSE_MS = 5_000;

/** Indexes always, plans made once: the tables were empty when the first plans were made. */
export const SESSION = {
  jit: 'off',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
} as const;

export interface GroupWriterOptions {
  readonly address: PostgresAddress;
  readonly schema: string;
  /** The number of the lock that puts commits in order. */
  readonly order: string;
  /** The number of the writer: with another one in the log, nothing is committed any more. */
  readonly writer: string;
  /** Whether a connection leads to the server that the log was opened on. */
  readonly check: SameServer['check'];
  /** Why nothing may be committed for now; undefined where it may. */
  readonly pausedBy: () => string | undefined;
  /** Resolves when committing has to end; else never. */
  readonly failure: Promise<FailedOutcome>;
}

export class PostgresGroupWriter implements GroupWriter {
  readonly failure: Promise<FailedOutcome>;
  private client: pg.Client | undefined;
  private failed: FailedOutcome | undefined;
  private readonly secondLook: SecondLook;
  private readonly append;

  constructor(private readonly options: GroupWriterOptions) {
    this.failure = options.failure;
    void this.failure.then((outcome) => (this.failed ??= outcome));
    this.secondLook = new SecondLook(options.schema);
    this.append = { name: 'append-group', text: appendStatement(options.schema) };
  }

  async commit(group: CommitGroup): Promise<GroupOutcome> {
    if (this.failed !== undefined) return this.failed;
    const paused = this.options.pausedBy();
    if (paused !== undefined) return { kind: 'unavailable', reason: paused };
    let client: pg.Client;
    try {
      client = await this.connected();
    } catch (error) {
      return this.settled(groupFault(error, false));
    }
    const rounds = roundsOf(group.batches);
    const outcome =
      rounds.length === 1
        ? await this.commitRound(client, group)
        : await this.commitRounds(client, rounds, group);
    return this.settled(outcome);
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.end();
  }

  /** One statement is one transaction. */
  private async commitRound(client: pg.Client, { batches, nowMs }: CommitGroup) {
    try {
      const outcomes = await this.appendRound(client, batches, nowMs);
      return await this.committed(client, batches, outcomes);
    } catch (error) {
      return groupFault(error, true);
    }
  }

  private async commitRounds(
    client: pg.Client,
    rounds: readonly (readonly EncodedBatch[])[],
    { batches, nowMs }: CommitGroup,
  ): Promise<GroupOutcome> {
    const outcomes = new Map<EncodedBatch, FirstOutcome>();
    let sent = false;
    try {
      await client.query('BEGIN');
      for (const round of rounds)
        for (const [index, outcome] of (await this.appendRound(client, round, nowMs)).entries())
          outcomes.set(round[index]!, outcome);
      sent = true;
      await client.query('COMMIT');
      return await this.committed(
        client,
        batches,
        batches.map((batch) => outcomes.get(batch)!),
      );
    } catch (error) {
      // The transaction ends with its connection.
      this.drop();
      return groupFault(error, sent);
    }
  }

  private async appendRound(
    client: pg.Client,
    batches: readonly EncodedBatch[],
    nowMs: number,
  ): Promise<FirstOutcome[]> {
    const { order, writer, schema: channel } = this.options;
    const values = appendValues({ order, channel, writer, nowMs }, batches);
    const { rows } = await client.query<AppendAnswer>({ ...this.append, values });
    return outcomesOf(rows[0]!, batches);
  }

  /** All is durable; what the log had already is looked up for those that repeat it. */
  private async committed(
    client: pg.Client,
    batches: readonly EncodedBatch[],
    first: readonly FirstOutcome[],
  ): Promise<GroupOutcome> {
    const outcomes: BatchOutcome[] = [];
    for (const [index, outcome] of first.entries()) {
      const batch = batches[index]!;
      if (outcome.kind !== 'known' && outcome.kind !== 'keys-taken') {
        outcomes.push(outcome);
        continue;
      }
      try {
        outcomes.push(await this.secondLook.at(client, batch, outcome.kind));
      } catch (error) {
        this.drop();
        outcomes.push({ kind: 'unavailable', reason: `${describeFault(error)}.` });
      }
    }
    return { kind: 'committed', outcomes };
  }

  private settled(outcome: GroupOutcome): GroupOutcome {
    if (outcome.kind === 'failed') this.failed ??= outcome;
    // A server that answers may be another one the next time, and one that does not answer is gone.
    if (outcome.kind !== 'committed' && outcome.kind !== 'full') this.drop();
    return outcome;
  }

  private async connected(): Promise<pg.Client> {
    if (this.client !== undefined) return this.client;
    const client = new pg.Client(
      connectionSettings(this.options.address, {
        ...{ purpose: 'log writer', statementMs: APPEND_MS, pauseMs: PAUSE_MS, settings: SESSION },
      }),
    );
    const forget = (): void => {
      if (this.client === client) this.client = undefined;
    };
    client.on('error', forget).on('end', forget);
    try {
      await client.connect();
      await this.options.check(client);
      // Acknowledged means durable, also where the server is set up otherwise.
      await client.query(
        `SELECT set_config('synchronous_commit', 'on', false)
         WHERE current_setting('synchronous_commit') = 'off'`,
      );
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    return client;
  }

  private drop(): void {
    const client = this.client;
    this.client = undefined;
    void client?.end().catch(() => undefined);
  }
}
