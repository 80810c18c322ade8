/**
 * Before an import begins: whether this log is in the log already under another name, for another
 * pathway, or with ids of another making. Nothing is recorded twice without being asked about.
 */
import { pseudonymOf, isPseudonym } from '../../identity/pseudonym.js';
import { logSource, type LogContext } from '../facts/imported-batch.js';
import type { EventSample } from '../facts/mapped-options.js';
import type { ImportedLog, ImportedLogs } from '../logs/imported-logs.js';
import { ImportRefused } from '../source/import-refused.js';

/** Other logs that are looked at, the latest first. */
const LOGS_MAX = 20;
/** So many of the sampled events under another name, and it is the same log. */
const SHARE = 0.25;

export interface RecognisedLog {
  /** Whether events of this log are there from an earlier import. */
  readonly isKnown: boolean;
}

/** @throws ImportRefused `log-changed` unless changes are accepted; `log-older` */
export async function recogniseLog(
  logs: ImportedLogs,
  context: LogContext,
  sample: readonly EventSample[],
  acceptsChange: boolean,
): Promise<RecognisedLog> {
  const all = await logs.all();
  const known = all.find(({ log }) => log === context.log);
  if (known?.ids === 'line') throw madeOfLines(context.log);
  if (!acceptsChange) {
    if (known !== undefined) checkSame(known, context);
    else await checkNotRenamed(logs, all, context, sample);
  }
  const { log, system, pathway } = context;
  const now: ImportedLog = {
    ...{ log, system, ids: 'content' },
    ...(pathway !== undefined && { pathway }),
  };
  const isSame = known?.system === system && known.pathway === pathway;
  if (!isSame) await logs.record(now);
  return { isKnown: known !== undefined };
}

function checkSame(known: ImportedLog, { log, system, pathway }: LogContext): void {
  if (known.pathway !== pathway) {
    const before = known.pathway ?? 'no pathway';
    throw changed(
      `The log ${log} was imported for ${before} before, and now for ${pathway ?? 'no pathway'}. ` +
        `Events that are there already stay with ${before}; only new ones would be for ${pathway ?? 'no pathway'}.`,
    );
  }
  if (known.system !== undefined && known.system !== system) {
    throw changed(
      `The patients of the log ${log} were identified by ${known.system} before, and now by ${system}: ` +
        'each patient would become another one.',
    );
  }
}

/** @throws ImportRefused where the first events are there under another name */
async function checkNotRenamed(
  logs: ImportedLogs,
  all: readonly ImportedLog[],
  context: LogContext,
  sample: readonly EventSample[],
): Promise<void> {
  for (const other of all.slice(-LOGS_MAX).reverse()) {
    if (other.ids === 'line' || sample.length === 0) continue;
    const held = await logs.holds(sample.map((event) => reference(event, other, context)));
    const share = held.filter(Boolean).length / sample.length;
    if (share < SHARE) continue;
    throw changed(
      `Events of this file are in the log already, imported as the log ${other.log}. ` +
        `To continue that log, add --log ${other.log}${other.pathway === undefined ? '' : ` --pathway ${other.pathway}`}.`,
    );
  }
}

function reference(
  { caseName, patient, patientSystem, contentId }: EventSample,
  { log, system = log }: ImportedLog,
  { secret }: LogContext,
) {
  return {
    patient: isPseudonym(patient) ? patient : pseudonymOf(secret, patientSystem ?? system, patient),
    source: logSource(log),
    id: `${pseudonymOf(secret, log, caseName)}/${contentId}`,
  };
}

function changed(message: string): ImportRefused {
  return new ImportRefused('log-changed', `${message} To go on all the same, add --accept-change.`);
}

function madeOfLines(log: string): ImportRefused {
  return new ImportRefused(
    'log-older',
    `The log ${log} was imported by an earlier version, which made the ids of its events from their lines. ` +
      'Its events cannot be told from those of this file, so nothing is imported. Import the whole file into ' +
      'a new data folder, or only what is new under another name, with --log.',
  );
}
