/**
 * One source and id for events of two patients, where the log cannot refuse the second: noticed
 * afterwards, and said in a stream of each of the two. Nobody learns there who the other is.
 */
import { createHash } from 'node:crypto';
import {
  appendOnce,
  readStreamPages,
  timeOrderedId,
  Unavailable,
  type EventStore,
  type RecordedEvent,
} from '#event-store';
import {
  ENGINE_SOURCE,
  factFromStored,
  factKey,
  ID_COLLISION_NOTICED,
  ID_COLLISIONS_STREAM,
  PATIENT_STREAM,
  type IdCollision,
} from '#care-event';
import type { LogProcessorOptions } from '../processors/log-processor.js';
import { FACT_KEY_BYTES, type FactKeyIndex } from './fact-key-index.js';

export interface FactKeysOptions {
  readonly store: EventStore;
  readonly index: FactKeyIndex;
  /** Called for each collision that was noticed. */
  readonly onCollision: () => void;
}

/** What the processor of fact keys does with the log. */
export function factKeysWork(
  options: FactKeysOptions,
): Pick<LogProcessorOptions, 'name' | 'partitionKeyOf' | 'handle'> {
  return {
    name: 'fact-keys',
    partitionKeyOf: (event) =>
      event.stream.startsWith(PATIENT_STREAM) && factFromStored(event) !== undefined
        ? event.stream.slice(PATIENT_STREAM.length)
        : undefined,
    handle: (event) => noticeCollision(options, event),
  };
}

async function noticeCollision(
  { store, index, onCollision }: FactKeysOptions,
  event: RecordedEvent,
): Promise<void> {
  const patient = event.stream.slice(PATIENT_STREAM.length);
  const fact = factFromStored(event)!;
  const key = indexKey(fact);
  const holder = await claim({ store, index }, key, patient);
  if (holder === patient) return;
  const answers = [];
  for (const each of [holder, patient]) answers.push(await notice(store, each, fact));
  if (answers.some(({ repeated }) => !repeated)) onCollision();
}

/** The index may know more than the log, which was restored since: the log decides. */
async function claim(
  { store, index }: Pick<FactKeysOptions, 'store' | 'index'>,
  key: string,
  patient: string,
): Promise<string> {
  for (;;) {
    const holder = await ofIndex(() => index.claim(key, patient));
    if (holder === patient || (await hasEvent(store, holder, key))) return holder;
    await ofIndex(() => index.release(key, holder));
  }
}

/** A fault of the index is nobody's event's. @throws Unavailable */
async function ofIndex<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new Unavailable('The index of sources and ids does not answer.', { cause });
  }
}

async function hasEvent(store: EventStore, patient: string, key: string): Promise<boolean> {
  for await (const page of readStreamPages(store, `${PATIENT_STREAM}${patient}`))
    for (const event of page) {
      const fact = event.damage === undefined ? factFromStored(event) : undefined;
      if (fact !== undefined && indexKey(fact) === key) return true;
    }
  return false;
}

function notice(store: EventStore, patient: string, { source, id }: IdCollision) {
  const key = factKey({ source, id });
  return appendOnce(store, `${ID_COLLISIONS_STREAM}${patient}`, [
    {
      // The same whichever of the two events it was noticed by.
      id: timeOrderedId(0, 'id-collision', patient, key),
      type: ID_COLLISION_NOTICED,
      data: { source, id },
      metadata: { source: ENGINE_SOURCE },
    },
  ]);
}

function indexKey(fact: IdCollision): string {
  const key = factKey(fact);
  if (Buffer.byteLength(key) <= FACT_KEY_BYTES) return key;
  return `sha256 ${createHash('sha256').update(key).digest('hex')}`;
}
