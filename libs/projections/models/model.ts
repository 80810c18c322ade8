/** What a read model is: a fold of the log with a version, and the tables that it owns. */
import type { Kysely } from 'kysely';
import type { DamagedEvent, RecordedEvent } from '#event-store';
import type { ReadView, WriteTransaction } from '../port/read-models.js';
import type { TableName, TableShape } from '../port/table-definition.js';
import type { Tables } from '../port/tables.js';
import type { PatientEvents } from '../batches/log-batch.js';

/** A part of what a table says, in the order of the table's key: two folds of one log have the same. */
export interface Entry {
  /** Positions as whole numbers. */
  readonly key: readonly (string | number | bigint)[];
  readonly text: string;
  /** Whose it is, or else its key: for people. */
  readonly about: string;
}

export interface Model {
  readonly name: string;
  /** Raise it when the tables or the fold change: the model is then rebuilt. */
  readonly version: number;
  readonly tables: readonly TableShape[];
  /** Of these tables, those that hold what is put off: empty once all of it is done. */
  readonly putOff?: readonly TableName<Tables>[];
  /** By table: what it says, where its rows depend on how the log was cut into batches. */
  readonly contents?: Readonly<Record<string, (view: ReadView) => AsyncIterable<readonly Entry[]>>>;
  /** Begins to fold where the tables stand. */
  begin(db: Kysely<Tables>): Promise<Fold>;
}

export interface Fold {
  /** Texts that have a number in its tables, from 1 on: those of the next batches follow. */
  readonly names?: readonly string[];
  /** An event of any stream but a patient's. */
  add?(event: RecordedEvent): void;
  /** An event of any stream that cannot be read; most models have no use for it. */
  addDamaged?(event: DamagedEvent): void;
  /** Writes what was added since the last write, and forgets it; with patients' events of the same stretch of the log. */
  write(transaction: WriteTransaction, patients: PatientEvents): Promise<void>;
  /**
   * Does a small step of what was put off until the log has been read.
   * @returns true if nothing is left
   */
  settle?(transaction: WriteTransaction): Promise<boolean>;
}
