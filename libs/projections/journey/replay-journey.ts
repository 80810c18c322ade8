/**
 * One patient's journey as it was: what had happened by one instant and was known by
 * another, and what the engine decided. Read directly from the patient's stream and assessed
 * by the same core as everything else, each episode under the version that it was pinned to
 * as far as was known.
 */
import { readStreamAsItIs, type EventStore } from '#event-store';
import { decisionFromStored } from '#pathway';
import { didYouMean, formatValue, ID_COLLISIONS_STREAM } from '#care-event';
import { collidingFact } from '../models/id-collisions.js';
import {
  journeyAnswer,
  type JourneyAnswer,
  type JourneyQuery,
  type OnPathway,
  type PathwayInForce,
} from './journey-answer.js';
import { instantsAsked } from './days-asked.js';
import { lateSeconds } from './late-decisions.js';
import {
  JourneyRefused,
  pathwaysFor,
  patientHistory,
  storedIn,
  type PublishedPathways,
} from './patient-history.js';

/** @throws JourneyRefused, HistoryTooLarge; LogDamaged an event of the patient, or of the pathway, cannot be read */
export async function replayJourney(
  store: EventStore,
  pathways: PublishedPathways,
  patient: string,
  asked: JourneyQuery,
): Promise<JourneyAnswer> {
  const query = await instantsAsked(store, pathways, { patient, ...asked });
  const { known, facts } = await patientHistory(store, patient, query.knownAt);
  const decisions = storedIn(known, decisionFromStored);
  const inForce = pathwaysFor(pathways, query.knownAt, facts);
  if (asked.pathway !== undefined) {
    const damage = pathways.setAside(asked.pathway);
    if (damage !== undefined) throw damage;
    requirePublished(asked.pathway, inForce);
  }
  const values = facts.map(({ value }) => value);
  const assessed = inForce.flatMap((pathway) =>
    pathway.versions
      .inLanguage(asked.languages ?? [])
      .assessAll(values, query.asOf)
      .map((assessment): OnPathway => ({ ...pathway, assessment })),
  );
  const entered = assessed
    .filter(({ assessment }) => assessment.state !== 'not-entered')
    .sort((a, b) => firstEntry(a) - firstEntry(b));
  const chosen = choose(assessed, entered, asked);
  const head = await store.head();
  const late = lateSeconds(known);
  const unreadable = pathways.allSetAside();
  const sharedKeys = await sharedKeysOf(store, patient, query.knownAt);
  const parts = {
    ...{ sharedKeys },
    patient,
    query,
    facts,
    decisions,
    late,
    entered,
    chosen,
    unreadable,
    head,
  };
  return journeyAnswer(parts);
}

/** Keys of the patient's facts that were known by then to be another patient's too. */
async function sharedKeysOf(
  store: EventStore,
  patient: string,
  knownAt = Infinity,
): Promise<ReadonlySet<string>> {
  const events = await readStreamAsItIs(store, `${ID_COLLISIONS_STREAM}${patient}`);
  const keys = events.flatMap((event) =>
    event.damage === undefined && event.knownAt <= knownAt ? (collidingFact(event) ?? []) : [],
  );
  return new Set(keys);
}

/**
 * The pathway asked for, or the one entered first; of several keys the one asked for, or the one
 * entered first.
 */
function choose(
  assessed: readonly OnPathway[],
  entered: readonly OnPathway[],
  { pathway, key }: JourneyQuery,
): OnPathway | undefined {
  const asked =
    pathway === undefined
      ? entered
      : assessed.filter(({ definition }) => definition.id === pathway);
  if (key === undefined) return asked[0];
  const found = asked.find(({ assessment }) => assessment.key === key);
  if (found !== undefined) return found;
  throw unknownKey(key, pathway, new Set(asked.flatMap(({ assessment }) => assessment.key ?? [])));
}

/** Keys that a message names: a patient may have thousands. */
const KEYS_NAMED = 8;

function unknownKey(key: string, pathway: string | undefined, keys: ReadonlySet<string>) {
  const named = [...keys].slice(0, KEYS_NAMED).map((known) => formatValue(known));
  const more = keys.size > KEYS_NAMED ? ` and ${keys.size - KEYS_NAMED} others` : '';
  const message = `There are no episodes of ${formatValue(key)} on ${pathway ?? 'any pathway'}; keys: ${named.join(', ') || 'none'}${more}.`;
  return new JourneyRefused('unknown-key', `${message}${didYouMean(key, keys)}`);
}

function firstEntry({ assessment }: OnPathway): number {
  return assessment.episodes[0]?.enteredAt ?? 0;
}

function requirePublished(pathway: string, inForce: readonly PathwayInForce[]): void {
  const ids = inForce.map(({ definition }) => definition.id);
  if (ids.includes(pathway)) return;
  throw new JourneyRefused(
    'unknown-pathway',
    `No pathway ${pathway} is published here; published: ${ids.join(', ') || 'none'}.${didYouMean(pathway, ids)}`,
  );
}
