/**
 * An answer as bytes, written in pieces: a thread can drop the answer in between, one too large
 * is noticed before all of it is written, and nothing is held as text and as bytes at once.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { AnswerTooLarge } from '../http/question-errors.js';

/** Rows of a list that are written in one go, about a millisecond. */
const ROWS = 1_000;

export interface BytesOptions {
  readonly bytesMax: number;
  /** Ends the writing before its next piece. */
  readonly signal: AbortSignal;
}

/** @throws AnswerTooLarge, the reason of the signal */
export async function bytesOf(
  text: Iterable<string>,
  { bytesMax, signal }: BytesOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (const each of text) {
    const piece = Buffer.from(each);
    bytes += piece.length;
    if (bytes > bytesMax) throw new AnswerTooLarge(bytesMax);
    pieces.push(piece);
    await turn();
    signal.throwIfAborted();
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The JSON of an answer, its lists in pieces. */
export function* jsonPieces(answer: object): Generator<string, void> {
  let before = '{';
  for (const [key, value] of Object.entries(answer) as [string, unknown][]) {
    if (value === undefined) continue;
    const name = `${before}${JSON.stringify(key)}:`;
    if (Array.isArray(value) && value.length > ROWS) yield* listPieces(name, value);
    else yield `${name}${JSON.stringify(value)}`;
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function* listPieces(name: string, rows: readonly unknown[]): Generator<string, void> {
  for (let from = 0; from < rows.length; from += ROWS) {
    const text = JSON.stringify(rows.slice(from, from + ROWS));
    yield `${from === 0 ? `${name}[` : ','}${text.slice(1, -1)}`;
  }
  yield ']';
}
