/**
 * Sources and ids that were noticed to stand for events of two patients, by patient. A log that
 * can refuse the second has none.
 */
import { intervalOf } from '#calendar';
import {
  factKey,
  ID_COLLISIONS_STREAM,
  idCollisionFromStored,
  type RecordedFact,
} from '#care-event';
import type { RecordedEvent } from '#event-store';
import type { Deviation } from '#pathway';
import type { Insert } from '../port/bulk-write.js';
import type { ReadView, WriteTransaction } from '../port/read-models.js';
import type { IdCollisionsTable, Tables } from '../port/tables.js';
import type { Fold, Model } from './model.js';

const ADD: Insert<Tables, 'id_collisions'> = {
  into: {
    name: 'id_collisions',
    columns: { patient: 'text', fact: 'text', known_at: 'integer' },
    key: ['patient', 'fact'],
  },
};

export const idCollisions: Model = {
  name: 'id-collisions',
  version: 1,
  tables: [ADD.into],
  begin: () => Promise.resolve(new IdCollisionsFold()),
};

class IdCollisionsFold implements Fold {
  private rows: IdCollisionsTable[] = [];

  add(event: RecordedEvent): void {
    const fact = collidingFact(event);
    if (fact === undefined) return;
    const patient = event.stream.slice(ID_COLLISIONS_STREAM.length);
    this.rows.push({ patient, fact, known_at: event.knownAt });
  }

  async write(transaction: WriteTransaction): Promise<void> {
    const { rows } = this;
    this.rows = [];
    await transaction.insert(ADD, rows);
  }
}

/** The key of the fact that a notice is about; undefined for any other event. */
export function collidingFact({ stream, type, data }: RecordedEvent): string | undefined {
  if (!stream.startsWith(ID_COLLISIONS_STREAM)) return undefined;
  const collision = idCollisionFromStored({ type, data });
  return collision && factKey(collision);
}

/** By patient, the keys of the facts that it was known of by that instant (ms since the epoch). They are few. */
export async function idCollisionsIn(
  { db }: Pick<ReadView, 'db'>,
  knownAt = Infinity,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await db.selectFrom('id_collisions').selectAll().execute();
  const found = new Map<string, Set<string>>();
  for (const { patient, fact, known_at } of rows) {
    if (known_at > knownAt) continue;
    const facts = found.get(patient);
    if (facts === undefined) found.set(patient, new Set([fact]));
    else facts.add(fact);
  }
  return found;
}

/** The kind of such a deviation: no definition says anything of it, so assessments do not have it. */
export const SHARED_ID = 'shared-id';

/** A deviation of the assessment, or one that is noticed apart from it. */
export type ReportedDeviation = Omit<Deviation, 'kind'> & { readonly kind: string };

/** Those of the facts that happened by then and whose source and id another patient has too. */
export function sharedIds(
  facts: readonly RecordedFact[],
  keys: ReadonlySet<string>,
  { zone, asOf }: { readonly zone: string; readonly asOf: number },
): readonly ReportedDeviation[] {
  if (keys.size === 0) return [];
  return facts
    .filter((fact) => keys.has(factKey(fact)))
    .map((fact) => ({
      kind: SHARED_ID,
      at: intervalOf(fact.occurredAt, zone).start,
      fact: factKey(fact),
      message: 'Another patient has an event of the same source and id: one of the two is wrong.',
    }))
    .filter(({ at }) => at <= asOf);
}
