/** What SQLite's error codes mean for the read models. */
import { ReadModelsDamaged, ReadModelsUnavailable } from '../port/errors.js';

/** What passes, once somebody has seen to the disk or the system. */
const PASSING = /^SQLITE_(FULL|IOERR|CANTOPEN|READONLY|BUSY|NOMEM|PERM|PROTOCOL)/;

/** Undefined for an error that is not SQLite's, or is a fault of the program. */
export function typedFault(file: string, error: unknown): Error | undefined {
  const { code } = error as { readonly code?: unknown };
  if (typeof code !== 'string') return undefined;
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return new ReadModelsDamaged(file, { cause: error });
  if (!PASSING.test(code)) return undefined;
  const isFull = code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE';
  return new ReadModelsUnavailable(code, isFull, { cause: error });
}
