/** An EventStoreDB: whether it is one, lets us read all of it, and how fast it does. */
import { probe } from '../stores/eventstoredb.js';
import type { EventStoreDbPlace } from '../stores/places.js';
import { failedBy, milliseconds, ok, warning, type Finding } from './findings.js';

/** A server that compresses its answers is read at a tenth of this. */
const READ_SLOW_PER_S = 10_000;
/** Fewer are read too fast to tell. */
const EVENTS_TO_TELL = 500;

export async function checkEventStoreDb(place: EventStoreDbPlace): Promise<readonly Finding[]> {
  try {
    const { version, answerMs, events, readMs } = await probe(place);
    const perSecond = Math.round((1_000 * events) / readMs);
    const speed = `It was read at ${perSecond.toLocaleString('en-GB')} events a second`;
    return [
      version === undefined
        ? warning('It speaks the protocol of EventStoreDB, and does not say its version.')
        : ok(`It is an EventStoreDB, or compatible: version ${version}.`),
      ok('The whole log can be read.'),
      ok(`It answers after ${milliseconds(answerMs)}.`),
      ...(events < EVENTS_TO_TELL
        ? []
        : [
            perSecond < READ_SLOW_PER_S
              ? warning(`${speed}, which is slow: it may compress its answers; switch that off.`)
              : ok(`${speed}.`),
          ]),
    ];
  } catch (error) {
    return [failedBy(error)];
  }
}
