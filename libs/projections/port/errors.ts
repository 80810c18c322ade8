/** Faults of the read models, whichever database keeps them. */

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
