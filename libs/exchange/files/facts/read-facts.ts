/**
 * Facts from the rows of a foreign log, in batches by patient. Rows of a case may stand anywhere;
 * nothing but speed depends on how they are batched.
 */
import { OWN } from './exported-names.js';
import { ImportBatch } from './import-batch.js';
import { truncatedRow, type BadRow, type ImportedBatch } from './imported-batch.js';
import { lifecycleOf } from './lifecycle.js';
import type { LogRow, RowBatch } from './log-row.js';
import type { RowPlan } from './row-plan.js';
import type { RowTranslator } from './row-translator.js';

/** Rows looked at to see whether activities are both started and completed. */
const LOOKED_AT = 10_000;

const LOOKED_AT_CHARACTERS = 16 * 1024 * 1024;

/** @throws MalformedFile with the place, after all that could be read before it */
export async function* readFacts(
  rows: AsyncIterable<RowBatch>,
  plan: RowPlan,
  translator: RowTranslator,
): AsyncGenerator<ImportedBatch> {
  const batch = new FactBatch(translator);
  const beginning = new Beginning(translator);
  if (plan.lifecycle !== undefined || plan.transition === undefined) beginning.release();
  try {
    for await (const read of rows) {
      for (const ready of beginning.take(read)) yield* batch.take(ready);
    }
  } catch (error) {
    // What stood before a break is read as well.
    for (const held of beginning.release()) yield* batch.take(held);
    yield* batch.rest();
    throw error;
  }
  for (const held of beginning.release()) yield* batch.take(held);
  translator.finish();
  yield* batch.rest();
}

/** Holds the first rows back until it is settled what becomes of the lifecycle of activities. */
class Beginning {
  private held: RowBatch[] | undefined = [];
  private rows = 0;
  private characters = 0;

  constructor(private readonly translator: RowTranslator) {}

  take(batch: RowBatch): readonly RowBatch[] {
    if (this.held === undefined) return [batch];
    this.held.push(batch);
    this.rows += batch.rows.length;
    for (const { characters } of batch.rows) this.characters += characters;
    const isEnough = this.rows >= LOOKED_AT || this.characters >= LOOKED_AT_CHARACTERS;
    return isEnough ? this.release() : [];
  }

  release(): readonly RowBatch[] {
    const { held = [], translator } = this;
    this.held = undefined;
    const rows = held.flatMap((batch) => batch.rows);
    // What we exported was chosen from before.
    const isOwn = rows[0] !== undefined && Object.hasOwn(rows[0].fields, OWN.version);
    if (rows.length > 0 && !isOwn) {
      translator.lifecycle = lifecycleOf(rows.map((row) => translator.transitionOf(row)));
    }
    return held;
  }
}

class FactBatch {
  private readonly batch = new ImportBatch();
  private casesBefore = 0;

  constructor(private readonly translator: RowTranslator) {}

  *take({ rows, bad, keptAsText }: RowBatch): Generator<ImportedBatch> {
    const { batch } = this;
    batch.addKeptAsText(keptAsText);
    for (const each of bad) {
      batch.addBad(each);
      if (batch.isFull) yield this.taken();
    }
    for (const row of rows) {
      this.addRow(row);
      if (batch.isFull) yield this.taken();
    }
  }

  *rest(): Generator<ImportedBatch> {
    if (!this.batch.isEmpty) yield this.taken();
  }

  private addRow(row: LogRow): void {
    const { line, characters } = row;
    const read = this.translator.translate(row);
    if (read === undefined) return;
    if ('reason' in read) this.batch.addBad(badRow(row, read.reason));
    else this.batch.add(read, line, characters);
  }

  private taken(): ImportedBatch {
    const { size } = this.translator.cases;
    const since = size - this.casesBefore;
    this.casesBefore = size;
    return this.batch.take(since);
  }
}

const CELLS_MAX = 100;

function badRow({ line, cells, fields, caseName }: LogRow, reason: string): BadRow {
  if (cells !== undefined)
    return { line, reason, row: cells.slice(0, CELLS_MAX).map(truncatedRow) };
  const row = truncatedRow(
    JSON.stringify({ ...(caseName !== undefined && { case: caseName }), ...fields }),
  );
  return { line, reason, row };
}
