/**
 * Typed faults of the event store. Their messages name no stream and no content, since a stream's
 * name may be a patient's: messages end up in logs. What a caller needs of it is a field. Adapters
 * translate their driver's errors into these; `retryable` says whether the same call may succeed
 * later unchanged.
 */
import type { Damage, DamagedEvent, ExpectedRevision, Position } from './port.js';

export abstract class EventStoreError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;
  override get name(): string {
    return this.constructor.name;
  }
}

export class WrongExpectedRevision extends EventStoreError {
  readonly code = 'wrong-expected-revision';
  readonly retryable = true;
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** Last revision there is, or undefined when the stream does not exist. */
    readonly actual: number | undefined,
  ) {
    super(
      `The stream is at revision ${actual ?? 'none'}, not ${expected}: read it again and retry.`,
    );
  }
}

export class EventIdConflict extends EventStoreError {
  readonly code = 'event-id-conflict';
  readonly retryable = false;
  constructor(
    readonly stream: string,
    readonly id: string,
    readonly reason: 'other-content' | 'partial-overlap',
  ) {
    super(
      reason === 'other-content'
        ? `Event ${id} is already in its stream with other content.`
        : `Event ${id} is already in its stream, but the batch it came in is not: a batch is repeated whole or not at all.`,
    );
  }
}

/** Where an event stands. */
export interface EventLocation {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/** A unique key, and the event of the log that has it. */
export interface TakenKey {
  readonly key: string;
  readonly earlier: EventLocation;
}

/** Other events of the log, mostly of other streams, have unique keys of this batch. */
export class DuplicateKey extends EventStoreError {
  readonly code = 'duplicate-key';
  readonly retryable = false;
  constructor(
    /** At least one; a store names all that it finds. */
    readonly taken: readonly [TakenKey, ...TakenKey[]],
  ) {
    const positions = taken.slice(0, 5).map(({ earlier }) => earlier.position);
    const more = taken.length > positions.length ? ' …' : '';
    super(`Unique keys are taken by events at position ${positions.join(', ')}${more}.`);
  }
}

export class InvalidEvent extends EventStoreError {
  readonly code = 'invalid-event';
  readonly retryable = false;
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** A read was asked for in a way no log can answer: a bad limit, revision or position. */
export class InvalidRead extends EventStoreError {
  readonly code = 'invalid-read';
  readonly retryable = false;
  constructor(readonly reason: string) {
    super(reason);
  }
}

export class LimitExceeded extends EventStoreError {
  readonly code = 'limit-exceeded';
  readonly retryable = false;
  constructor(
    readonly what: string,
    readonly limit: number,
    readonly actual: number,
  ) {
    super(`${what} is ${actual}; the limit is ${limit}.`);
  }
}

export class StoreFull extends EventStoreError {
  readonly code = 'store-full';
  readonly retryable = true;
  constructor(options?: ErrorOptions) {
    super(
      'The disk is full: nothing was written. Reading still works; free some disk space and send again.',
      options,
    );
  }
}

/**
 * The append may have been done or not, now or later. The same events sent again at the same
 * revision settle it: `retrying` does so.
 */
export class OutcomeUnknown extends EventStoreError {
  readonly code = 'outcome-unknown';
  readonly retryable = true;
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `Whether the events were appended is unknown (${reason}); sending the same again settles it.`,
      options,
    );
  }
}

/** The store cannot be reached or has no time now; nothing was done. */
export class Unavailable extends EventStoreError {
  readonly code = 'store-unavailable';
  readonly retryable = true;
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`The event store cannot be used at the moment. ${reason}`, options);
  }
}

export class StoreFailed extends EventStoreError {
  readonly code: string = 'store-failed';
  readonly retryable = false;
  constructor(
    reason: string,
    message = `The event store failed (${reason}). Whether the last appends are durable is settled by their ids on restart.`,
  ) {
    super(message);
  }
}

/** A file of the log was deleted, moved or replaced under the process that writes to it. */
export class LogRemoved extends StoreFailed {
  override readonly code = 'log-removed';
  constructor(readonly file: string) {
    super(
      'a file was removed',
      `${file} was deleted, moved or replaced while this process was writing to it, so nothing more is ` +
        'acknowledged. Put the data folder back, or restore its backup, and start again.',
    );
  }
}

export class StoreClosed extends EventStoreError {
  readonly code = 'store-closed';
  readonly retryable = false;
  constructor() {
    super('The event store is closed.');
  }
}

export class StoreReadOnly extends EventStoreError {
  readonly code = 'store-read-only';
  readonly retryable = false;
  constructor() {
    super(
      'The event store takes no writes: it was opened for reading, or its server is a standby.',
    );
  }
}

/** Another process writes to this folder. */
export class StoreLocked extends EventStoreError {
  readonly code = 'store-locked';
  readonly retryable = true;
  constructor(
    readonly folder: string,
    /** Who holds it, as that process described itself. */
    readonly holder: string,
  ) {
    super(`${folder} is being written by ${holder}. Stop it first, or use another folder.`);
  }
}

/**
 * An event that is needed cannot be read. The message names its place and nothing of its
 * content; the stream, which may be a patient's, is a field and not in the message.
 */
export class LogDamaged extends EventStoreError {
  readonly code = 'log-damaged';
  readonly retryable = false;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly damage: Damage;
  constructor({ stream, revision, position, damage }: DamagedPlace) {
    super(
      `The event at position ${position} of the log (revision ${revision} of its stream) is damaged: ` +
        `${DAMAGED[damage]}. What depends on it is set aside; everything else goes on. ` +
        'stafett log verify names all such places.',
    );
    this.stream = stream;
    this.revision = revision;
    this.position = position;
    this.damage = damage;
  }
}

/** Where a damaged event stands, and what of it cannot be read. */
export type DamagedPlace = Pick<DamagedEvent, 'stream' | 'revision' | 'position' | 'damage'>;

const DAMAGED: Readonly<Record<Damage, string>> = {
  stream: 'the name of its stream cannot be read',
  type: 'its type cannot be read',
  data: 'its data cannot be read',
  metadata: 'its metadata cannot be read',
  checksum: 'its checksum does not match what it says',
};

/** The file or the database that holds the log is broken, beyond one event of it. */
export class LogFileDamaged extends EventStoreError {
  readonly code = 'log-file-damaged';
  readonly retryable = false;
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(
      `${file} is broken: a part of the file cannot be read (${reason}). Stop what uses it, keep a copy, ` +
        'check the disk, and restore the log from its backup.',
    );
  }
}

/** A file of the data folder cannot be opened: permissions, limits, or what lies at its path. */
export class FolderUnusable extends EventStoreError {
  readonly code = 'folder-unusable';
  readonly retryable = false;
  constructor(
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file} cannot be opened: ${reason}.`, options);
  }
}

/** There is no log to read yet. */
export class StoreMissing extends EventStoreError {
  readonly code = 'store-missing';
  readonly retryable = true;
  constructor(readonly file: string) {
    super(`There is no event log at ${file} yet: nothing has been recorded in this folder.`);
  }
}

/** A log is being copied there, and not all of it is there yet. */
export class CopyUnfinished extends EventStoreError {
  readonly code = 'copy-unfinished';
  readonly retryable = false;
  constructor(readonly place: string) {
    super(
      `${place} holds a copy of a log that is not complete. Run the same stafett copy again, or use another place.`,
    );
  }
}

/** The file was written by a newer version of this program. */
export class FormatTooNew extends EventStoreError {
  readonly code = 'format-too-new';
  readonly retryable = false;
  constructor(
    readonly file: string,
    readonly found: number,
    readonly supported: number,
  ) {
    super(
      `${file} has format ${found}; this version reads up to ${supported}. Use a newer version of Stafett.`,
    );
  }
}

/** The SQLite in use does not give what durability needs. */
export class UnsafeStorage extends EventStoreError {
  readonly code = 'unsafe-storage';
  readonly retryable = false;
  constructor(reason: string) {
    super(reason);
  }
}

/**
 * Events that were recorded are no longer in the log: a stream begins later than at revision 0,
 * has a gap, or was deleted. Nothing that depends on them can be trusted.
 */
export class HistoryMissing extends EventStoreError {
  readonly code = 'history-missing';
  readonly retryable = false;
  constructor(
    readonly reason: string,
    /** Where it is known. May be a patient's, so it is not in the message. */
    readonly stream?: string,
  ) {
    super(
      `Events of the log are missing: ${reason}. Nothing may be deleted from it or truncated, ` +
        'also by the limits ($maxCount, $maxAge, $tb) of a stream. Restore the log from its backup.',
    );
  }
}

/**
 * A position that a reader goes on from is none of this log, or no longer: the log was restored,
 * cut off, or is another. Nothing is read from there, since events would be missed without a word.
 */
export class PositionNotInLog extends EventStoreError {
  readonly code = 'position-not-in-log';
  readonly retryable = false;
  constructor(readonly reason: 'beyond-end' | 'between-events' | 'other-event') {
    super(
      `A position to read on from is not in the log: ${NOT_IN_LOG[reason]}. The log was restored from a ` +
        'backup, cut off, or is another one. Whoever read this far has read what the log no longer says.',
    );
  }
}

const NOT_IN_LOG = {
  'beyond-end': 'the log ends before it',
  'between-events': 'no event begins there',
  'other-event': 'another event stands there now',
} as const;

/** The server of the log knows this user and does not let it. */
export class AccessDenied extends EventStoreError {
  readonly code = 'access-denied';
  readonly retryable = false;
  constructor() {
    super(
      'The server of the event log refuses access. Check user, password and TLS; reading the whole log ' +
        'takes the rights of an administrator of that server.',
    );
  }
}
