/**
 * Brings a file of events into the log. Nothing is remembered between two imports: ids
 * derive from the log, the case and the place, and what the log already holds is answered
 * `repeated`. An import that was cut off is run again and ends as if it had not been.
 */
import path from 'node:path';
import { ENVELOPE_LIMITS } from '#pathway';
import { openBytes, startingWith, type ByteSource } from './bytes.js';
import { readCsv } from './csv.js';
import { Importer } from './importer.js';
import type { ImportFormat, ImportOptions, ImportReport, ImportStop } from './import-options.js';
import { ImportRefused, Interrupted, MalformedFile } from './malformed-file.js';
import { readMapping, type Mapping } from './mapping.js';
import { readNdjson } from './ndjson.js';
import { logSource, type LogContext, type Reading } from './reading.js';
import { decodeText, xmlEncoding } from './text.js';
import { readXes } from './xes.js';
import { ZoneClock } from './zone-time.js';

const CONCURRENCY_MAX = 10_000;

/**
 * Imports one file. Bad rows go to the rejects file and the rest is imported; a file that
 * cannot be read on, or a signal, ends it with `stopped` in the report.
 * @throws ImportRefused when it cannot begin (file, format, mapping, option)
 * @throws whatever the sink threw first: then nothing more is sent to it
 */
export async function importFile(options: ImportOptions): Promise<ImportReport> {
  const { file, secret } = options;
  // The log's name is also a system of identifiers, which cannot hold a bar.
  const log = (options.log ?? options.pathway ?? baseName(file)).replaceAll('|', '%7C');
  const system = options.system ?? log;
  const rejects = options.rejects ?? `${path.basename(file)}.rejects.ndjson`;
  check(options, log, system, rejects);
  const source = await openBytes(file, options.signal);
  try {
    const { format, chunks } = await recognise(source, options);
    const context: LogContext = {
      secret,
      log,
      system,
      ...(options.zone !== undefined && { zone: options.zone }),
      ...(options.pathway !== undefined && { pathway: options.pathway }),
    };
    const readings = readAs(format, chunks, context, mappingFor(format, options.mapping));
    const importer = new Importer(options, format, rejects);
    const stopped = await run(readings, importer, source, options);
    return {
      file,
      format,
      log,
      system,
      ...importer.progress(source),
      ...importer.outcome(),
      ...(stopped !== undefined && { stopped }),
    };
  } finally {
    await source.close();
  }
}

async function run(
  readings: AsyncIterable<Reading>,
  importer: Importer,
  source: ByteSource,
  { signal, onProgress }: ImportOptions,
): Promise<ImportStop | undefined> {
  try {
    for await (const reading of readings) {
      await importer.take(reading);
      onProgress?.(importer.progress(source));
      if (signal?.aborted === true) throw new Interrupted();
    }
    return undefined;
  } catch (error) {
    if (error instanceof Interrupted) {
      return { code: 'interrupted', message: 'The import was interrupted: run it again to go on.' };
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

function check(
  { file, concurrency = 1, zone }: ImportOptions,
  log: string,
  system: string,
  rejects: string,
): void {
  // It becomes part of each event's source, whose length is limited.
  const isName = log.trim() !== '' && log.isWellFormed();
  if (!isName || logSource(log).length > ENVELOPE_LIMITS.sourceCharacters) {
    throw new ImportRefused('option-invalid', 'The name of the log is empty or too long.');
  }
  if (system.includes('|') || system.trim() === '') {
    throw new ImportRefused('option-invalid', 'The system of identifiers is a text without a "|".');
  }
  if (path.resolve(rejects) === path.resolve(file)) {
    throw new ImportRefused('option-invalid', 'The rejects file cannot be the file itself.');
  }
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > CONCURRENCY_MAX) {
    throw new ImportRefused('option-invalid', `The concurrency is 1 to ${CONCURRENCY_MAX}.`);
  }
  if (zone === undefined) return;
  try {
    new ZoneClock(zone);
  } catch {
    const message = `${zone} is no IANA time zone, such as Europe/Oslo.`;
    throw new ImportRefused('option-invalid', message);
  }
}

/** Takes the format from the name, else from how the content begins. */
async function recognise(
  source: ByteSource,
  { file, format }: ImportOptions,
): Promise<{ format: ImportFormat; chunks: AsyncIterable<Uint8Array> }> {
  const named = format ?? formatOfName(file);
  // XML says its encoding in its first bytes, so these are looked at in any case.
  const iterator = source.chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const start = first.done === true ? new Uint8Array() : first.value;
  const rest = { [Symbol.asyncIterator]: () => iterator };
  return { format: named ?? formatOfContent(start, file), chunks: startingWith(start, rest) };
}

function formatOfName(file: string): ImportFormat | undefined {
  const name = path.basename(file).toLowerCase().replace(/\.gz$/, '');
  if (/\.(xes|xml)$/.test(name)) return 'xes';
  if (/\.(csv|tsv)$/.test(name)) return 'csv';
  return /\.(ndjson|jsonl)$/.test(name) ? 'ndjson' : undefined;
}

function formatOfContent(start: Uint8Array, file: string): ImportFormat {
  const encoding = xmlEncoding(start);
  if (encoding.startsWith('utf-16')) return 'xes';
  const text = Buffer.from(start.subarray(0, 1_000))
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (text.startsWith('<')) return 'xes';
  if (text.startsWith('{')) return 'ndjson';
  if (/^[^\n\r]+[,;\t|]/.test(text)) return 'csv';
  throw new ImportRefused(
    'format-unknown',
    `${file} is neither XES, CSV nor lines of CloudEvents by its name or its content: say which.`,
  );
}

function mappingFor(format: ImportFormat, yaml: string | undefined): Mapping | undefined {
  if (yaml === undefined) return undefined;
  if (format !== 'ndjson') return readMapping(yaml, format);
  throw new ImportRefused(
    'option-invalid',
    'CloudEvents say themselves what they are: no mapping.',
  );
}

async function* readAs(
  format: ImportFormat,
  chunks: AsyncIterable<Uint8Array>,
  context: LogContext,
  mapping: Mapping | undefined,
): AsyncGenerator<Reading> {
  if (format === 'ndjson') {
    yield* readNdjson(chunks, context);
  } else if (format === 'csv') {
    yield* readCsv(decodeText(chunks, mapping?.encoding ?? 'utf-8'), { ...context, mapping });
  } else {
    const types = new Map(Object.entries(mapping?.types ?? {}));
    yield* readXes(decodeXml(chunks), { ...context, types });
  }
}

async function* decodeXml(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let text: AsyncGenerator<string> | undefined;
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const start = first.done === true ? new Uint8Array() : first.value;
  const all = startingWith(start, { [Symbol.asyncIterator]: () => iterator });
  const encoding = xmlEncoding(start);
  try {
    text = decodeText(all, encoding);
  } catch {
    throw new MalformedFile(`the encoding ${encoding} is not known`, 1);
  }
  yield* text;
}

function baseName(file: string): string {
  return path
    .basename(file)
    .replace(/\.gz$/i, '')
    .replace(/\.(xes|xml|csv|tsv|ndjson|jsonl)$/i, '');
}
