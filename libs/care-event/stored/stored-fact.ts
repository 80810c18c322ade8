/**
 * How facts look in the log, and how they are read back.
 * WARNING: these names are storage; logs hold them for ever. They are short because
 * they are written with every event.
 */
import type { CareEvent, RecordedFact } from '../event/care-event.js';
import type { Json, JsonObject } from '../text/json.js';
import { parseTypeLiteral, typeLiteral } from '../event/event-type.js';
import type { Writable } from '../event/writable.js';

/** Source of the engine's decisions; no publisher may use it. */
export const ENGINE_SOURCE = 'urn:stafett:engine';

/** The part of a new event that says what it is; the engine adds the id. */
export interface StoredContent {
  /** Versioned literal, such as `ReferralSent.v1`. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/** The part of a recorded event that reading back needs. */
export interface StoredEvent extends StoredContent {
  /** Milliseconds since the epoch. */
  readonly recordedAt: number;
  /** From when it counts as known, where the log tells that apart from when it took it in. */
  readonly knownAt?: number;
}

/**
 * A fact as the log holds it. `wake` is stored with the last event of a batch: when the patient
 * should next be assessed, ms since the epoch.
 */
export function storedFact(fact: CareEvent, wake?: number): StoredContent {
  const metadata: Record<string, Json> = { source: fact.source, id: fact.id, at: fact.occurredAt };
  if (fact.issuedAt !== undefined) metadata['issued'] = fact.issuedAt;
  if (fact.sequence !== undefined) metadata['seq'] = fact.sequence;
  if (fact.pathway !== undefined) metadata['pathway'] = fact.pathway;
  if (fact.actor?.role !== undefined) metadata['role'] = fact.actor.role;
  if (fact.actor?.organisation !== undefined) metadata['org'] = fact.actor.organisation;
  if (fact.municipality !== undefined) metadata['municipality'] = fact.municipality;
  if (fact.correctionOf !== undefined) metadata['corrects'] = fact.correctionOf;
  if (wake !== undefined) metadata['wake'] = wake;
  return { type: typeLiteral(fact.type, fact.version), data: fact.data, metadata };
}

/** The fact that a recorded event holds; undefined when it holds none (a decision, a definition). */
export function factFromStored(event: StoredEvent): RecordedFact | undefined {
  const { source, id, at, issued, seq, pathway, role, org, municipality, corrects } =
    event.metadata as FactMetadata;
  if (typeof source !== 'string' || typeof id !== 'string' || typeof at !== 'string') {
    return undefined;
  }
  if (source === ENGINE_SOURCE) return undefined;
  const { type, version } = parseTypeLiteral(event.type);
  const fact: Writable<RecordedFact> = {
    id,
    source,
    type,
    version,
    occurredAt: at,
    data: event.data,
    recordedAt: event.knownAt ?? event.recordedAt,
  };
  if (typeof issued === 'string') fact.issuedAt = issued;
  if (typeof seq === 'string') fact.sequence = seq;
  if (typeof pathway === 'string') fact.pathway = pathway;
  if (typeof role === 'string') {
    fact.actor = typeof org === 'string' ? { role, organisation: org } : { role };
  } else if (typeof org === 'string') {
    fact.actor = { organisation: org };
  }
  if (typeof municipality === 'string') fact.municipality = municipality;
  if (typeof corrects === 'string') fact.correctionOf = corrects;
  return fact;
}

/** One destructuring read: this runs for every event of a log. */
type FactMetadata = Readonly<
  Record<
    | 'source'
    | 'id'
    | 'at'
    | 'issued'
    | 'seq'
    | 'pathway'
    | 'role'
    | 'org'
    | 'municipality'
    | 'corrects',
    Json | undefined
  >
>;
