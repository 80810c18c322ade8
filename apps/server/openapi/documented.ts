/** How a route is described in OpenAPI: what it is for, what it answers, and which problems it knows. */
import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { document, Problem, PROBLEM_TYPE } from '../http/problem.js';
import { exampleOf, type AnswerName } from './answers.js';

export interface Documentation {
  readonly summary: string;
  readonly description?: string;
  readonly answer: AnswerName;
  /** Whether it can be had as CSV too, and with a tag by which it need not be sent again. */
  readonly isTable?: boolean;
  /** What each status of success means. */
  readonly when: Readonly<Partial<Record<200 | 201, string>>>;
  /** Besides those that every route knows. */
  readonly problems?: readonly ProblemStatus[];
}

/** What each status means here, with a code that comes with it. */
const PROBLEMS = {
  400: ['invalid-request', 'The address, a parameter, a header or the body is malformed.'],
  404: ['not-found', 'No such pathway, patient, service or parked sequence.'],
  406: ['not-acceptable', 'None of the types in `Accept` can be had here.'],
  408: ['request-timeout', 'The request did not arrive in time.'],
  409: ['event-conflict', 'The same id came before with other content, or for another patient.'],
  410: ['cursor-lost', 'The cursor is of another log, or of before a backup was restored.'],
  413: ['too-large', 'The body is too large.'],
  415: ['content-type', 'The body is of a type that is not accepted here.'],
  417: ['expectation', 'An `Expect` other than `100-continue`.'],
  421: ['foreign-host', 'The request was addressed to another name than this server’s.'],
  422: ['invalid-event', 'The request is well-formed, but its content is wrong.'],
  429: [
    'too-many-requests',
    'One publisher has too many events on their way; send it again after `Retry-After`.',
  ],
  431: ['headers-too-large', 'The address and the headers together are too large.'],
  500: ['internal', 'The fault is the server’s; its log has the details.'],
  503: ['busy', 'Not now; send the same request again after the time given in `Retry-After`.'],
  507: ['store-full', 'The disk is full.'],
} as const;

export type ProblemStatus = keyof typeof PROBLEMS;

/** Every route may answer with these. */
const COMMON: readonly ProblemStatus[] = [400, 408, 417, 421, 431, 500, 503];

/** The rows, in their own columns. */
const CSV = {
  'text/csv': { schema: { type: 'string' }, example: 'from,to,n\r\nReferralSent,VisitHeld,12\r\n' },
} as const;
const TAGGED = {
  headers: { ETag: { schema: { type: 'string' }, example: 'W/"pNh7DYGnfJ0HAJtt1qFUFBCN2rM"' } },
} as const;
const RETRY_AFTER = {
  headers: {
    'Retry-After': {
      description:
        'Seconds; while read models are built anew, as many as that is expected to take.',
      schema: { type: 'integer', minimum: 1 },
      example: 12,
    },
  },
} as const;
const NOT_MODIFIED = ApiResponse({
  status: 304,
  description: 'The client’s own copy still holds.',
});
const IF_NONE_MATCH = ApiHeader({
  name: 'If-None-Match',
  required: false,
  description: 'The `ETag` of an answer that the client still has.',
  schema: { type: 'string' },
});

export function Documented(documentation: Documentation): MethodDecorator {
  const { summary, description, answer, isTable, when, problems = [] } = documentation;
  const content = {
    'application/json': {
      schema: { $ref: `#/components/schemas/${answer}` },
      example: exampleOf(answer),
    },
    ...(isTable && CSV),
  };
  return applyDecorators(
    ApiOperation({ summary, ...(description !== undefined && { description }) }),
    ...Object.entries(when).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, content, ...(isTable && TAGGED) }),
    ),
    ...(isTable ? [NOT_MODIFIED, IF_NONE_MATCH] : []),
    ApiProblems(...problems),
  );
}

/** The problems of a route: these, and those that every route knows. */
export function ApiProblems(...problems: readonly ProblemStatus[]): MethodDecorator {
  const all = [...new Set([...COMMON, ...problems])].sort((a, b) => a - b);
  return applyDecorators(
    ...all.map((status) => {
      const [code, description] = PROBLEMS[status];
      const example = document(new Problem(status, code, 'Problem', description));
      return ApiResponse({
        status,
        description,
        ...((status === 503 || status === 429) && RETRY_AFTER),
        content: {
          [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' }, example },
        },
      });
    }),
  );
}
