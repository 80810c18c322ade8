/** Files imported one after another; loaded by the command, with the importer. */
import { hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';
import { basename, join, resolve } from 'node:path';
import {
  ImportFailed,
  importFile,
  type ImportedLogs,
  type ImportFormat,
  type ImportOptions,
  type ImportReport,
  type Lifecycle,
} from '#exchange';
import type { CareEvent, FactSink, Recorded } from '#care-event';
import { dataFolder } from '../../composition/folder/data-folder.js';
import type { FolderAccess } from '../../composition/operations/operations.js';
import { given } from '../options/values.js';
import type { Session } from './session.js';

export { checkImport, previewImport } from '#exchange';

/** A piece of one patient's facts for a server: so many, and no more characters unless it is one. */
const PIECE_EVENTS = 25;
const PIECE_CHARACTERS = 256 * 1024;
/** Added to the nice value that the process has. */
const GIVES_WAY = 5;

/** As the command line has them. */
export interface ImportCommandOptions {
  readonly pathway?: string;
  readonly log?: string;
  readonly system?: string;
  readonly map?: string;
  readonly zone?: string;
  readonly format?: ImportFormat;
  readonly rejects?: string;
  readonly lifecycle?: Lifecycle;
  readonly classifier?: string;
  readonly objectType?: string;
  readonly acceptChange?: boolean;
  readonly dryRun?: boolean;
}

export interface ImportRun {
  readonly files: readonly string[];
  readonly options: ImportCommandOptions;
  readonly mapping: string | undefined;
}

/** One file after another, up to the first that could not be read to its end. */
export async function importEach(session: Session, folder: FolderAccess, run: ImportRun) {
  const secret = Buffer.from(await folder.ask('secret', {}), 'base64');
  const into = { secret, sink: sinkOf(folder), logs: logsOf(folder) };
  const stop = new AbortController();
  void session.io.stopAsked().then(() => {
    session.note('Stopping once the current batch has been written.');
    stop.abort();
  });
  const reports: ImportReport[] = [];
  for (const index of run.files.keys()) {
    try {
      reports.push(await importOne(session, into, run, { index, signal: stop.signal }));
    } catch (error) {
      if (!(error instanceof ImportFailed)) throw error;
      return { reports: [...reports, error.report], failure: error };
    }
    if (reports.at(-1)?.stopped !== undefined) break;
  }
  return { reports };
}

/** The options as the importer takes them. */
export function importOptions(
  { rejects, ...options }: ImportCommandOptions,
  mapping: string | undefined,
): Omit<ImportOptions, 'file' | 'secret' | 'sink'> {
  const { pathway, log, system, zone, format } = options;
  const { lifecycle, classifier, objectType, acceptChange } = options;
  return {
    ...given({ mapping, pathway, log, system, zone, format }),
    ...given({ lifecycle, classifier, objectType, acceptChange }),
    ...(rejects === undefined ? { replaceRejects: true } : { rejects }),
  };
}

/** The log, as the importer sees it. */
type Into = Pick<ImportOptions, 'secret' | 'sink' | 'logs'>;

function logsOf(folder: FolderAccess): ImportedLogs {
  return {
    all: () => folder.ask('importedLogs', {}),
    record: (log) => folder.ask('recordImportedLog', log),
    holds: (facts) => folder.ask('holdsFacts', { facts }),
  };
}

/**
 * A server gets a patient's facts in pieces, so that a publisher's event waits for a small one
 * at most; a log that nobody else writes to takes them as they come.
 */
function sinkOf(folder: FolderAccess): FactSink {
  const record = (patient: string, facts: readonly CareEvent[]): Promise<Recorded> =>
    folder.ask('recordFacts', { patient, facts });
  if (!folder.served) return { recordFacts: record };
  // Where cores are scarce, whoever reports to the server comes first.
  setPriority(Math.min(19, getPriority() + GIVES_WAY));
  return {
    async recordFacts(patient, facts) {
      let all: Recorded = { outcomes: [], decisions: 0 };
      for (const piece of piecesOf(facts)) {
        const { outcomes, decisions } = await record(patient, piece);
        all = { outcomes: [...all.outcomes, ...outcomes], decisions: all.decisions + decisions };
      }
      return all;
    },
  };
}

function* piecesOf(facts: readonly CareEvent[]): Generator<readonly CareEvent[]> {
  let piece: CareEvent[] = [];
  let characters = 0;
  for (const fact of facts) {
    const size = JSON.stringify(fact).length;
    if (
      piece.length === PIECE_EVENTS ||
      (piece.length > 0 && characters + size > PIECE_CHARACTERS)
    ) {
      yield piece;
      [piece, characters] = [[], 0];
    }
    piece.push(fact);
    characters += size;
  }
  if (piece.length > 0) yield piece;
}

async function importOne(
  session: Session,
  into: Into,
  { files, options, mapping }: ImportRun,
  { index, signal }: { readonly index: number; readonly signal: AbortSignal },
): Promise<ImportReport> {
  const file = files[index] as string;
  const progress = await session.progress(basename(file));
  try {
    return await importFile({
      file,
      signal,
      ...into,
      rejects: options.rejects ?? rejectsPath(session, file),
      ...importOptions(options, mapping),
      onProgress: ({ bytes, bytesTotal, events }) =>
        progress.update({
          done: events,
          unit: 'events',
          ...(bytesTotal > 0 ? { share: bytes / bytesTotal } : {}),
        }),
    });
  } finally {
    progress.stop();
  }
}

/**
 * Rejects may hold personal data as the file did: they stay in the data folder, where those of two
 * files of one name are apart.
 */
function rejectsPath({ installation }: Session, file: string): string {
  const { rejects } = dataFolder(installation);
  mkdirSync(rejects, { recursive: true, mode: 0o700 });
  const which = hash('sha256', resolve(file), 'hex').slice(0, 8);
  return join(rejects, `${basename(file)}.${which}.rejects.ndjson`);
}
