/** What the contract suite's topics share: tables of its own, and opening a database. */
import type { Position } from '#event-store';
import type { Insert, Update } from '../port/bulk-write.js';
import type { ReadModels } from '../port/read-models.js';
import type { CheckpointsTable } from '../port/tables.js';
import type { TableDefinition } from '../port/table-definition.js';

export interface VisitsTable {
  position: Position;
  patient: string;
  /** Milliseconds since the epoch. */
  seen: number | null;
  next_position: Position | null;
}

export interface CountsTable {
  kind: string;
  pathway: string;
  n: number;
  last_position: Position;
}

export interface ContractTables {
  visits: VisitsTable;
  counts: CountsTable;
  checkpoints: CheckpointsTable;
}

export const VISITS: TableDefinition<ContractTables, 'visits'> = {
  name: 'visits',
  columns: { position: 'position', patient: 'text', seen: 'integer?', next_position: 'position?' },
  key: ['position'],
  indexes: [
    { name: 'visits_of_patient', columns: ['patient', 'position'] },
    { name: 'visits_unseen', columns: ['patient'], rows: { where: 'seen', is: 'null' } },
  ],
};

export const COUNTS: TableDefinition<ContractTables, 'counts'> = {
  name: 'counts',
  columns: { kind: 'text', pathway: 'text', n: 'integer', last_position: 'position' },
  key: ['kind', 'pathway'],
};

export const ADD_VISITS: Insert<ContractTables, 'visits'> = { into: VISITS };
export const COUNT: Insert<ContractTables, 'counts'> = {
  into: COUNTS,
  onConflict: { key: ['kind', 'pathway'], add: ['n'], replace: ['last_position'] },
};
export const SEE: Update<ContractTables, 'visits'> = {
  table: VISITS,
  key: ['patient', 'position'],
  set: ['seen'],
  onlyWhereNull: 'seen',
};

export type ContractModels = ReadModels<ContractTables>;

/** What became of a commit whose answer is lost. */
export type LostCommit = 'kept' | 'undone';

export interface OpenedModels {
  readonly models: ContractModels;
  /** Closes `models` and opens the same database again. Left out where it does not outlive them. */
  readonly reopen?: () => Promise<ContractModels>;
  /** Loses the answer to the next commit. Left out where an answer cannot be lost. */
  readonly loseNextCommit?: (what: LostCommit) => void;
  /** Closes what is open and removes the database. */
  readonly dispose: () => Promise<void>;
}

/** Opens an empty database. */
export type OpenModels = () => Promise<OpenedModels>;

/** Runs a test on a database of its own, with the suite's tables in it. */
export function onNewModels(
  open: OpenModels,
  test: (models: ContractModels, opened: OpenedModels) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const opened = await open();
    try {
      await opened.models.write(async (transaction) => {
        await transaction.createTable(VISITS);
        await transaction.createTable(COUNTS);
      });
      await test(opened.models, opened);
    } finally {
      await opened.dispose();
    }
  };
}

export const at = (position: number | bigint | string): Position => String(position) as Position;

export function visit(position: number | bigint, more: Partial<VisitsTable> = {}): VisitsTable {
  return { position: at(position), patient: 'p1', seen: null, next_position: null, ...more };
}

export function addVisits(models: ContractModels, rows: readonly VisitsTable[]): Promise<void> {
  return models.write((transaction) => transaction.insert(ADD_VISITS, rows));
}

/** In the order of the log. */
export function visitsIn(models: ContractModels): Promise<readonly VisitsTable[]> {
  return models.read(({ db }) => db.selectFrom('visits').selectAll().orderBy('position').execute());
}
