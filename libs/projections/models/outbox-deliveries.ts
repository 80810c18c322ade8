/** What the delivery loop reads from the outbox: messages due for delivery, and those given up. */
import type { Position } from '#event-store';
import { modelsPosition } from '../port/checkpoints.js';
import type { ReadModels } from '../port/read-models.js';
import { outbox } from './outbox.js';

export interface MessageRef {
  readonly message: string;
  readonly handoverId: string;
}

export interface DeadDelivery extends MessageRef {
  readonly position: Position;
  /** Of the failure after which it was given up. */
  readonly failedAt: Position;
}

/**
 * Patients whose first waiting message to a service is to be pushed at `now`, the longest due
 * first; then those whose first is postponed beyond `beyond`. What waits behind the first is
 * not due, however long it has waited.
 * @throws ReadModelsOutdated
 */
export function dueDeliveries(
  models: ReadModels,
  service: string,
  now: number,
  { limit, beyond }: { readonly limit: number; readonly beyond: number },
): Promise<readonly string[]> {
  return models.read(async (view) => {
    await modelsPosition(view, [outbox]);
    const first = view.db
      .selectFrom('outbox as first')
      .select('first.patient')
      .where('first.service', '=', service)
      .where('first.next_attempt', 'is not', null)
      .where((eb) => {
        const earlier = eb
          .selectFrom('outbox as earlier')
          .select('earlier.message')
          .whereRef('earlier.service', '=', 'first.service')
          .whereRef('earlier.patient', '=', 'first.patient')
          .where('earlier.next_attempt', 'is not', null)
          .whereRef('earlier.position', '<', 'first.position');
        return eb.not(eb.exists(earlier));
      })
      .orderBy('first.next_attempt')
      .orderBy('first.position');
    const rows = await first.where('first.next_attempt', '<=', now).limit(limit).execute();
    // Two ranges of one index; a single query would have to sort them.
    const room = limit - rows.length;
    if (room > 0)
      rows.push(...(await first.where('first.next_attempt', '>', beyond).limit(room).execute()));
    return rows.map(({ patient }) => patient);
  });
}

/**
 * One patient's messages that are neither delivered nor given up, to those services that are asked
 * for, in the order in which they were sent.
 * @throws ReadModelsOutdated
 */
export function waitingDeliveries(
  models: ReadModels,
  { patient, isFor }: { readonly patient: string; readonly isFor: (service: string) => boolean },
  limit: number,
): Promise<readonly MessageRef[]> {
  return models.read(async (view) => {
    await modelsPosition(view, [outbox]);
    const ofPatient = view.db
      .selectFrom('outbox')
      .select(['message', 'handover', 'service'])
      .where('patient', '=', patient)
      .where('next_attempt', 'is not', null)
      .orderBy('position');
    const found: MessageRef[] = [];
    for await (const rows of view.pages(ofPatient)) {
      for (const { message, handover, service } of rows) {
        if (isFor(service)) found.push({ message, handoverId: handover });
        if (found.length === limit) return found;
      }
    }
    return found;
  });
}

/**
 * For whom messages wait that are neither delivered nor given up. It costs a look into the index
 * for each of them, however many messages wait.
 * @throws ReadModelsOutdated
 */
export function waitingReceivers(models: ReadModels): Promise<readonly string[]> {
  return models.read(async (view) => {
    await modelsPosition(view, [outbox]);
    const found: string[] = [];
    for (;;) {
      const next = view.db
        .selectFrom('outbox')
        .select('service')
        .where('next_attempt', 'is not', null)
        .orderBy('service')
        .limit(1);
      const last = found.at(-1);
      const after = last === undefined ? next : next.where('service', '>', last);
      const row = await after.executeTakeFirst();
      if (row === undefined) return found;
      found.push(row.service);
    }
  });
}

/**
 * Messages that were given up and have not been delivered since, in the order in which they
 * were sent, after the one at that position.
 *
 * @throws ReadModelsOutdated
 */
export function deadDeliveries(
  models: ReadModels,
  after: Position | undefined,
  limit: number,
): Promise<readonly DeadDelivery[]> {
  return models.read(async (view) => {
    await modelsPosition(view, [outbox]);
    const dead = view.db
      .selectFrom('outbox')
      .select(['message', 'handover', 'position', 'given_up_position'])
      .where('given_up_position', 'is not', null)
      .orderBy('position')
      .limit(limit)
      .$narrowType<{ given_up_position: Position }>();
    const rest = after === undefined ? dead : dead.where('position', '>', after);
    const rows = await rest.execute();
    return rows.map(({ message, handover, position, given_up_position }) => ({
      ...{ message, handoverId: handover, position, failedAt: given_up_position },
    }));
  });
}
