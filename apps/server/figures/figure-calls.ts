/** The calls that the thread of the figures takes. */
import { QueryRefused, type QueryRefusalCode } from '#projections';
import type { FIGURES, FigureName, PlainError } from '../../composition/index.js';
import { AnswerTooLarge } from '../http/question-errors.js';

export type FigureInput<Name extends FigureName> = Parameters<(typeof FIGURES)[Name]>[1];

export type FigureCalls = {
  readonly [Name in FigureName]: {
    readonly input: FigureInput<Name>;
    /** JSON, as the client gets it: the doors' thread only passes it on. */
    readonly output: Uint8Array;
  };
};

export interface FigureWorkerData {
  readonly folder: string;
}

/** Most bytes of one answer. */
export const ANSWER_BYTES_MAX = 64 * 2 ** 20;

/** A refusal comes out of the thread as the refusal that it was. */
export function reviveRefusal({ name, message, fields }: PlainError): Error | undefined {
  if (name === 'AnswerTooLarge') return new AnswerTooLarge(ANSWER_BYTES_MAX);
  if (name !== 'QueryRefused') return undefined;
  return new QueryRefused(fields['code'] as QueryRefusalCode, message, String(fields['path']));
}
