/**
 * The clients of this thread: for each server one that only appends and one that only reads and
 * subscribes, however many stores use them. Appending clients share a table of what is under way,
 * so that an error of one rejects the appends of another; and a fault of a read takes the appends
 * with it where both are on one client.
 */
import { Client } from './client.js';
import type { AppendWay } from './client.js';

interface Shared {
  readonly client: Client;
  users: number;
}

const shared = new Map<string, Shared>();

export interface LentClient {
  readonly client: Client;
  /** Closes it after its last user. */
  giveBack(): Promise<void>;
}

/** @param way for one that only appends; left out for one that only reads */
export function lendClient(connectionString: string, way?: AppendWay): LentClient {
  const key = `${way ?? 'read'} ${connectionString}`;
  const lent = shared.get(key) ?? { client: Client.connect(connectionString, way), users: 0 };
  shared.set(key, lent);
  lent.users += 1;
  return {
    client: lent.client,
    giveBack: async () => {
      lent.users -= 1;
      if (lent.users > 0) return;
      shared.delete(key);
      await lent.client.close();
    },
  };
}
