/** Deletes: the one that leaves the numbering and can be undone by an append, and the one for good. */
import { type handleUnaryCall, status } from '@grpc/grpc-js';
import { systemEvent } from './appending.js';
import type { Committing } from './committing.js';
import { exception } from './failures.js';
import type { Log } from './log.js';
import { streamName } from './messages.js';
import { streams } from './protocol.js';
import { DELETED_TEXT } from './stream-metadata.js';
import { streamDeleted } from './unary-append.js';

export function softDelete(
  log: Log,
  committing: Committing,
): handleUnaryCall<streams.DeleteReq, streams.DeleteResp> {
  return (call, callback) => {
    const options = call.request.getOptions();
    const stream = streamName(options?.getStreamIdentifier());
    const refusal = refusalOf(log, stream, options);
    if (refusal) {
      callback(refusal);
      return;
    }
    const data = Buffer.from(`{"$tb":${DELETED_TEXT}}`);
    log.append(`$$${stream}`, 'any', [{ ...systemEvent('$metadata', {}), data }]);
    const position = String(log.all.at(-1)?.position);
    const at = new streams.DeleteResp.Position()
      .setCommitPosition(position)
      .setPreparePosition(position);
    void committing.commit().then(() => callback(null, new streams.DeleteResp().setPosition(at)));
  };
}

export function tombstone(
  log: Log,
  committing: Committing,
): handleUnaryCall<streams.TombstoneReq, streams.TombstoneResp> {
  return (call, callback) => {
    const options = call.request.getOptions();
    const stream = streamName(options?.getStreamIdentifier());
    const refusal = refusalOf(log, stream, options);
    if (refusal) {
      callback(refusal);
      return;
    }
    const position = String(log.tombstone(stream));
    const at = new streams.TombstoneResp.Position()
      .setCommitPosition(position)
      .setPreparePosition(position);
    const response = new streams.TombstoneResp().setPosition(at);
    void committing.commit().then(() => callback(null, response));
  };
}

function refusalOf(
  log: Log,
  stream: string,
  options: streams.DeleteReq.Options | streams.TombstoneReq.Options | undefined,
) {
  const { events, tombstoned } = log.stateOf(stream);
  if (tombstoned) return streamDeleted(stream);
  const current = events.length - 1;
  const expected = options?.hasRevision() ? Number(options.getRevision()) : -1;
  if (options?.hasAny() || options?.hasStreamExists() || expected === current) return undefined;
  const text = `Delete failed due to WrongExpectedVersion. Stream: ${stream}`;
  return exception(status.FAILED_PRECONDITION, text, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': String(expected),
    'actual-version': String(current),
  });
}
