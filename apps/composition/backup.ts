/** Backups of a log in a file, while it is served, and what they are verified by. */
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { positionOf, type Position } from '#event-store';
import { dataFolder } from './folder/data-folder.js';
import { keptPositions } from './folder/kept-positions.js';
import { backUp, nameOfLog, restore } from './stores/log-files.js';
import { openLogForReading } from './stores/log.js';
import { logFile, placesIn, formatPlace, type Installation } from './stores/places.js';
import { verifyFolder, type VerifiedFolder, type VerifyOptions } from './verify-folder.js';

/** What a backup or a restore cannot be made of, and what to do instead. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface BackedUp {
  /** The folder of the backup. */
  readonly backup: string;
  /** Where the log ended; null for an empty one. */
  readonly position: Position | null;
  readonly verified: VerifiedFolder;
  /** Whether the secret lies with it. */
  readonly withSecret: boolean;
}

export interface BackupOptions extends VerifyOptions {
  /** Without it, whoever finds the backup finds pseudonyms only. */
  readonly withSecret: boolean;
}

const SECRET = 'secret.key';

/** Beside whoever writes the log. @throws BackupRefused; StoreMissing; typed errors of the store */
export async function backUpFolder(
  installation: Installation,
  to: string,
  { withSecret, ...options }: BackupOptions,
): Promise<BackedUp> {
  const folder = dataFolder(installation);
  refuseServers(installation);
  const backup = resolve(to);
  if (existsSync(backup) && readdirSync(backup).length > 0)
    throw new BackupRefused('backup-exists', `${backup} is not empty: name a new folder.`);
  mkdirSync(backup, { recursive: true, mode: 0o700 });
  await backUp(folder, logFile({ kind: 'sqlite', folder: backup }));
  if (withSecret) copyFileSync(folder.secret, join(backup, SECRET));
  const verified = await verifyFolder(backup, options);
  return { backup, position: await headOf(backup), verified, withSecret };
}

export interface Restored {
  readonly data: string;
  readonly position: Position | null;
  readonly verified: VerifiedFolder;
  /** Where the log went that was there. */
  readonly aside: string | null;
  /** What read models and processors have reached beyond the backup. */
  readonly lost: readonly Position[];
  readonly hasSecret: boolean;
}

export interface RestoreOptions extends VerifyOptions {
  /** Whether a log that is there may be put aside. */
  readonly replace: boolean;
  /** Of the moment: names what is put aside. */
  readonly now: Date;
}

/** @throws BackupRefused; StoreLocked somebody writes to the log; typed errors of the store */
export async function restoreFolder(
  installation: Installation,
  from: string,
  { replace, now, ...options }: RestoreOptions,
): Promise<Restored> {
  refuseServers(installation);
  const backup = resolve(from);
  if (!existsSync(logFile({ kind: 'sqlite', folder: backup })))
    throw new BackupRefused('backup-missing', `There is no backup of a log in ${backup}.`);
  const verified = await verifyFolder(backup, options);
  if (!verified.whole)
    throw new BackupRefused(
      'backup-damaged',
      `The backup in ${backup} is damaged: take another one. stafett log verify --data ${backup} says what is wrong.`,
    );
  const folder = dataFolder(installation);
  const isThere = existsSync(nameOfLog(folder));
  if (isThere && !replace)
    throw new BackupRefused(
      'log-exists',
      `There is a log in ${folder.path} already. With --replace it is put aside, and kept.`,
    );
  const aside = `${nameOfLog(folder)}.replaced-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  const position = await headOf(backup);
  restore(folder, logFile({ kind: 'sqlite', folder: backup }), isThere ? aside : undefined);
  const secret = join(backup, SECRET);
  if (!existsSync(folder.secret) && existsSync(secret)) copyFileSync(secret, folder.secret);
  const kept = (await keptPositions(folder)).map(({ token }) => positionOf(token));
  const beyond = kept.filter((each) => position === null || Number(each) > Number(position));
  return {
    ...{ data: folder.path, position, verified, aside: isThere ? aside : null },
    ...{ lost: [...new Set(beyond)], hasSecret: existsSync(folder.secret) },
  };
}

async function headOf(backup: string): Promise<Position | null> {
  const store = await openLogForReading(placesIn(backup));
  return store
    .head()
    .then((head) => head ?? null)
    .finally(() => store.close());
}

/** @throws BackupRefused */
function refuseServers(installation: Installation): void {
  const { log } = dataFolder(installation);
  if (log.kind === 'sqlite') return;
  throw new BackupRefused(
    'backup-of-server',
    `The log is on ${formatPlace(log)}, which is backed up and restored by its own tools: see docs/operators.md.`,
  );
}
