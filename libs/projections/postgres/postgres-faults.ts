/** What the server's errors mean for the read models. */
import { faultKind, serverCode } from '#postgres';
import { ReadModelsOutdated, ReadModelsUnavailable } from '../port/errors.js';

/** In the port's terms; an error that is none of the server's, or is a fault of the program, stays. */
export function typedFault(error: unknown): unknown {
  const kind = faultKind(error);
  if (kind === undefined) return error;
  const { message } = error as Error;
  if (kind === 'missing') {
    const [, name = 'a table'] = /"([^"]+)"/.exec(message) ?? [];
    return new ReadModelsOutdated([name], { cause: error });
  }
  const code = serverCode(error);
  const reason = code === undefined ? message : `${message}, SQLSTATE ${code}`;
  return new ReadModelsUnavailable(reason, kind === 'full', {
    cause: error,
    advice:
      'check that the PostgreSQL server runs and can be reached, its log, and the rights and limits of its user',
  });
}
