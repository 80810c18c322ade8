/**
 * How often each type of care event was reported to which pathway, and the first and last
 * time: undeclared types stay visible, and misspelt ones are noticed.
 */
import type { Insert } from '../port/bulk-write.js';
import type { Tables, TypesTable } from '../port/tables.js';
import type { PatientEvents } from '../batches/log-batch.js';
import type { Model } from './model.js';

const COUNT: Insert<Tables, 'types'> = {
  into: {
    name: 'types',
    columns: {
      literal: 'text',
      pathway: 'text',
      n: 'integer',
      first_position: 'position',
      last_position: 'position',
    },
    key: ['literal', 'pathway'],
  },
  onConflict: { key: ['literal', 'pathway'], add: ['n'], replace: ['last_position'] },
};

export const types: Model = {
  name: 'types',
  version: 2,
  tables: [COUNT.into],
  begin: () =>
    Promise.resolve({
      write: (transaction, events) => transaction.insert(COUNT, counted(events)),
    }),
};

/** Of facts of one type to one pathway. */
interface Count {
  n: number;
  readonly first: number;
  last: number;
}

function counted(events: PatientEvents): TypesTable[] {
  const { type, pathway } = events.columns;
  /** By type, then by pathway. */
  const counts = new Map<number, Map<number, Count>>();
  for (let event = 0; event < type.length; event += 1) {
    if (!events.isFact(event)) continue;
    const [literal, of] = [type[event]!, pathway[event]!];
    let byPathway = counts.get(literal);
    if (byPathway === undefined) counts.set(literal, (byPathway = new Map<number, Count>()));
    const count = byPathway.get(of);
    if (count === undefined) byPathway.set(of, { n: 1, first: event, last: event });
    else {
      count.n += 1;
      count.last = event;
    }
  }
  return [...counts].flatMap(([literal, byPathway]) =>
    [...byPathway].map(([of, { n, first, last }]) => ({
      ...{ literal: events.word(literal), pathway: events.word(of), n },
      ...{ first_position: events.position(first), last_position: events.position(last) },
    })),
  );
}
