/** Refusals of questions and faults of the read models. */

export type QueryRefusalCode =
  | 'unknown-pathway'
  | 'unknown-version'
  | 'unknown-type'
  | 'invalid-limit'
  | 'invalid-instant'
  | 'invalid-query'
  | 'unknown-cursor';

/** A question that cannot be answered as it was put; `path` names the part at fault. */
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

/** The models were never built, or by another version of this program. */
export class ReadModelsOutdated extends Error {
  override readonly name = 'ReadModelsOutdated';
  readonly code = 'read-models-outdated';
  constructor(
    readonly models: readonly string[],
    options?: ErrorOptions,
  ) {
    super(
      `The read models ${models.join(', ')} have not been built by this version yet: ` +
        'whoever writes to this folder has to bring them up to date first.',
      options,
    );
  }
}

/** The file is no database or is damaged. */
export class ReadModelsDamaged extends Error {
  override readonly name = 'ReadModelsDamaged';
  readonly code = 'read-models-damaged';
  constructor(
    readonly file: string,
    options?: ErrorOptions,
  ) {
    super(
      `${file} cannot be read. Delete it: it is rebuilt from the log, nothing is lost.`,
      options,
    );
  }
}

/** A definition in the log that this version of the program cannot read any more. */
export class StoredDefinitionUnreadable extends Error {
  override readonly name = 'StoredDefinitionUnreadable';
  readonly code = 'stored-definition-unreadable';
  constructor(
    readonly pathway: string,
    readonly version: number,
    reason: string,
  ) {
    super(`Version ${version} of ${pathway} in the log cannot be read: ${reason}`);
  }
}
