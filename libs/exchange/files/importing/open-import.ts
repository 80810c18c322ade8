/**
 * Gets an import ready to run: options checked, file opened, format and mapping known.
 * Nothing is written in here, so it can be tried before anything is.
 */
import { existsSync, lstatSync } from 'node:fs';
import path from 'node:path';
import { ENVELOPE_LIMITS } from '#care-event';
import { openBytes, type ByteSource } from '../source/bytes.js';
import { decodeXml, openFile } from './open-file.js';
import { readCsv } from '../csv/csv.js';
import type { ImportFormat, ImportOptions } from './import-options.js';
import { ImportRefused } from '../source/import-refused.js';
import { readMapping, type Mapping } from '../mapping/mapping.js';
import { ImportNotes } from '../facts/import-notes.js';
import type { EventSample, MappedOptions } from '../facts/mapped-options.js';
import { readOcel } from '../ocel/ocel.js';
import { readNdjson } from '../ndjson/ndjson.js';
import { logSource, type LogContext, type ImportedBatch } from '../facts/imported-batch.js';
import { decodeText } from '../source/text.js';
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
  readonly context: LogContext;
  readonly notes: ImportNotes;
  /** The first events, once the first batch is read. */
  readonly sample: readonly EventSample[];
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
  const { source, format, chunks } = await openFile(options);
  try {
    const context: LogContext = {
      secret,
      log,
      system,
      ...(options.zone !== undefined && { zone: options.zone }),
      ...(options.pathway !== undefined && { pathway: options.pathway }),
    };
    const notes = new ImportNotes();
    const sample: EventSample[] = [];
    const mapped: MappedOptions = {
      ...{ ...context, notes, sample, mapping: mappingFor(format, options) },
      ...(options.lifecycle && { lifecycle: options.lifecycle }),
    };
    const batches = readAs(format, chunks, mapped, options);
    return { source, format, log, system, rejects, batches, context, notes, sample };
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

function mappingFor(format: ImportFormat, options: ImportRequest): Mapping | undefined {
  const { mapping: yaml, classifier, objectType, lifecycle } = options;
  const chosen = { classifier, objectType, lifecycle };
  if (format === 'ndjson') {
    if (yaml === undefined && Object.values(chosen).every((each) => each === undefined))
      return undefined;
    throw new ImportRefused(
      'option-invalid',
      'CloudEvents describe themselves: leave out the mapping and what stands in for one.',
    );
  }
  const mapping = yaml === undefined ? undefined : readMapping(yaml, format);
  if (classifier !== undefined) {
    if (format === 'xes') return { ...mapping, type: { classifier } };
    throw new ImportRefused('option-invalid', 'Only a XES file has classifiers.');
  }
  if (objectType === undefined) return mapping;
  if (format === 'ocel') return { ...mapping, objectType };
  throw new ImportRefused('option-invalid', 'Only an OCEL has object types.');
}

async function* readAs(
  format: ImportFormat,
  chunks: AsyncIterable<Uint8Array>,
  options: MappedOptions,
  { file, signal }: ImportRequest,
): AsyncGenerator<ImportedBatch, void> {
  if (format === 'ndjson') {
    yield* readNdjson(chunks, options);
  } else if (format === 'csv') {
    yield* readCsv(decodeText(chunks, options.mapping?.encoding ?? 'utf-8'), options);
  } else if (format === 'ocel') {
    yield* readOcel(chunks, () => openBytes(file, signal), options);
  } else {
    yield* readXes(decodeXml(chunks), options);
  }
}

function baseName(file: string): string {
  return path
    .basename(file)
    .replace(/\.gz$/i, '')
    .replace(/\.(xes|xml|csv|tsv|ndjson|jsonl|jsonocel|ocel\.json|ocel|json)$/i, '');
}
