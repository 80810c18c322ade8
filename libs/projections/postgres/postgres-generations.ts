/**
 * The generations of the read models in a PostgreSQL database: a schema each, and a row that names
 * the one that serves. A schema is dropped once nobody reads it any more.
 */
import { randomInt } from 'node:crypto';
import type pg from 'pg';
import { StoreLocked } from '#event-store';
import { KeptLock, LockHeld, lockKey, openPool, type Fence, type PostgresAddress } from '#postgres';
import { ReadModelsOutdated, type RebuildProgress } from '../port/errors.js';
import type { ReadModelGenerations, ReadModelsLock } from '../port/generations.js';
import type { ReadModels } from '../port/read-models.js';
import { openReadModels, type Access } from './open-read-models.js';
import { typedFault } from './postgres-faults.js';
import { dropAll, dropEarlier, dropGeneration } from './removal.js';
import { keeperTable, migratePointer, modelsSchema, pointerTable } from './schemas.js';
import { openServingReadModels } from './serving-read-models.js';

/** How often the progress of a build is written down, ms. */
const NOTE_EVERY_MS = 200;
/** What nobody has renewed for so long was left by a process that died. */
const PROGRESS_LASTS = '1 minute';

/** All that is asked here is a row or two, but for a drop, which may wait for the disk. */
const STATEMENT_MS = 60_000;
/** One for what others wait for, and one for what is removed meanwhile. */
const CONNECTIONS = 2;

/** Temporary ones count from here: no pointer ever comes so far. */
const TEMPORARY_FROM = 1_000_000_000;

export class PostgresGenerations implements ReadModelGenerations {
  private readonly pool: pg.Pool;
  private readonly prefix: string;
  private readonly table: string;
  private readonly closing = new AbortController();
  private removing: Promise<unknown> = Promise.resolve();
  private isRemoving = false;
  private noting: Promise<unknown> | undefined;
  private notedAt = -Infinity;
  private migrated: Promise<void> | undefined;
  /** The number of this process where it keeps the read models. */
  private keeper: string | undefined;
  private closed: Promise<void> | undefined;

  constructor(private readonly address: PostgresAddress) {
    this.prefix = address.prefix;
    this.table = pointerTable(address.prefix);
    this.pool = openPool(address, {
      purpose: 'generations',
      connections: CONNECTIONS,
      statementMs: STATEMENT_MS,
      settings: { synchronous_commit: 'on' },
    });
  }

  async serving(): Promise<number> {
    return (await this.pointer())?.serving ?? 0;
  }

  async isThere(): Promise<boolean> {
    const schema = modelsSchema(this.prefix, await this.serving());
    const rows = await this.ask<{ is_there: boolean }>(
      'select to_regnamespace($1) is not null as is_there',
      [schema],
    );
    return rows[0]?.is_there === true;
  }

  async open(generation: number, access: Access): Promise<ReadModels> {
    // Where nothing was ever written there is no pointer, and readers would not find the first one.
    if (access !== 'read') await this.change(() => Promise.resolve());
    return openReadModels(this.address, generation, { access, keeper: this.keeper });
  }

  openServing(): Promise<ReadModels> {
    return openServingReadModels(this.address, this);
  }

  async openTemporary(): Promise<ReadModels> {
    const generation = randomInt(TEMPORARY_FROM, 2 ** 31);
    const models = await this.open(generation, 'build');
    return {
      access: models.access,
      write: (work) => models.write(work),
      read: (work, options) => models.read(work, options),
      close: () => models.close().then(() => this.remove(generation)),
    };
  }

  async takeOver(generation: number): Promise<void> {
    await this.change((client) =>
      client.query(`update ${this.table} set serving = $1`, [generation]),
    );
  }

  async remove(generation: number): Promise<void> {
    const wanted = { prefix: this.prefix, isNeeded: () => false };
    await this.change((client) => dropGeneration(client, wanted, generation));
  }

  async removeOthers(): Promise<void> {
    const { prefix, closing } = this;
    const isLeft = await this.change((client) =>
      dropAll(client, prefix, (generation, serving) => generation === serving),
    );
    if (!isLeft || this.isRemoving) return;
    this.isRemoving = true;
    this.removing = this.change((client) => dropEarlier(client, prefix, closing.signal))
      // Whoever next keeps the read models removes them.
      .catch(() => undefined)
      .finally(() => (this.isRemoving = false));
  }

  async removeAll(): Promise<void> {
    await this.change(async (client) => {
      await client.query(`update ${this.table} set serving = 0, progress = null`);
      await dropAll(client, this.prefix, () => false);
    });
  }

  note(progress: RebuildProgress, nowMs: number): void {
    if (nowMs - this.notedAt < NOTE_EVERY_MS || this.noting !== undefined) return;
    this.notedAt = nowMs;
    const text = JSON.stringify(progress);
    const set = `update ${this.table} set progress = $1, noted_at = clock_timestamp()`;
    // It is for people: a build goes on without it.
    this.noting = this.change((client) => client.query(set, [text]))
      .catch(() => undefined)
      .finally(() => (this.noting = undefined));
  }

  async forgetProgress(): Promise<void> {
    await this.noting;
    await this.change((client) => client.query(`update ${this.table} set progress = null`));
  }

  async progress(): Promise<RebuildProgress | undefined> {
    const text = (await this.pointer())?.progress ?? undefined;
    return text === undefined ? undefined : (JSON.parse(text) as RebuildProgress);
  }

  /** What readers need to know when a table is missing. */
  async pointer(): Promise<
    { readonly serving: number; readonly progress: string | null } | undefined
  > {
    const rows = await this.ask<{ serving: number; progress: string | null }>(
      `select serving, case when noted_at > clock_timestamp() - interval '${PROGRESS_LASTS}' then progress end as progress
         from ${this.table}`,
    );
    return rows[0];
  }

  /**
   * Lost with its connection, it is taken again. Where another process had it meanwhile, nothing
   * that is opened here later, or was before, writes any more.
   */
  async lock(holder: string): Promise<ReadModelsLock> {
    const fence = this.fence();
    try {
      const lock = await KeptLock.take(this.address, { holder, fences: [fence] });
      this.keeper = lock.numberOf(fence);
      return lock;
    } catch (error) {
      if (error instanceof LockHeld) throw new StoreLocked(this.address.text, error.holder);
      throw typedFault(error);
    }
  }

  private fence(): Fence {
    const table = keeperTable(this.prefix);
    return {
      key: lockKey(this.prefix, 'keeper of read models'),
      reading: `select number from ${table}`,
      raise: async (connection) => {
        await migratePointer(connection, this.prefix);
        const { rows } = await connection.query<{ number: string }>(
          `update ${table} set number = number + 1 returning number`,
        );
        return rows[0]!.number;
      },
    };
  }

  /** Whether it has the right to, the server says when it does. */
  isWritable(): boolean {
    return true;
  }

  close(): Promise<void> {
    return (this.closed ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    this.closing.abort();
    await this.noting;
    await this.removing;
    await this.pool.end();
  }

  /** None where nobody has made the tables yet. */
  private async ask<Row extends pg.QueryResultRow>(
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> {
    try {
      return (await this.pool.query<Row>(sql, [...values])).rows;
    } catch (error) {
      const fault = typedFault(error);
      if (fault instanceof ReadModelsOutdated) return [];
      throw fault;
    }
  }

  private async change<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    try {
      const client = await this.pool.connect();
      try {
        await (this.migrated ??= migratePointer(client, this.prefix));
        return await work(client);
      } finally {
        client.release();
      }
    } catch (error) {
      this.migrated = undefined;
      throw typedFault(error);
    }
  }
}
