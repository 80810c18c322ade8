/** Faults of the read models, whichever database keeps them. */

/** How far the models that are built beside those that serve have come. */
export interface RebuildProgress {
  /** Of the log, 0 to 1. */
  readonly share: number;
  readonly events: number;
  /** Undefined as long as it cannot be told. */
  readonly secondsLeft?: number;
}

/** The models were never built, or by another version of this program. */
export class ReadModelsOutdated extends Error {
  override readonly name = 'ReadModelsOutdated';
  readonly code = 'read-models-outdated';
  /** How long their build will still take, as far as that is known. */
  readonly secondsLeft?: number;
  constructor(
    readonly models: readonly string[],
    { building, ...options }: ErrorOptions & { readonly building?: RebuildProgress } = {},
  ) {
    const those = `The read models (${models.join(', ')})`;
    super(
      building === undefined
        ? `${those} have not been built by this version yet. ` +
            'The process that writes to this folder has to update them first.'
        : `${those} are being built by this version: ${progressText(building)}. Ask again then.`,
      options,
    );
    if (building?.secondsLeft !== undefined) this.secondsLeft = building.secondsLeft;
  }

  whileBuilding(building: RebuildProgress): ReadModelsOutdated {
    return new ReadModelsOutdated(this.models, { building, cause: this });
  }
}

function progressText({ share, secondsLeft }: RebuildProgress): string {
  const done = `${Math.floor(100 * share)} % done`;
  if (secondsLeft === undefined) return done;
  const minutes = Math.round(secondsLeft / 60);
  const left = secondsLeft < 90 ? `${secondsLeft} s` : `${minutes} min`;
  return `${done}, about ${left} left`;
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
      `${file} cannot be read. Delete it, or run stafett projection rebuild: it is made anew from the log, and nothing is lost.`,
      options,
    );
  }
}

/**
 * The disk or the system refuses now: it is full, or a file cannot be opened or written. What was
 * written before stays, and the same may succeed later.
 */
export class ReadModelsUnavailable extends Error {
  override readonly name = 'ReadModelsUnavailable';
  readonly code = 'read-models-unavailable';
  constructor(
    readonly reason: string,
    /** There is no room on the disk. */
    readonly full: boolean,
    {
      advice = 'check the disk, its permissions and limits',
      ...options
    }: ErrorOptions & { readonly advice?: string } = {},
  ) {
    const what = full ? 'the disk is full' : advice;
    super(
      `The read models cannot be used at the moment (${reason}): ${what}. Figures stay as they are until they can.`,
      options,
    );
  }
}

export class ReadModelsClosed extends Error {
  override readonly name = 'ReadModelsClosed';
  readonly code = 'read-models-closed';
  constructor() {
    super('The read models are closed.');
  }
}

export class ReadModelsReadOnly extends Error {
  override readonly name = 'ReadModelsReadOnly';
  readonly code = 'read-models-read-only';
  constructor() {
    super('The read models were opened for reading only.');
  }
}

/** Another process keeps the read models in this one's place. */
export class ReadModelsTaken extends Error {
  override readonly name = 'ReadModelsTaken';
  readonly code = 'read-models-taken';
  constructor() {
    super(
      'Another process keeps the read models now, so this one writes nothing to them any more. Start it again if it is the server.',
    );
  }
}

/** The answer to a commit was lost. The checkpoints show whether it took place. */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
  readonly code = 'commit-unknown';
  constructor(options?: ErrorOptions) {
    super('Whether the last changes to the read models were written is not known.', options);
  }
}

/** A whole number that either side cannot hold exactly. */
export class IntegerOutOfRange extends Error {
  override readonly name = 'IntegerOutOfRange';
  readonly code = 'integer-out-of-range';
  constructor(
    readonly column: string,
    readonly value: string,
  ) {
    super(`${value} in column ${column} is not a whole number that can be stored exactly.`);
  }
}

/** Two rows of one bulk write have the same key. */
export class RepeatedKey extends Error {
  override readonly name = 'RepeatedKey';
  readonly code = 'repeated-key';
  constructor(readonly columns: readonly string[]) {
    super(`Two rows of one bulk write have the same ${columns.join(', ')}.`);
  }
}
