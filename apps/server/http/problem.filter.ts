/** Answers whatever a request ends with that is no answer, and logs what is a fault of ours. */
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { WorkerBusy } from '../../composition/index.js';
import { document, Problem, PROBLEM_TYPE } from './problem.js';
import { QuestionTimedOut, TooManyQuestions } from './question-errors.js';
import { toProblem } from './to-problem.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = toProblem(error);
    if (problem.status >= 500 && !isExpected(error)) this.logger.error(error);
    sendProblem(host.switchToHttp().getResponse<FastifyReply>(), problem);
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): void {
  if (problem.status === 503 || problem.status === 429)
    void reply.header('retry-after', retryAfter(problem));
  void reply.status(problem.status).header('content-type', PROBLEM_TYPE).send(document(problem));
}

/** Refusals that the server means to give: nothing for its log. */
function isExpected(error: unknown): boolean {
  // While they are being built; whoever asks is told for how long.
  if (error instanceof Error && 'code' in error && error.code === 'read-models-outdated')
    return true;
  return EXPECTED.some((kind) => error instanceof kind);
}

const EXPECTED = [Problem, WorkerBusy, TooManyQuestions, QuestionTimedOut] as const;

/** Seconds. What took too long would do so again at once. */
function retryAfter({ code, retryAfter: seconds = 1 }: Problem): string {
  return code === 'question-timed-out' ? '60' : String(seconds);
}
