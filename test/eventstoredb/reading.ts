/** Reads of one stream and of the whole log, in both directions. */
import { type handleServerStreamingCall, status } from '@grpc/grpc-js';
import { mayReadAll, type Users } from './access.js';
import type { Faults } from './faults.js';
import { statusOf } from './failures.js';
import type { Log } from './log.js';
import { eventResponse, identifier, streamName } from './messages.js';
import { streams } from './protocol.js';
import { isNoRecord, type ReadCall, send } from './read-call.js';
import type { StoredEvent } from './records.js';
import { streamDeleted } from './unary-append.js';
import type { Subscribing } from './subscribing.js';

type Options = streams.ReadReq.Options;

const { BACKWARDS } = streams.ReadReq.Options.ReadDirection;

export function read(
  log: Log,
  faults: Faults,
  subscribing: Subscribing,
  users: Users | undefined,
): handleServerStreamingCall<streams.ReadReq, streams.ReadResp> {
  return (call) => {
    const options = call.request.getOptions() ?? new streams.ReadReq.Options();
    call.on('error', () => undefined);
    if (faults.mode !== 'serving') call.emit('error', statusOf(faults.mode));
    else if (options.hasAll() && !mayReadAll(users, call.metadata))
      call.emit('error', statusOf('access-denied'));
    else if (options.hasSubscription()) void subscribing.start(call, options);
    else if (options.hasAll()) void readAll(call, log, options);
    else void readStream(call, log, options);
  };
}

async function readStream(call: ReadCall, log: Log, options: Options): Promise<void> {
  const from = options.getStream();
  const stream = streamName(from?.getStreamIdentifier());
  if (log.stateOf(stream).tombstoned) {
    call.emit('error', streamDeleted(stream));
    return;
  }
  const { events, first, end, deleted } = log.readable(stream);
  if (end === 0 || deleted) {
    const missing = new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream));
    call.write(new streams.ReadResp().setStreamNotFound(missing));
    call.end();
    return;
  }
  const backwards = options.getReadDirection() === BACKWARDS;
  const start = from?.hasRevision() ? Number(from.getRevision()) : from?.hasEnd() ? Infinity : 0;
  const count = Number(options.getCount());
  // From its end forwards there is nothing, from its start backwards the first event.
  if (backwards) {
    const last = Math.min(start + 1, end);
    const page = events.slice(Math.max(first, last - count), Math.max(first, last));
    await sendAll(call, page.reverse());
  } else {
    const next = Math.max(start, first);
    await sendAll(call, events.slice(next, Math.min(next + count, end)));
  }
}

async function readAll(call: ReadCall, log: Log, options: Options): Promise<void> {
  const from = options.getAll();
  const position = from?.hasPosition()
    ? Number(from.getPosition()?.getCommitPosition())
    : undefined;
  if (position !== undefined && isNoRecord(log, position)) {
    call.emit('error', {
      code: status.UNKNOWN,
      details: 'Unexpected ReadAllResult: InvalidPosition',
    });
    return;
  }
  const count = Number(options.getCount());
  const start = position ?? (from?.hasEnd() ? Infinity : 0);
  const index = Math.min(log.indexOf(start), log.visible);
  if (options.getReadDirection() !== BACKWARDS) {
    await sendAll(call, log.all.slice(index, Math.min(index + count, log.visible)));
    return;
  }
  await sendAll(call, log.all.slice(Math.max(0, index - count), index).reverse());
}

async function sendAll(call: ReadCall, events: readonly StoredEvent[]): Promise<void> {
  for (const event of events) {
    if (call.cancelled) return;
    await send(call, eventResponse(event));
  }
  call.end();
}
