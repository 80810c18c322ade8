/**
 * What tells one answer from any other (RFC 9110, `ETag`): the log, the event up to which the read
 * models have come, the version of the program, and the question.
 */
import { hash } from 'node:crypto';
import { modelTokens, type ReadModels } from '#projections';
import { stafettVersion } from '../../composition/version.js';
import type { FigureRequest } from './figure-calls.js';

/** Weak: the answer may have been computed a moment later than its tag. */
export async function answerTag(models: ReadModels, request: FigureRequest): Promise<string> {
  const tokens = [...(await modelTokens(models))].sort(([a], [b]) => (a < b ? -1 : 1));
  const { name, query, form } = request;
  const text = JSON.stringify([stafettVersion(), tokens, name, sorted(query), form]);
  return `W/"${hash('sha256', text, 'base64url').slice(0, 27)}"`;
}

/** The order of the parameters says nothing. */
function sorted(query: object): readonly (readonly [string, unknown])[] {
  return Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
}
