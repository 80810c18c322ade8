/** Files imported one after another; loaded by the command, with the importer. */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  ImportFailed,
  importFile,
  type ImportFormat,
  type ImportOptions,
  type ImportReport,
} from '#exchange';
import type { Writer } from '../../composition/index.js';
import { given } from '../options/values.js';
import type { Session } from './session.js';

export { checkImport } from '#exchange';

/** As the command line has them. */
export interface ImportCommandOptions {
  readonly pathway?: string;
  readonly log?: string;
  readonly system?: string;
  readonly map?: string;
  readonly zone?: string;
  readonly format?: ImportFormat;
  readonly rejects?: string;
}

export interface ImportRun {
  readonly files: readonly string[];
  readonly options: ImportCommandOptions;
  readonly mapping: string | undefined;
}

/** One file after another, up to the first that could not be read to its end. */
export async function importEach(session: Session, writer: Writer, run: ImportRun) {
  const stop = new AbortController();
  void session.io.stopAsked().then(() => {
    session.note('Stopping once the current batch has been written.');
    stop.abort();
  });
  const reports: ImportReport[] = [];
  for (const index of run.files.keys()) {
    try {
      reports.push(await importOne(session, writer, run, { index, signal: stop.signal }));
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
  { pathway, log, system, zone, format, rejects }: ImportCommandOptions,
  mapping: string | undefined,
): Omit<ImportOptions, 'file' | 'secret' | 'sink'> {
  return {
    ...given({ mapping, pathway, log, system, zone, format }),
    ...(rejects === undefined ? { replaceRejects: true } : { rejects }),
  };
}

async function importOne(
  session: Session,
  writer: Writer,
  { files, options, mapping }: ImportRun,
  { index, signal }: { readonly index: number; readonly signal: AbortSignal },
): Promise<ImportReport> {
  const file = files[index] as string;
  const progress = await session.progress(basename(file));
  try {
    return await importFile({
      file,
      signal,
      secret: writer.secret,
      sink: writer.engine,
      rejects: options.rejects ?? rejectsPath(writer, file, index),
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

/** Rejects may hold personal data as the file did: they stay in the data folder. */
function rejectsPath({ folder }: Writer, file: string, index: number): string {
  mkdirSync(folder.rejects, { recursive: true, mode: 0o700 });
  const number = index === 0 ? '' : `.${index + 1}`;
  return join(folder.rejects, `${basename(file)}${number}.rejects.ndjson`);
}
