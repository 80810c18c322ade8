/** What errors of the driver and of the server mean, whatever was asked. */
import pg from 'pg';

/**
 * - `connection`: no connection, or it broke; whether what was asked took place is not known.
 * - `refused`: the server refuses now, and may not later: it is busy, starting, stopping, out of
 *   memory or connections, waited too long for a lock, or lacks a right or a database.
 * - `full`: there is no room on its disk.
 * - `missing`: a table, a column or a schema does not exist.
 */
export type FaultKind = 'connection' | 'refused' | 'full' | 'missing';

/** Classes and codes of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REFUSED =
  /^(?:08|53|58|28)|^(?:57014|57P0[1-5]|55P03|40001|40P01|25P0[34]|25006|3D000|42501)$/;
/** The server ends the connection, maybe between doing what was asked and saying so. */
const ENDED = /^(?:08|57P0[1-5]|25P0[34])/;
const MISSING = /^(?:42P01|42703|3F000)$/;

/** Of the operating system and of TLS, and what the driver says without a code. */
const NETWORK =
  /^(?:E[A-Z]+|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/;
const BROKEN =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (?:has encountered a connection error|was closed)|The server does not support SSL)/;

/** The SQLSTATE that the server answered with; undefined where the error is not the server's. */
export function serverCode(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Undefined where it is a fault of the program. */
export function faultKind(error: unknown): FaultKind | undefined {
  const code = serverCode(error);
  if (code !== undefined) {
    if (code === '53100') return 'full';
    if (ENDED.test(code)) return 'connection';
    if (REFUSED.test(code)) return 'refused';
    return MISSING.test(code) ? 'missing' : undefined;
  }
  const { code: own, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const isBroken = NETWORK.test(String(own)) || BROKEN.test(String(message));
  return isBroken ? 'connection' : undefined;
}
