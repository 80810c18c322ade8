/**
 * The one place where refusals and faults become HTTP. Nothing below the apps knows a status
 * code.
 */
import { HttpException } from '@nestjs/common';
import { EventStoreError } from '#event-store';
import { CursorLost, OrganisationRefused, ParkedRefused, UnknownCursor } from '#engine';
import { HistoryTooLarge } from '#care-event';
import { UnreadablePatient } from '#exchange';
import { JourneyRefused, QueryRefused, type QueryRefusalCode } from '#projections';
import { WorkerBusy, WorkerLost } from '../../composition/index.js';
import { ClientGone } from './exchange.js';
import { Problem } from './problem.js';
import { AnswerTooLarge, QuestionTimedOut, TooManyQuestions } from './question-errors.js';
import { internal, NOT_FOUND, ofRequest } from './request-problems.js';

/** Of refused queries; the others are 422. */
const QUERY_STATUS: Readonly<Partial<Record<QueryRefusalCode, number>>> = {
  'unknown-pathway': 404,
  'cursor-lost': 410,
};

const UNANSWERABLE = 'The question cannot be answered';

export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof UnreadablePatient) {
    return new Problem(422, error.code, 'Unreadable patient identifier', error.message);
  }
  if (error instanceof QueryRefused) {
    const status = QUERY_STATUS[error.code] ?? 422;
    const errors = error.path === '' ? [] : [{ path: error.path, message: error.message }];
    return new Problem(
      status,
      error.code,
      status === 404 ? NOT_FOUND : UNANSWERABLE,
      error.message,
      errors,
    );
  }
  if (error instanceof UnknownCursor) {
    const errors = [{ path: error.path, message: error.message }];
    return new Problem(422, error.code, 'No such cursor', error.message, errors);
  }
  if (error instanceof CursorLost) {
    const errors = [{ path: error.path, message: error.message }];
    return new Problem(410, error.code, 'Cursor of another log', error.message, errors);
  }
  if (error instanceof HistoryTooLarge) {
    return new Problem(422, error.code, 'The patient has too much', error.message);
  }
  if (error instanceof JourneyRefused) {
    return new Problem(404, error.code, NOT_FOUND, error.message);
  }
  if (error instanceof OrganisationRefused) {
    return error.code === 'ambiguous-organisation'
      ? new Problem(422, error.code, UNANSWERABLE, error.message)
      : new Problem(404, error.code, NOT_FOUND, error.message);
  }
  if (error instanceof ParkedRefused) {
    const status = error.code === 'invalid' ? 400 : 404;
    const title = error.code === 'never-parked' ? NOT_FOUND : 'Nothing was changed';
    return new Problem(status, error.code, title, error.message);
  }
  if (error instanceof WorkerBusy) {
    const detail = `${error.pendingMax} questions are waiting; ask again.`;
    return new Problem(503, 'busy', 'Too many at once', detail);
  }
  if (error instanceof TooManyQuestions) {
    return new Problem(503, error.code, 'Too many at once', error.message);
  }
  if (error instanceof QuestionTimedOut) {
    const detail = `${error.message} Ask for less, or at another time.`;
    return new Problem(503, error.code, 'The question took too long', detail);
  }
  if (error instanceof AnswerTooLarge) {
    const detail = `${error.message} Ask for fewer rows with limit or evidence.`;
    return new Problem(422, error.code, UNANSWERABLE, detail);
  }
  if (error instanceof ClientGone)
    return new Problem(408, error.code, 'Nobody waits', error.message);
  if (error instanceof WorkerLost) {
    return new Problem(503, 'read-models', 'Not ready', 'The read models are not being kept.');
  }
  if (isOfReadModels(error)) {
    const problem = new Problem(503, 'read-models', 'Not now', error.message);
    if (error.secondsLeft !== undefined) problem.retryAfter = Math.max(1, error.secondsLeft);
    return problem;
  }
  if (error instanceof EventStoreError) return ofStore(error);
  return ofRequest(error instanceof HttpException ? error.getStatus() : statusOf(error));
}

/** Told by its code: it may come from another thread, where classes get lost. */
function isOfReadModels(error: unknown): error is Error & { readonly secondsLeft?: number } {
  return error instanceof Error && 'code' in error && READ_MODEL_CODES.has(error.code);
}

const READ_MODEL_CODES: ReadonlySet<unknown> = new Set([
  ...['read-models-unavailable', 'read-models-damaged', 'read-models-outdated'],
]);

function ofStore(error: EventStoreError): Problem {
  switch (error.code) {
    case 'store-full':
      return new Problem(507, error.code, 'The disk is full', error.message);
    case 'limit-exceeded':
      return new Problem(413, error.code, 'A limit was exceeded', error.message);
    case 'invalid-event':
      return new Problem(422, error.code, 'The event is invalid', error.message);
    default:
      // What may succeed later, or on the next start, is worth sending again; the rest is a fault here.
      return error.retryable || RESTART_HELPS.has(error.code)
        ? new Problem(503, error.code, 'Not now', error.message)
        : internal();
  }
}

const RESTART_HELPS: ReadonlySet<string> = new Set([
  ...['store-failed', 'store-closed', 'log-removed', 'log-damaged', 'log-file-damaged'],
]);

/** Refusals by the framework carry a status below 500; anything else is a fault of ours. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return 500;
  const status = Number(error.statusCode);
  return status >= 400 && status < 500 ? status : 500;
}
