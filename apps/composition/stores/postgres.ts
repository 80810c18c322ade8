/** What opens a PostgreSQL; loaded where one was chosen. */
import { parsePostgresAddress, type PostgresAddress } from '#postgres';
import type { PostgresPlace } from './places.js';

/** @throws PostgresAddressInvalid */
export function addressOf({ address, password }: PostgresPlace): PostgresAddress {
  return parsePostgresAddress(address, password);
}
