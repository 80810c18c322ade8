/**
 * Organisations from a file, CSV or JSON, optionally gzipped. Only its form is read here; what an
 * organisation has to be like is checked where it is recorded, so that every way in has the same
 * rules.
 */
import { formatValue, type Json, type JsonObject } from '#care-event';
import { readCsvRows } from '../files/csv/csv-rows.js';
import { openBytes } from '../files/source/bytes.js';
import { BrokenSource, MalformedFile } from '../files/source/malformed-file.js';
import { decodeText } from '../files/source/text.js';
import { JSON_LIMITS } from '../json/json-limits.js';
import { parseJsonStrictly } from '../json/parse-json.js';
import { OrganisationColumns } from './organisation-columns.js';
import {
  ORGANISATION_FILE_LIMITS,
  OrganisationFileRefused,
  type OrganisationFile,
  type OrganisationRow,
  type RowProblem,
} from './organisation-file.js';

export interface ReadOrganisationsOptions {
  /** Called as rows are read; `share` of the file, 0 to 1, absent for a pipe. */
  readonly onProgress?: (progress: { readonly rows: number; readonly share?: number }) => void;
}

/** @throws OrganisationFileRefused; ImportRefused the file is missing or may not be read */
export async function readOrganisationFile(
  file: string,
  { onProgress = () => undefined }: ReadOrganisationsOptions = {},
): Promise<OrganisationFile> {
  const source = await openBytes(file);
  try {
    const text = await textOf(file, source.chunks);
    if (text.trim() === '') throw new OrganisationFileRefused('empty-file', `${file} is empty.`);
    if (/^\s*[[{]/.test(text)) return readJson(file, text);
    return await readCsv(file, text, (rows) =>
      onProgress({ rows, ...(source.total > 0 && { share: source.read() / source.total }) }),
    );
  } finally {
    await source.close();
  }
}

async function textOf(file: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  try {
    for await (const chunk of decodeText(limited(file, chunks), 'utf-8')) text += chunk;
    return text;
  } catch (error) {
    if (!(error instanceof BrokenSource)) throw error;
    const line = text.split('\n').length;
    const hint = error.code === 'encoding' ? '; save it as UTF-8' : '';
    throw malformed(file, `${error.message}${hint}`, line);
  }
}

async function* limited(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > ORGANISATION_FILE_LIMITS.bytes) {
      const most = `${ORGANISATION_FILE_LIMITS.bytes / 2 ** 20} MiB`;
      const message = `${file} is larger than ${most}: split it, and import one part after the other.`;
      throw new OrganisationFileRefused('too-large', message);
    }
    yield chunk;
  }
}

async function readCsv(
  file: string,
  text: string,
  onRows: (rows: number) => void,
): Promise<OrganisationFile> {
  const rows: OrganisationRow[] = [];
  const problems: RowProblem[] = [];
  let columns: OrganisationColumns | undefined;
  try {
    for await (const page of readCsvRows(chunksOf(text))) {
      for (const row of page) {
        if (columns === undefined) {
          columns = new OrganisationColumns(file, row.cells);
          continue;
        }
        const read = columns.read(row);
        if ('stated' in read) rows.push(read);
        else problems.push(read);
      }
      requireFew(file, rows.length + problems.length);
      onRows(rows.length);
    }
  } catch (error) {
    if (error instanceof MalformedFile) throw malformed(file, error.reason, error.line);
    throw error;
  }
  return { format: 'csv', rows, problems };
}

const CHUNK_CHARACTERS = 64 * 1024;

// eslint-disable-next-line @typescript-eslint/require-await -- the rows are read from a stream
async function* chunksOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += CHUNK_CHARACTERS)
    yield text.slice(at, at + CHUNK_CHARACTERS);
}

/** An organisation has few keys; the lists of all of them have more than one event may. */
const KEYS_MAX = 200_000;
const JSON_FILE_LIMITS = {
  ...JSON_LIMITS,
  bytesMax: ORGANISATION_FILE_LIMITS.bytes,
  keysMax: KEYS_MAX,
};
/** What `organisation list --json` prints beside the organisations, so that it can be read back. */
const BESIDE: ReadonlySet<string> = new Set(['organisations', 'at', 'total', 'position']);

function readJson(file: string, text: string): OrganisationFile {
  const read = parseJsonStrictly(text, JSON_FILE_LIMITS);
  if ('refusal' in read) {
    const { message, offset } = read.refusal;
    throw malformed(file, message, text.slice(0, offset).split('\n').length);
  }
  const rows: OrganisationRow[] = [];
  const problems: RowProblem[] = [];
  const stated = listIn(file, read.value);
  requireFew(file, stated.length);
  for (const [index, value] of stated.entries()) {
    const row = index + 1;
    if (isObject(value)) {
      rows.push({ row, stated: value, columnOf: (path) => path.slice(1) });
    } else {
      problems.push({ row, column: '', message: `expected an object; got ${formatValue(value)}` });
    }
  }
  return { format: 'json', rows, problems };
}

function listIn(file: string, value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  const list = isObject(value) ? value['organisations'] : undefined;
  if (!Array.isArray(list)) {
    throw malformed(file, 'expected a list of organisations, or an object with one', 1);
  }
  const other = Object.keys(value as JsonObject).find((key) => !BESIDE.has(key));
  if (other === undefined) return list as readonly Json[];
  throw malformed(file, `nothing is known of ${formatValue(other)} beside the organisations`, 1);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requireFew(file: string, rows: number): void {
  if (rows <= ORGANISATION_FILE_LIMITS.rows) return;
  const message = `${file} has more than ${ORGANISATION_FILE_LIMITS.rows} organisations: split it, and import one part after the other.`;
  throw new OrganisationFileRefused('too-many', message);
}

function malformed(file: string, reason: string, line: number): OrganisationFileRefused {
  return new OrganisationFileRefused('malformed-file', `${file}:${line}: ${reason}`);
}
