/** The settings cannot be used; each fault is named with where it stands. */
export interface ConfigurationProblem {
  /** A flag, a variable, or a file with line and column. */
  readonly location: string;
  readonly message: string;
}

export class ConfigurationInvalid extends Error {
  readonly code = 'configuration-invalid';
  override readonly name = 'ConfigurationInvalid';
  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(problems.map(({ location, message }) => `${location}: ${message}`).join('\n'));
  }
}
