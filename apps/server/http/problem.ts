/** RFC 9457 problem documents: the form of every refusal and fault. */
import type { Fault } from '#care-event';

export const PROBLEM_TYPE = 'application/problem+json';

/** A refusal that a controller raises on purpose. */
export class Problem extends Error {
  /** Of a 429 or 503: when to ask again, in seconds, where that can be told. */
  retryAfter?: number;
  constructor(
    readonly status: number,
    /** Stable, such as `invalid-event`; becomes the end of the problem's type URI. */
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: readonly Fault[] = [],
  ) {
    super(detail);
  }
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly Fault[];
}

export function document(problem: Problem): ProblemDocument {
  const { code, title, status, detail, errors } = problem;
  return {
    type: `urn:stafett:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...(errors.length > 0 ? { errors } : {}),
  };
}
