/** Refused queries, and definitions in the log that can no longer be read. */

export type QueryRefusalCode =
  | 'unknown-pathway'
  | 'unknown-version'
  | 'unknown-type'
  | 'unknown-dimension'
  | 'too-few-patients'
  | 'unknown-cursor'
  | 'cursor-lost'
  | 'invalid-limit'
  | 'invalid-instant'
  | 'instant-too-late'
  | 'invalid-query';

/** A query that cannot be answered; `path` names the part at fault. */
export class QueryRefused extends Error {
  override readonly name = 'QueryRefused';
  constructor(
    readonly code: QueryRefusalCode,
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}

/** A definition in the log that this version of the program can no longer read. */
export class StoredDefinitionUnreadable extends Error {
  override readonly name = 'StoredDefinitionUnreadable';
  readonly code = 'stored-definition-unreadable';
  constructor(
    readonly pathway: string,
    readonly version: number,
    reason: string,
  ) {
    super(`Version ${version} of pathway ${pathway} in the log can no longer be read: ${reason}`);
  }
}
