/**
 * Brings a file of events into the log. How far an import came is not remembered: ids derive
 * from what the events say, and what the log already holds is answered `repeated`. An import
 * that was cut off is run again and ends as if it had not been.
 */
import { stat } from 'node:fs/promises';
import { errorText } from '#care-event';
import type { ByteSource } from '../source/bytes.js';
import { Importer } from './importer.js';
import type { ImportOptions, ImportReport, ImportStop } from './import-options.js';
import { Interrupted, MalformedFile } from '../source/malformed-file.js';
import { ImportRefused } from '../source/import-refused.js';
import { ImportFailed } from './import-failed.js';
import { openImport, type ImportRequest, type OpenImport } from './open-import.js';
import { recogniseLog } from './recognise-log.js';
import { startingWith } from '../source/bytes.js';
import type { ImportedBatch } from '../facts/imported-batch.js';

/**
 * Imports one file. Bad rows go to the rejects file and the rest is imported; a file that
 * cannot be read on, or a signal, ends it with `stopped` in the report.
 * @throws ImportRefused when it cannot begin (file, format, mapping, option)
 * @throws ImportFailed with the report so far and, as its cause, whatever the sink or the
 * disk threw first: then nothing more is sent to the sink
 */
export async function importFile(options: ImportOptions): Promise<ImportReport> {
  const opened = await openImport(options);
  const { source, format, log, system, rejects, notes } = opened;
  try {
    const { batches, isKnown } = await recognised(opened, options);
    const importer = new Importer(options, format, rejects, notes);
    const report = (stopped?: ImportStop): ImportReport => ({
      file: options.file,
      format,
      log,
      system,
      ...importer.progress(source),
      ...importer.outcome(isKnown),
      ...(stopped !== undefined && { stopped }),
    });
    try {
      return report(await run(batches, importer, source, options));
    } catch (error) {
      if (error instanceof ImportRefused) throw error;
      throw new ImportFailed(report({ code: 'failed', message: errorText(error) }), error);
    }
  } finally {
    await source.close();
  }
}

/** Compares the first events with what was imported before. @throws ImportRefused */
async function recognised(
  { batches, context, sample, format }: OpenImport,
  { logs, acceptChange = false }: ImportOptions,
): Promise<{ batches: AsyncIterable<ImportedBatch>; isKnown: boolean }> {
  if (logs === undefined || format === 'ndjson') return { batches, isKnown: false };
  let first: IteratorResult<ImportedBatch, void>;
  try {
    first = await batches.next();
  } catch (error) {
    // What is broken from its beginning is reported as such.
    if (error instanceof ImportRefused) throw error;
    return { batches: failing(error), isKnown: false };
  }
  const { isKnown } = await recogniseLog(logs, context, sample, acceptChange);
  if (first.done === true) return { batches: nothing(), isKnown };
  return { batches: startingWith(first.value, rest(batches)), isKnown };
}

function rest(batches: AsyncGenerator<ImportedBatch, void>): AsyncIterable<ImportedBatch> {
  return { [Symbol.asyncIterator]: () => batches };
}

// eslint-disable-next-line @typescript-eslint/require-await -- stands for what was read
async function* failing(error: unknown): AsyncGenerator<ImportedBatch> {
  throw error;
}

async function* nothing(): AsyncGenerator<ImportedBatch> {}

/**
 * Whether an import can begin, as far as that can be seen without recording anything. A
 * pipe is not looked into, since what was read of it would be gone.
 * @throws ImportRefused as `importFile` would
 */
export async function checkImport(options: Omit<ImportRequest, 'secret'>): Promise<void> {
  const found = await stat(options.file).catch(() => undefined);
  if (found !== undefined && !found.isFile() && !found.isDirectory()) return;
  const { source, batches } = await openImport({ ...options, secret: NO_SECRET });
  try {
    // The first batch shows whether a table's header fits its mapping.
    await batches.next();
    await batches.return(undefined);
  } catch (error) {
    // A broken file is the import's to report, with its place.
    if (!(error instanceof MalformedFile || error instanceof Interrupted)) throw error;
  } finally {
    await source.close();
  }
}

/** For pseudonyms that nobody sees. */
const NO_SECRET = new Uint8Array(32);

async function run(
  batches: AsyncIterable<ImportedBatch>,
  importer: Importer,
  source: ByteSource,
  { signal, onProgress }: ImportOptions,
): Promise<ImportStop | undefined> {
  try {
    for await (const batch of batches) {
      await importer.take(batch);
      onProgress?.(importer.progress(source));
      if (signal?.aborted === true) throw new Interrupted();
    }
    // A file may hold nothing at all, and what an earlier import left goes all the same.
    importer.begin();
    return undefined;
  } catch (error) {
    if (error instanceof Interrupted) {
      return {
        code: 'interrupted',
        message: 'The import was interrupted; run it again to continue.',
      };
    }
    if (!(error instanceof MalformedFile)) throw error;
    const { line, column, reason } = error;
    return {
      code: 'malformed',
      line,
      ...(column !== undefined && { column }),
      message: reason,
    };
  } finally {
    await importer.finish();
    onProgress?.(importer.progress(source));
  }
}
