/**
 * The tables of the read models, as Kysely sees them. Names here are storage: a
 * change of any of them needs a new version of the model that owns the table.
 */

/** How far each model has folded the log. */
export interface CheckpointsTable {
  model: string;
  version: number;
  /** Position of the last event folded; null before the first. */
  position: string | null;
  /** How many events of the log have been folded. */
  events: number;
  /** Which event that last one is, as `identityOf` tells; null before the first. */
  event: string | null;
}

/** Facts about the file itself; key `log` tells which event is the first of the log it was made from. */
export interface AboutTable {
  key: string;
  value: string;
}

/** Texts that recur in journeys (types, sources, pathways, organisations), written once. Owned by `journeys`. */
export interface NamesTable {
  id: number;
  text: string;
}

/** Facts of one patient that were folded in one batch. Owned by `journeys`. */
export interface JourneysTable {
  /** Place in the log of its first fact. */
  chunk: number;
  patient: string;
  /** The one pathway that all its facts are addressed to; empty when unaddressed or mixed. */
  pathway: string;
  /** When its first fact was recorded, ms since the epoch. */
  recorded_from: number;
  /** JSON, written and read by `stored-journey.ts`. */
  facts: string;
}

/** Published pathway definitions, one row per publication. */
export interface DefinitionsTable {
  /** Place of the publication in the log: new episodes begin under the latest of an id. */
  place: number;
  id: string;
  version: number;
  hash: string;
  yaml: string;
  position: string;
  /** Milliseconds since the epoch. */
  recorded_at: number;
  /** 1 once all patients were looked at after it, else 0. */
  reviewed: number;
}

/** Migrations of open episodes to another version. Owned by `definitions`. */
export interface MigrationsTable {
  /** Place in the log. */
  place: number;
  id: string;
  version: number;
  position: string;
  /** Milliseconds since the epoch: who was open then, as known then, was moved. */
  recorded_at: number;
  /** As in `DefinitionsTable`. */
  reviewed: number;
}

/** What has been reported, per stored type literal and addressed pathway (empty = none). */
export interface TypesTable {
  literal: string;
  pathway: string;
  n: number;
  first_position: string;
  last_position: string;
}

/** When each patient should be looked at again, ms since the epoch; null = no reason known. */
export interface WakeupsTable {
  patient: string;
  wake: number | null;
  /** Place in the log of the patient's last event. */
  place: number;
}

/** Each time that a patient's sequence was parked. Owned by `parked`. */
export interface ParkedTable {
  /** Place in the log of the event that parked it. */
  place: number;
  processor: string;
  patient: string;
  /** Of the event that parked it, in the patient's `parked-` stream. */
  revision: number;
  /** The event that could not be handled: stream and revision, or its position where it was parked long ago. */
  event_stream: string | null;
  event_revision: number | null;
  event_position: string | null;
  code: string;
  message: string;
  /** Milliseconds since the epoch. */
  since: number;
  /** When it was released, ms since the epoch; null while it is parked. */
  until: number | null;
}

/** Messages of handovers to the services they are for, and what became of each. */
export interface OutboxTable {
  /** Place of the message in the log: the order of a service's feed. */
  place: number;
  position: string;
  service: string;
  /** Id by which receivers know a repeat. */
  message: string;
  handover: string;
  patient: string;
  pathway: string;
  kind: string;
  /** When what it tells of took effect, RFC 3339. */
  time: string;
  /** Milliseconds since the epoch. */
  recorded_at: number;
  /** JSON. */
  body: string;
  /** Milliseconds since the epoch; null: not yet. */
  delivered_at: number | null;
  /** Name of the adapter that saw it arrive. */
  delivered_by: string | null;
  /** Tries to push it that failed, of the series under way. */
  attempts: number;
  /** When to try next, ms since the epoch; null once it is delivered or given up. */
  next_attempt: number | null;
  /** Why the last try failed; null before. */
  reason: string | null;
  /** Position of the failure after which it was given up; null: it was not. */
  given_up: string | null;
}

export interface Tables {
  checkpoints: CheckpointsTable;
  about: AboutTable;
  names: NamesTable;
  journeys: JourneysTable;
  definitions: DefinitionsTable;
  migrations: MigrationsTable;
  types: TypesTable;
  wakeups: WakeupsTable;
  parked: ParkedTable;
  outbox: OutboxTable;
}
