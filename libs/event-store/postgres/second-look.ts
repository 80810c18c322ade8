/**
 * What the log has of a batch that was not written: its events, or the keys that others have. It is
 * looked up after the group, since what is in the log does not change.
 */
import type pg from 'pg';
import type { BatchOutcome, KeyHolder } from '../commit-protocol.js';
import { answerForRepeat } from '../repeated-batch.js';
import type { StoredRow } from '../repeated-batch.js';
import type { EncodedBatch } from '../validation.js';
import { uuidArray } from './binary-arrays.js';

interface EventRow {
  readonly id: string;
  readonly position: string;
  readonly revision: string;
  readonly type: string;
  readonly data: string | null;
  readonly metadata: string | null;
  readonly data_bytes: Buffer | null;
  readonly metadata_bytes: Buffer | null;
}

export class SecondLook {
  private readonly byId: string;
  private readonly byKey: string;

  constructor(schema: string) {
    const of = (table: string): string => `"${schema}".${table}`;
    this.byId = `SELECT e.id, e.position, e.revision, t.name AS type, e.data, e.metadata,
        e.data_bytes, e.metadata_bytes
      FROM ${of('streams')} s JOIN ${of('events')} e USING (stream) JOIN ${of('types')} t USING (type)
      WHERE s.name = $1 AND e.id = ANY ($2::uuid[])`;
    this.byKey = `SELECT k.key, s.name AS stream, e.revision, k.position
      FROM ${of('unique_keys')} k JOIN ${of('events')} e USING (position)
      JOIN ${of('streams')} s USING (stream) WHERE k.key = ANY ($1::text[])`;
  }

  async at(
    client: pg.Client,
    batch: EncodedBatch,
    kind: 'known' | 'keys-taken',
  ): Promise<BatchOutcome> {
    const outcome =
      kind === 'known' ? await this.repeat(client, batch) : await this.holders(client, batch);
    // Nobody removes events while a server runs.
    return outcome ?? { kind: 'unavailable', reason: 'The log changed while it was read.' };
  }

  private async repeat(client: pg.Client, batch: EncodedBatch): Promise<BatchOutcome | undefined> {
    const ids = batch.events.map(({ id }) => id);
    const { rows } = await client.query<EventRow>(this.byId, [batch.stream, uuidArray(ids)]);
    const stored = new Map(rows.map((row) => [row.id, storedRow(row)]));
    return answerForRepeat(
      batch,
      ids.map((id) => stored.get(id)),
    );
  }

  private async holders(
    client: pg.Client,
    { events }: EncodedBatch,
  ): Promise<BatchOutcome | undefined> {
    const keys = events.flatMap(({ uniqueKey }) => (uniqueKey === undefined ? [] : [uniqueKey]));
    const { rows } = await client.query<Record<keyof KeyHolder, string>>(this.byKey, [keys]);
    const holders = new Map(rows.map((row) => [row.key, row]));
    const taken = keys.flatMap((key) => {
      const row = holders.get(key);
      if (row === undefined) return [];
      const { stream, revision, position } = row;
      return [{ key, stream, revision: Number(revision), position: Number(position) }];
    });
    return taken.length === 0 ? undefined : { kind: 'duplicate-key', taken };
  }
}

function storedRow(row: EventRow): StoredRow {
  return {
    ...{ position: Number(row.position), revision: Number(row.revision), type: row.type },
    ...{
      data: row.data ?? row.data_bytes ?? '',
      metadata: row.metadata ?? row.metadata_bytes ?? '',
    },
  };
}
