/** The protocol's older way to append: one call for each append, taken when it carries credentials. */
import { type handleClientStreamingCall, status, type StatusObject } from '@grpc/grpc-js';
import { type Answer, type Appending, MAX_APPEND_BYTES, tooLarge } from './appending.js';
import { exception, type PartialStatusObject, statusOf } from './failures.js';
import { proposed, streamName } from './messages.js';
import { shared, streams } from './protocol.js';
import type { Expected, ProposedEvent } from './records.js';

type Handler = handleClientStreamingCall<streams.AppendReq, streams.AppendResp>;

export function unaryAppend(appending: Appending): Handler {
  return (call, callback) => {
    let options: streams.AppendReq.Options | undefined;
    const events: ProposedEvent[] = [];
    let refused = false;
    const reply = (answer: Answer) => {
      const stream = streamName(options?.getStreamIdentifier());
      const response = responseOf(answer, expectedOf(options));
      if (response) callback(null, response);
      else if (!isSilence(answer)) callback(errorOf(answer, stream));
    };
    call.on('data', (request: streams.AppendReq) => {
      options ??= request.getOptions();
      const message = request.getProposedMessage();
      if (!message || refused) return;
      events.push(proposed(message));
      if (!tooLarge(events)) return;
      refused = true;
      reply({ kind: 'too-large' });
    });
    call.on('end', () => {
      if (refused || call.cancelled) return;
      const stream = streamName(options?.getStreamIdentifier());
      void appending.append({ stream, expected: expectedOf(options), events }).then(reply);
    });
  };
}

function isSilence(answer: Answer): boolean {
  return answer.kind === 'failure' && ['silence', 'connection-reset'].includes(answer.failure);
}

function expectedOf(options: streams.AppendReq.Options | undefined): Expected {
  if (options?.hasRevision()) return Number(options.getRevision());
  if (options?.hasNoStream()) return 'no-stream';
  return options?.hasStreamExists() ? 'stream-exists' : 'any';
}

function responseOf(answer: Answer, expected: Expected): streams.AppendResp | undefined {
  if (answer.kind === 'success') {
    const success = new streams.AppendResp.Success();
    if (answer.last < 0) success.setNoStream(new shared.Empty());
    else success.setCurrentRevision(String(answer.last));
    if (answer.position === undefined) success.setNoPosition(new shared.Empty());
    else success.setPosition(positionOf(answer.position));
    return new streams.AppendResp().setSuccess(success);
  }
  if (answer.kind !== 'conflict') return undefined;
  const conflict = new streams.AppendResp.WrongExpectedVersion();
  if (answer.current < 0) conflict.setCurrentNoStream(new shared.Empty());
  else conflict.setCurrentRevision(String(answer.current));
  if (expected === 'any') conflict.setExpectedAny(new shared.Empty());
  else if (expected === 'no-stream') conflict.setExpectedNoStream(new shared.Empty());
  else if (expected === 'stream-exists') conflict.setExpectedStreamExists(new shared.Empty());
  else conflict.setExpectedRevision(String(expected));
  return new streams.AppendResp().setWrongExpectedVersion(conflict);
}

function positionOf(position: number): streams.AppendResp.Position {
  const text = String(position);
  return new streams.AppendResp.Position().setCommitPosition(text).setPreparePosition(text);
}

function errorOf(answer: Answer, stream: string): PartialStatusObject {
  if (answer.kind === 'failure') return statusOf(answer.failure);
  if (answer.kind === 'too-large') {
    const text = `Maximum Append Size of ${MAX_APPEND_BYTES} Exceeded.`;
    return exception(status.INVALID_ARGUMENT, text, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(MAX_APPEND_BYTES),
    });
  }
  return answer.kind === 'deleted' ? streamDeleted(stream) : statusOf('handler-exception');
}

/** What reading and writing a stream answers that was ended for good. */
export function streamDeleted(stream: string): StatusObject {
  const text = `Event stream '${stream}' is deleted.`;
  return exception(status.FAILED_PRECONDITION, text, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}
