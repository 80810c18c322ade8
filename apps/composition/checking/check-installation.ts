/** Connects to every place of an installation and says what it found; writes nothing that stays. */
import { comparePositions, StoreMissing, type Position } from '#event-store';
import { dataFolder } from '../folder/data-folder.js';
import { findLoss, describeLoss, readEvidence, refuseFileLoss } from '../folder/log-loss.js';
import { tenantSecret } from '../folder/tenant-secret.js';
import { behindSeconds } from '../distance/behind-seconds.js';
import { sqliteVersion } from '../stores/log-files.js';
import { openLogForReading } from '../stores/log.js';
import { formatPlace, type Installation, type Place, type Places } from '../stores/places.js';
import { modelsPosition, ALL_MODELS, ReadModelsOutdated } from '#projections';
import { openServingModels } from '../stores/read-models.js';
import { checkEventStoreDb } from './check-eventstoredb.js';
import { checkFolder } from './check-folder.js';
import type { KafkaConfig } from '../configuration/kafka-config.js';
import { checkKafka } from './check-kafka.js';
import { checkPostgres } from './check-postgres.js';
import { failedBy, failed, ok, warning, type CheckedPlace, type Finding } from './findings.js';

export interface CheckedInstallation {
  /** Nothing failed. */
  readonly usable: boolean;
  readonly places: readonly CheckedPlace[];
}

/**
 * @param clock of this machine, ms since the epoch
 * @param kafka undefined where there is none
 */
export async function checkInstallation(
  installation: Exclude<Installation, string>,
  clock: () => number,
  kafka?: KafkaConfig,
): Promise<CheckedInstallation> {
  const { data, places } = installation;
  const all: CheckedPlace[] = [{ setting: 'data', place: data, findings: checkFolder(data) }];
  const isUsable = (findings: readonly Finding[]): boolean =>
    findings.every(({ level }) => level !== 'failed');
  const add = async (
    setting: CheckedPlace['setting'],
    place: Place,
    more: () => Promise<readonly Finding[]>,
  ): Promise<void> => {
    // Of a place that keeps several things all is said once.
    const before = all.find((each) => each.place === formatPlace(place));
    const findings = before === undefined ? await checkPlace(place, clock) : sameAs(before);
    const further = isUsable(findings)
      ? await more().catch((error: unknown) => [failedBy(error)])
      : [];
    all.push({ setting, place: formatPlace(place), findings: [...findings, ...further] });
  };
  await add('event-store', places.log, () => aboutLog(installation));
  await add('read-models', places.readModels, () => aboutReadModels(places, clock()));
  await add('work', places.work, () => Promise.resolve(aboutWork(places)));
  if (kafka !== undefined)
    all.push({
      setting: 'kafka',
      place: kafka.address.brokers.join(', '),
      findings: await checkKafka(kafka),
    });
  return { usable: all.every(({ findings }) => isUsable(findings)), places: all };
}

function sameAs({ setting, findings }: CheckedPlace): readonly Finding[] {
  const hasFailed = findings.some(({ level }) => level === 'failed');
  return [hasFailed ? failed(`See ${setting}.`) : ok(`The same place as ${setting}.`)];
}

function checkPlace(place: Place, clock: () => number): Promise<readonly Finding[]> {
  switch (place.kind) {
    case 'sqlite':
      return Promise.resolve([
        ok(`It is SQLite ${sqliteVersion()}.`),
        ...checkFolder(place.folder),
      ]);
    case 'postgres':
      return checkPostgres(place, clock);
    case 'eventstoredb':
      return checkEventStoreDb(place);
  }
}

/** Whether there is a log, whose it is, and whether it has all that others know of it. */
async function aboutLog(installation: Installation): Promise<readonly Finding[]> {
  const folder = dataFolder(installation);
  const evidence = await readEvidence(folder);
  refuseFileLoss(folder, evidence);
  let store;
  try {
    store = await openLogForReading(folder);
  } catch (error) {
    if (!(error instanceof StoreMissing)) throw error;
    return [ok('There is no log yet: the first command that writes makes one.')];
  }
  try {
    const head = await store.head();
    const loss = await findLoss(store, evidence);
    const there = head === undefined ? 'The log is empty.' : `The log ends at position ${head}.`;
    if (head !== undefined) await tenantSecret(folder, store);
    return [
      ok(there),
      ok(
        `It takes up to ${store.limits.eventBytes} bytes an event and ${store.limits.batchBytes} an append.`,
      ),
      store.uniqueKeys
        ? ok('It refuses a fact that another patient has.')
        : ok('A fact that another patient has is noticed after it was recorded.'),
      ...(loss === undefined ? [] : describeLoss(loss).map((sentence) => failed(`${sentence}.`))),
    ];
  } finally {
    await store.close();
  }
}

async function aboutReadModels(places: Places, now: number): Promise<readonly Finding[]> {
  let position: Position | undefined;
  try {
    const models = await openServingModels(places);
    position = await models
      .read((view) => modelsPosition(view, ALL_MODELS))
      .finally(() => models.close());
  } catch (error) {
    if (!(error instanceof ReadModelsOutdated)) throw error;
    return [ok('They are not built yet: the first figure, or the server, builds them.')];
  }
  const store = await openLogForReading(places);
  try {
    const head = await store.head();
    if (head === undefined || (position !== undefined && comparePositions(position, head) >= 0))
      return [ok('They are up to date.')];
    const seconds = Math.round(await behindSeconds(store, position, now));
    return [warning(`They are at position ${position ?? 'none'} of ${head}, ${seconds} s behind.`)];
  } finally {
    await store.close();
  }
}

function aboutWork({ log, work }: Places): readonly Finding[] {
  if (work.kind === 'postgres')
    return [ok('Its lock keeps away a second server, on whichever machine.')];
  return log.kind === 'sqlite'
    ? [ok('A lock in the file keeps away a second server.')]
    : [warning('A lock in a file keeps away a second server on this machine alone (single-host).')];
}
