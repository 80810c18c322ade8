/** A file opened, and its format recognised. */
import path from 'node:path';
import { openBytes, startingWith, type ByteSource } from '../source/bytes.js';
import { ImportRefused } from '../source/import-refused.js';
import { MalformedFile } from '../source/malformed-file.js';
import { decodeText, xmlEncoding } from '../source/text.js';
import type { ImportFormat, ImportOptions } from './import-options.js';

type FileRequest = Pick<ImportOptions, 'file' | 'format' | 'signal'>;

/** Whoever opened it closes the source. */
export interface OpenFile {
  readonly source: ByteSource;
  readonly format: ImportFormat;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** @throws ImportRefused `file-unreadable`, `format-unknown` */
export async function openFile(request: FileRequest): Promise<OpenFile> {
  const source = await openBytes(request.file, request.signal);
  try {
    return { source, ...(await recognise(source, request)) };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Takes the format from the name, else from how the content begins. */
async function recognise(
  source: ByteSource,
  { file, format }: FileRequest,
): Promise<Omit<OpenFile, 'source'>> {
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
  if (/\.(jsonocel|ocel|ocel\.json)$/.test(name)) return 'ocel';
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
  if (text.startsWith('{')) return isOcel(text) ? 'ocel' : 'ndjson';
  if (/^[^\n\r]+[,;\t|]/.test(text)) return 'csv';
  throw new ImportRefused(
    'format-unknown',
    `${file} is not recognised as XES, CSV, OCEL or NDJSON by its name or its content: say which it is.`,
  );
}

/** One of the four lists that an OCEL consists of comes first. */
function isOcel(text: string): boolean {
  return /^\{\s*"(?:eventTypes|objectTypes|events|objects)"\s*:/.test(text);
}

/** @throws MalformedFile where the encoding that it declares is not known */
export async function* decodeXml(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
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
