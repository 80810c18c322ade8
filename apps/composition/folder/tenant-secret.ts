/**
 * The secret of a data folder, which is made once, before anything is in its log. The log keeps
 * its check value, so another secret is recognised before it turns every patient into two. That
 * is an event like any other: it travels with the log, whichever store holds that.
 */
import { existsSync } from 'node:fs';
import {
  TENANT_SECRET_RECORDED,
  TENANT_SECRET_STREAM,
  type TenantSecretRecorded,
} from '#care-event';
import { timeOrderedId, WrongExpectedRevision, type EventStore } from '#event-store';
import { checkValueOf, loadOrCreateSecret } from '#exchange';
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

/** The secret is not the one that made the pseudonyms in the log. */
export class SecretChanged extends Error {
  readonly code = 'secret-changed';
  override readonly name = 'SecretChanged';
  constructor(readonly file: string) {
    super(
      `${file} is not the secret that the pseudonyms in this log were made with. With it every patient ` +
        'already in the log would become another one: restore the file from the backup that belongs to this log.',
    );
  }
}

/**
 * For reading: a log that has no check value yet is taken at its word.
 *
 * @throws SecretMissing; SecretChanged; SecretRefused when the file must not be used
 */
export async function tenantSecret(folder: DataFolder, store: EventStore): Promise<Uint8Array> {
  return (await loadSecret(folder, store)).secret;
}

/**
 * For writing: records the check value of a log that has none. In one of an earlier version that
 * makes the secret which lies beside it the right one, since nothing there could tell.
 *
 * @throws as `tenantSecret`
 */
export async function recordedTenantSecret(
  folder: DataFolder,
  store: EventStore,
): Promise<Uint8Array> {
  const { secret, isRecorded } = await loadSecret(folder, store);
  if (isRecorded) return secret;
  const checkValue = checkValueOf(secret);
  const data: TenantSecretRecorded = { checkValue };
  const event = {
    id: eventId(checkValue),
    type: TENANT_SECRET_RECORDED,
    data: { ...data },
    metadata: {},
  };
  try {
    await store.append(TENANT_SECRET_STREAM, 'none', [event]);
    return secret;
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
    // Another writer recorded one meanwhile: what it recorded holds.
    return recordedTenantSecret(folder, store);
  }
}

async function loadSecret(
  folder: DataFolder,
  store: EventStore,
): Promise<{ readonly secret: Uint8Array; readonly isRecorded: boolean }> {
  if (!existsSync(folder.secret) && (await store.head()) !== undefined) {
    throw new SecretMissing(folder.secret);
  }
  const secret = await loadOrCreateSecret(folder.secret);
  const [recorded] = (await store.readStream(TENANT_SECRET_STREAM, { limit: 1 })).events;
  if (recorded === undefined) return { secret, isRecorded: false };
  const checkValue = checkValueOf(secret);
  // Its id is made from it, and can be read where the value itself is damaged.
  const isSame =
    recorded.damage === undefined
      ? recorded.data['checkValue'] === checkValue
      : recorded.id === eventId(checkValue);
  if (!isSame) throw new SecretChanged(folder.secret);
  return { secret, isRecorded: true };
}

function eventId(checkValue: string): string {
  return timeOrderedId(0, TENANT_SECRET_RECORDED, checkValue);
}
