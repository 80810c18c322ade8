/** The secret of a data folder, which is made once, before anything is in its log. */
import { existsSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { loadOrCreateSecret } from '#exchange';
import type { DataFolder } from './data-folder.js';

/** The log has patients, and the secret that made their pseudonyms is gone. */
export class SecretMissing extends Error {
  readonly code = 'secret-missing';
  override readonly name = 'SecretMissing';
  constructor(readonly file: string) {
    super(
      `${file} is missing, and the log beside it is not empty. With a new secret every patient would ` +
        'get another pseudonym: restore the file from its backup.',
    );
  }
}

/** @throws SecretMissing, or SecretRefused when the file must not be used */
export async function tenantSecret(folder: DataFolder, store: EventStore): Promise<Uint8Array> {
  if (!existsSync(folder.secret) && (await store.head()) !== undefined) {
    throw new SecretMissing(folder.secret);
  }
  return loadOrCreateSecret(folder.secret);
}
