/**
 * The tables of the read models, as queries see them. Names here are storage: a
 * change of any of them needs a new version of the model that owns the table.
 *
 * An instant is in milliseconds since the epoch. A column called `position`, or ending so,
 * holds a position of the log: that of the event that made the row, unless stated otherwise.
 */
import type { LogToken, Position } from '#event-store';

/** How far each model has folded the log. */
export interface CheckpointsTable {
  model: string;
  version: number;
  /** Of the last event folded; null before the first. */
  token: LogToken | null;
}

/** Texts that recur in journeys (types, sources, pathways, organisations), written once. Owned by `journeys`. */
export interface NamesTable {
  id: number;
  text: string;
}

/** Facts of one patient that were folded in one batch. Owned by `journeys`. */
export interface JourneysTable {
  /** Of its first fact. */
  position: Position;
  patient: string;
  /** The one pathway that all its facts are addressed to; empty when unaddressed or mixed. */
  pathway: string;
  /** When its first fact was recorded. */
  recorded_from: number;
  /** JSON, written and read by `stored-journey.ts`. */
  facts: string;
}

/** Published pathway definitions, one row per publication: new episodes begin under the latest of an id. */
export interface DefinitionsTable {
  position: Position;
  id: string;
  version: number;
  hash: string;
  yaml: string;
  recorded_at: number;
  /** 1 once all patients have been reviewed after it, otherwise 0. */
  reviewed: number;
}

/** Migrations of open episodes to another version. Owned by `definitions`. */
export interface MigrationsTable {
  position: Position;
  id: string;
  version: number;
  /** In the pathway's stream. */
  revision: number;
  /** Episodes that were open then, as known then, were moved. */
  recorded_at: number;
  /** As in `DefinitionsTable`. */
  reviewed: number;
}

/** What was stated of organisations, one row per version. */
export interface OrganisationsTable {
  position: Position;
  /** In the stream of all organisations. */
  revision: number;
  recorded_at: number;
  /** The version, JSON. */
  stated: string;
}

/** Reviews of all patients after what was stated up to a revision. Owned by `organisations`. */
export interface OrganisationReviewsTable {
  position: Position;
  revision: number;
}

/** What has been reported, per stored type literal and addressed pathway (empty = none). */
export interface TypesTable {
  literal: string;
  pathway: string;
  n: number;
  first_position: Position;
  last_position: Position;
}

/** When each patient should next be assessed; null = no wake-up planned. */
export interface WakeupsTable {
  patient: string;
  wake: number | null;
  /** Of the patient's last event. */
  position: Position;
}

/** Events of the `parked-` streams. */
export interface ParkedTable {
  position: Position;
  /** The rest of its stream's name. */
  patient: string;
  revision: number;
  type: string;
  recorded_at: number;
  /** JSON. */
  data: string;
}

/** Messages of handovers to the services they are for, with their delivery status. */
export interface OutboxTable {
  /** The order of a service's feed. */
  position: Position;
  service: string;
  /** Id by which receivers know a repeat. */
  message: string;
  handover: string;
  patient: string;
  pathway: string;
  kind: string;
  /** When what it reports took effect, RFC 3339. */
  time: string;
  recorded_at: number;
  /** JSON. */
  body: string;
  /** Null: not yet. */
  delivered_at: number | null;
  /** Name of the adapter that delivered it. */
  delivered_by: string | null;
  /** Failed pushes of the current series. */
  attempts: number;
  /** When to push next; null once it is delivered or given up. */
  next_attempt: number | null;
  /** Why the last push failed; null before. */
  reason: string | null;
  /** Of the failure after which it was given up; null if it was not. */
  given_up_position: Position | null;
}

/** Events of the log that cannot be read. */
export interface DamagedTable {
  position: Position;
  stream: string;
  /** Pseudonym; empty where it is no patient's stream. */
  patient: string;
  revision: number;
  /** What of it cannot be read. */
  damage: string;
  recorded_at: number;
}

export interface Tables {
  checkpoints: CheckpointsTable;
  names: NamesTable;
  journeys: JourneysTable;
  definitions: DefinitionsTable;
  migrations: MigrationsTable;
  organisations: OrganisationsTable;
  organisation_reviews: OrganisationReviewsTable;
  types: TypesTable;
  wakeups: WakeupsTable;
  parked: ParkedTable;
  outbox: OutboxTable;
  damaged: DamagedTable;
}
