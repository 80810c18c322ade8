/**
 * Gets an import ready to run: options checked, file opened, format and mapping known.
 * Nothing is written in here, so it can be tried before anything is.
 */
import { existsSync, lstatSync } from 'node:fs';
import path from 'node:path';
import { ENVELOPE_LIMITS } from '#care-event';
import { openBytes, startingWith, type ByteSource } from '../source/bytes.js';
import { readCsv } from '../csv/csv.js';
import type { ImportFormat, ImportOptions } from './import-options.js';
import { MalformedFile } from '../source/malformed-file.js';
import { ImportRefused } from '../source/import-refused.js';
import { readMapping, type Mapping } from '../csv/mapping.js';
import { readNdjson } from '../ndjson/ndjson.js';
import { logSource, type LogContext, type ImportedBatch } from '../facts/imported-batch.js';
import { decodeText, xmlEncoding } from '../source/text.js';
import { readXes } from '../xes/xes.js';
import { ZoneClock } from '../times/zone-time.js';

const CONCURRENCY_MAX = 10_000;

export type ImportRequest = Omit<ImportOptions, 'sink' | 'onProgress'>;

/** Whoever opened it closes the source. */
export interface OpenImport {
  readonly source: ByteSource;
  readonly format: ImportFormat;
  readonly log: string;
  readonly system: string;
  readonly rejects: string;
  readonly batches: AsyncGenerator<ImportedBatch, void>;
}

/** @throws ImportRefused; what a CSV file's header shows is refused at the first batch only */
export async function openImport(options: ImportRequest): Promise<OpenImport> {
  const { file, secret } = options;
  // The log's name is also a system of identifiers, which cannot hold a bar.
  const log = (options.log ?? options.pathway ?? baseName(file)).replaceAll('|', '%7C');
  const system = options.system ?? log;
  const rejects = options.rejects ?? `${path.basename(file)}.rejects.ndjson`;
  check(options, log, system);
  checkRejects(options, rejects);
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
    const batches = readAs(format, chunks, context, mappingFor(format, options.mapping));
    return { source, format, log, system, rejects, batches };
  } catch (error) {
    await source.close();
    throw error;
  }
}

function check({ concurrency = 1, zone }: ImportRequest, log: string, system: string): void {
  // It becomes part of each event's source, whose length is limited.
  const isName = log.trim() !== '' && log.isWellFormed();
  if (!isName || logSource(log).length > ENVELOPE_LIMITS.sourceCharacters) {
    throw new ImportRefused('option-invalid', 'The name of the log is empty or too long.');
  }
  if (system.includes('|') || system.trim() === '') {
    throw new ImportRefused(
      'option-invalid',
      'The name of the system must be a text without a "|".',
    );
  }
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > CONCURRENCY_MAX) {
    throw new ImportRefused('option-invalid', `The concurrency is 1 to ${CONCURRENCY_MAX}.`);
  }
  if (zone === undefined) return;
  try {
    new ZoneClock(zone);
  } catch {
    const message = `${zone} is not an IANA time zone, such as Europe/Oslo.`;
    throw new ImportRefused('option-invalid', message);
  }
}

/** A file of the caller's is never written over, nor deleted. */
function checkRejects({ file, replaceRejects }: ImportRequest, rejects: string): void {
  if (path.resolve(rejects) === path.resolve(file)) {
    throw new ImportRefused('option-invalid', 'The rejects file cannot be the file itself.');
  }
  if (!existsSync(path.dirname(rejects))) {
    const message = `The folder of the rejects file ${rejects} does not exist.`;
    throw new ImportRefused('option-invalid', message);
  }
  // A link to nowhere is something, too.
  if (replaceRejects !== true && lstatSync(rejects, { throwIfNoEntry: false }) !== undefined) {
    throw new ImportRefused(
      'rejects-exist',
      `${rejects} already exists and will not be overwritten: name another rejects file, or remove it.`,
    );
  }
}

/** Takes the format from the name, else from how the content begins. */
async function recognise(
  source: ByteSource,
  { file, format }: ImportRequest,
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
    `${file} is not recognised as XES, CSV or NDJSON by its name or its content: say which it is.`,
  );
}

function mappingFor(format: ImportFormat, yaml: string | undefined): Mapping | undefined {
  if (yaml === undefined) return undefined;
  if (format !== 'ndjson') return readMapping(yaml, format);
  throw new ImportRefused(
    'option-invalid',
    'CloudEvents describe themselves: leave out the mapping.',
  );
}

async function* readAs(
  format: ImportFormat,
  chunks: AsyncIterable<Uint8Array>,
  context: LogContext,
  mapping: Mapping | undefined,
): AsyncGenerator<ImportedBatch, void> {
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
