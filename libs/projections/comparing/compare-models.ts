/**
 * Two sets of read models compared: what serves, and what a new fold of the same log makes. A
 * digest for each table, and what it is about where they differ.
 */
import { createHash } from 'node:crypto';
import type { Entry, Model } from '../models/model.js';
import type { ReadView } from '../port/read-models.js';
import type { TableShape } from '../port/table-definition.js';
import { contentsOf, comparedTables } from './contents.js';

/** Of what differs, so many are named. */
const EXAMPLES = 5;

export interface ComparedTable {
  readonly model: string;
  readonly table: string;
  /** Rows, or patients where a patient's rows depend on how the log was read. */
  readonly entries: number;
  /** SHA-256 of all that the table says, hex. */
  readonly digest: string;
  /** The same of the new fold. */
  readonly expected: string;
  /** How many entries differ, or exist on one side only. */
  readonly differing: number;
  /** Whom or what the first of them are about. */
  readonly examples: readonly string[];
}

export async function compareModels(
  serving: ReadView,
  fresh: ReadView,
  models: readonly Model[],
): Promise<readonly ComparedTable[]> {
  const compared: ComparedTable[] = [];
  for (const model of models)
    for (const table of comparedTables(model))
      compared.push(await compareTable({ serving, fresh }, model, table));
  return compared;
}

async function compareTable(
  { serving, fresh }: { readonly serving: ReadView; readonly fresh: ReadView },
  model: Model,
  table: TableShape,
): Promise<ComparedTable> {
  const found = new Entries(contentsOf(serving, model, table));
  const wanted = new Entries(contentsOf(fresh, model, table));
  const differing = { count: 0, examples: [] as string[] };
  const differ = ({ about }: Entry): void => {
    differing.count += 1;
    if (differing.examples.length < EXAMPLES) differing.examples.push(about);
  };
  let [one, other] = [await found.next(), await wanted.next()];
  while (one !== undefined || other !== undefined) {
    const order = orderOf(one, other);
    if (order < 0) differ(one!);
    else if (order > 0) differ(other!);
    else if (one!.text !== other!.text) differ(one!);
    if (order <= 0) one = await found.next();
    if (order >= 0) other = await wanted.next();
  }
  return {
    ...{ model: model.name, table: table.name, entries: found.count },
    ...{ digest: found.digest(), expected: wanted.digest() },
    ...{ differing: differing.count, examples: differing.examples },
  };
}

/** Below 0: only the one has an entry here; above 0: only the other. */
function orderOf(one: Entry | undefined, other: Entry | undefined): number {
  if (one === undefined || other === undefined) return one === undefined ? 1 : -1;
  for (const [index, a] of one.key.entries()) {
    const b = other.key[index]!;
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

/** Entry by entry, with the digest of all that went by. */
class Entries {
  count = 0;
  private readonly hash = createHash('sha256');
  private readonly pages: AsyncIterator<readonly Entry[]>;
  private page: readonly Entry[] = [];
  private at = 0;

  constructor(contents: AsyncIterable<readonly Entry[]>) {
    this.pages = contents[Symbol.asyncIterator]();
  }

  async next(): Promise<Entry | undefined> {
    while (this.at === this.page.length) {
      const next = await this.pages.next();
      if (next.done === true) return undefined;
      [this.page, this.at] = [next.value, 0];
    }
    const entry = this.page[this.at]!;
    this.at += 1;
    this.count += 1;
    this.hash.update(`${entry.text}\n`);
    return entry;
  }

  digest(): string {
    return this.hash.digest('hex');
  }
}
