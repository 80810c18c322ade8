/**
 * The tables of the read models, as queries see them. Names here are storage: a
 * change of any of them needs a new version of the model that owns the table.
 *
 * An instant is in milliseconds since the epoch. A column called `position`, or ending so,
 * holds a position of the log: that of the event that made the row, unless stated otherwise.
 */
import type { LogToken, Position } from '#event-store';
import type { Severity } from '#pathway';

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

/** Facts of one patient, folded in one batch or put together since. Owned by `journeys`. */
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

/** On which UTC day (days since the epoch) a source reported to a pathway (empty = none), how much, and when last. */
export interface FeedsTable {
  source: string;
  day: number;
  pathway: string;
  n: number;
  /** Of that day; ms since the epoch. */
  first_at: number;
  last_at: number;
}

/** In which UTC hour (hours since the epoch) a source reported to a pathway (empty = none). Owned by `feeds`. */
export interface FeedHoursTable {
  source: string;
  hour: number;
  pathway: string;
}

/** When each patient should next be assessed; null = no wake-up planned. */
export interface WakeupsTable {
  patient: string;
  wake: number | null;
  /** Of the patient's last event: its position, its revision, and from when it counts as known. */
  position: Position;
  revision: number;
  recorded_at: number;
}

/** How far each stream has been folded, but for those of patients. */
export interface StreamsTable {
  stream: string;
  revision: number;
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

/** Facts whose source and id another patient has too. */
export interface IdCollisionsTable {
  patient: string;
  /** Its source and id, as `factKey` writes them. */
  fact: string;
  /** When it was noticed, ms since the epoch. */
  known_at: number;
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

/**
 * Where each patient stands on each pathway, as assessed when the patient's last event was
 * recorded: one row per assessment. Whoever has not entered has a row only if a fact known in
 * advance may change that. Owned by `standing`.
 */
export interface StandingTable {
  patient: string;
  pathway: string;
  /** The order of the patient's assessments on the pathway, from 0: one for each key. */
  ordinal: number;
  /** Of the episodes, where the pathway has several side by side. */
  key: string | null;
  /** Of the patient's last event. */
  position: Position;
  assessed_at: number;
  /** From when on the row no longer holds; null: it holds until something is recorded. */
  next_wake: number | null;
  /** 1 if a clock may run: its reading is then another at every instant, whatever `next_wake` says. */
  ticking: number;
  /** That the latest episode is pinned to. */
  version: number;
  /** `unreadable`: the patient cannot be assessed, and all that follows is null but `code`. */
  state: 'open' | 'closed' | 'not-entered' | 'unreadable';
  /** Of the latest episode. */
  entered_at: number | null;
  closed_at: number | null;
  stage: string | null;
  stage_since: number | null;
  /** Service accountable, and which organisation of it. */
  holder: string | null;
  organisation: string | null;
  /** The highest of the duties and answers that are overdue, and since when the first of them is. */
  severity: Severity | null;
  overdue_since: number | null;
  /** Start of the last fact by then that was given to these episodes. */
  last_at: number | null;
  /** As known of the patient by then. */
  municipality: string | null;
  born: string | null;
  sex: string | null;
  /** Of the queue that was joined last in the latest episode. */
  urgency: string | null;
  /** Why the patient cannot be assessed. */
  code: string | null;
}

/** The whole assessment behind each row of `standing`. Owned by `standing`. */
export interface AssessmentsTable {
  patient: string;
  pathway: string;
  ordinal: number;
  /** JSON. */
  assessment: string;
}

/** Patients whose rows in `standing` are behind their journeys. Owned by `standing`. */
export interface StandingDueTable {
  patient: string;
}

/**
 * Pathways on which all patients are assessed anew, one after the other, after something that
 * concerns all of them. Owned by `standing`.
 */
export interface StandingSweepsTable {
  /** Of the event after which it is done; '0' where the model began. */
  position: Position;
  /** Empty: all of them. */
  pathway: string;
  /** The last patient who was; empty before the first. */
  after: string;
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
  feeds: FeedsTable;
  feed_hours: FeedHoursTable;
  wakeups: WakeupsTable;
  streams: StreamsTable;
  parked: ParkedTable;
  outbox: OutboxTable;
  damaged: DamagedTable;
  id_collisions: IdCollisionsTable;
  standing: StandingTable;
  assessments: AssessmentsTable;
  standing_due: StandingDueTable;
  standing_sweeps: StandingSweepsTable;
}
