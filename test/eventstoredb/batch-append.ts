/**
 * The protocol's newer way to append: one long call for many appends, each answered within it.
 * What ends the call ends all of them, stored or not.
 */
import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import { type Answer, type Appending, MAX_APPEND_BYTES, tooLarge } from './appending.js';
import { batchStatus, batchStatusOf, statusOf } from './failures.js';
import { identifier, proposed, streamName, uuidText } from './messages.js';
import { emptyPb, shared, type statusPb, streams } from './protocol.js';
import type { Expected, ProposedEvent } from './records.js';

type Handler = handleBidiStreamingCall<streams.BatchAppendReq, streams.BatchAppendResp>;
type Call = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

/** An append whose messages are still coming. */
interface Gathering {
  readonly correlation: shared.UUID | undefined;
  readonly stream: string;
  readonly expected: Expected;
  readonly events: ProposedEvent[];
}

export function batchAppend(appending: Appending): Handler {
  return (call) => {
    const gathering = new Map<string, Gathering>();
    let pending = 0;
    let ended = false;
    const finish = () => {
      if (ended && pending === 0) call.end();
    };
    call.on('data', (request: streams.BatchAppendReq) => {
      const id = uuidText(request.getCorrelationId());
      const options = request.getOptions();
      if (options) gathering.set(id, begin(request.getCorrelationId(), options));
      const append = gathering.get(id);
      if (!append) return;
      append.events.push(...request.getProposedMessagesList().map(proposed));
      const refusal = refusalOf(append, options);
      if (refusal) {
        gathering.delete(id);
        answer(call, append, refusal);
      } else if (request.getIsFinal()) {
        gathering.delete(id);
        pending += 1;
        void appending.append(append).then((given) => {
          pending -= 1;
          answer(call, append, given);
          finish();
        });
      }
    });
    call.on('end', () => {
      ended = true;
      finish();
    });
    call.on('error', () => undefined);
  };
}

function begin(
  correlation: shared.UUID | undefined,
  options: streams.BatchAppendReq.Options,
): Gathering {
  return {
    correlation,
    stream: streamName(options.getStreamIdentifier()),
    expected: expectedOf(options),
    events: [],
  };
}

function expectedOf(options: streams.BatchAppendReq.Options): Expected {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : 'any';
}

/** What is refused before the append is complete. */
function refusalOf(
  { events }: Gathering,
  options: streams.BatchAppendReq.Options | undefined,
): Answer | undefined {
  if (tooLarge(events)) return { kind: 'too-large' };
  const deadline = options?.getDeadline()?.toDate().getTime() ?? Infinity;
  return deadline <= Date.now() ? { kind: 'failure', failure: 'deadline-exceeded' } : undefined;
}

function answer(call: Call, append: Gathering, given: Answer): void {
  if (call.cancelled || call.destroyed) return;
  const response = new streams.BatchAppendResp()
    .setCorrelationId(append.correlation)
    .setStreamIdentifier(identifier(append.stream));
  if (given.kind === 'success') {
    call.write(response.setSuccess(successOf(given.last, given.position)));
    return;
  }
  if (given.kind === 'failure' && ['silence', 'connection-reset'].includes(given.failure)) return;
  const error = errorOf(append, given);
  if (error) call.write(response.setError(error));
  else if (given.kind === 'failure') call.emit('error', statusOf(given.failure));
}

function successOf(last: number, position: number | undefined): streams.BatchAppendResp.Success {
  const success = new streams.BatchAppendResp.Success();
  if (last < 0) success.setNoStream(new emptyPb.Empty());
  else success.setCurrentRevision(String(last));
  if (position === undefined) return success.setNoPosition(new emptyPb.Empty());
  const text = String(position);
  return success.setPosition(
    new shared.AllStreamPosition().setCommitPosition(text).setPreparePosition(text),
  );
}

function errorOf(
  { stream, expected }: Gathering,
  answer: Exclude<Answer, { kind: 'success' }>,
): statusPb.Status | undefined {
  switch (answer.kind) {
    case 'failure':
      return batchStatusOf(answer.failure);
    case 'invalid':
      return batchStatus('BadRequest', new shared.BadRequest().setMessage(answer.message));
    case 'too-large': {
      const details = new shared.MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES);
      return batchStatus('MaximumAppendSizeExceeded', details);
    }
    case 'deleted': {
      const details = new shared.StreamDeleted().setStreamIdentifier(identifier(stream));
      return batchStatus('StreamDeleted', details);
    }
    case 'conflict':
      return batchStatus('WrongExpectedVersion', conflictOf(answer.current, expected));
  }
}

function conflictOf(current: number, expected: Expected): shared.WrongExpectedVersion {
  const conflict = new shared.WrongExpectedVersion();
  if (current < 0) conflict.setCurrentNoStream(new emptyPb.Empty());
  else conflict.setCurrentStreamRevision(String(current));
  if (expected === 'any') return conflict.setExpectedAny(new emptyPb.Empty());
  if (expected === 'no-stream') return conflict.setExpectedNoStream(new emptyPb.Empty());
  return expected === 'stream-exists'
    ? conflict.setExpectedStreamExists(new emptyPb.Empty())
    : conflict.setExpectedStreamPosition(String(expected));
}
