/** The call that the thread of the figures takes: a question, and in which form its answer is wanted. */
import { QueryRefused, type QueryRefusalCode } from '#projections';
import type {
  Installation,
  FigureName,
  PlainError,
  ReadModelsList,
} from '../../composition/index.js';
import { AnswerTooLarge } from '../http/question-errors.js';

export interface FigureRequest {
  readonly name: FigureName;
  /** Of the figure’s own type: the name and its query travel together. */
  readonly query: object;
  readonly form: FigureForm;
  /** Tags of answers that the client still has. */
  readonly known: readonly string[];
}

/** With a field of the answer: its rows as CSV; `''`: one row for the whole. */
export type FigureForm =
  { readonly kind: 'json' } | { readonly kind: 'csv'; readonly rows?: string };

export interface FigureReply {
  /** The same for the same question of the same log at the same position, and for no other. */
  readonly tag: string;
  /** As the client gets it, so that the doors' thread only passes it on; none where the client has it. */
  readonly body?: Uint8Array;
}

// An interface would not do: the names have to be known to be all of them.
export type FigureCalls = {
  readonly answer: { readonly input: FigureRequest; readonly output: FigureReply };
  /** How the read models are; counting their rows may take a while. */
  readonly projections: {
    readonly input: { readonly now: number };
    readonly output: ReadModelsList;
  };
};

export interface FigureWorkerData {
  readonly folder: Installation;
}

/** Most bytes of one answer. */
export const ANSWER_BYTES_MAX = 64 * 2 ** 20;

/** A refusal comes out of the thread as the refusal that it was. */
export function reviveRefusal({ name, message, fields }: PlainError): Error | undefined {
  if (name === 'AnswerTooLarge') return new AnswerTooLarge(ANSWER_BYTES_MAX);
  if (name !== 'QueryRefused') return undefined;
  return new QueryRefused(fields['code'] as QueryRefusalCode, message, String(fields['path']));
}
