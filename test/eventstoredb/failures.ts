/** Each failure as the server words it: as the status of a call, and inside the stream of batch appends. */
import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import type { Message } from 'google-protobuf';
import type { Failure } from './faults.js';
import { anyPb, codePb, emptyPb, shared, statusPb } from './protocol.js';

const TEXTS: Record<Failure, readonly [code: status, details: string]> = {
  silence: [status.UNKNOWN, ''],
  'not-ready': [status.UNAVAILABLE, 'Server Is Not Ready'],
  busy: [status.UNAVAILABLE, 'Server Is Too Busy'],
  'shutting-down': [status.UNAVAILABLE, 'Server Is Shutting Down'],
  'handler-exception': [status.UNKNOWN, 'Exception was thrown by handler.'],
  'commit-timeout': [status.ABORTED, 'Operation timed out: Commit phase timeout'],
  'deadline-exceeded': [status.DEADLINE_EXCEEDED, 'Deadline Exceeded'],
  unknown: [status.UNKNOWN, 'Unexpected OperationResult'],
  'access-denied': [status.PERMISSION_DENIED, 'Access Denied'],
  unavailable: [status.UNAVAILABLE, 'Connection dropped'],
  'connection-reset': [status.UNAVAILABLE, 'read ECONNRESET'],
};

export type PartialStatusObject = Pick<StatusObject, 'code' | 'details'> & Partial<StatusObject>;

export function statusOf(failure: Failure): PartialStatusObject {
  const [code, details] = TEXTS[failure];
  return failure === 'access-denied'
    ? exception(code, details, { exception: failure })
    : { code, details };
}

/** A status with the trailing metadata that the client makes a typed error of. */
export function exception(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>>,
): StatusObject {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return { code, details, metadata };
}

/** What stands in an answer within the batch stream; undefined where the whole stream ends instead. */
export function batchStatusOf(failure: Failure): statusPb.Status | undefined {
  if (failure === 'access-denied') return batchStatus('AccessDenied', new shared.AccessDenied());
  if (failure === 'deadline-exceeded') return batchStatus('Timeout', new shared.Timeout());
  if (failure === 'unknown') return batchStatus('Unknown', new shared.Unknown());
  if (failure === 'not-ready') return batchStatus('Server Is Not Ready', new emptyPb.Empty());
  if (failure === 'busy') return batchStatus('Server Is Busy', new emptyPb.Empty());
  return undefined;
}

const CODES: Readonly<Record<string, codePb.Code>> = {
  AccessDenied: codePb.Code.PERMISSION_DENIED,
  Timeout: codePb.Code.DEADLINE_EXCEEDED,
  Unknown: codePb.Code.UNKNOWN,
  WrongExpectedVersion: codePb.Code.ALREADY_EXISTS,
  StreamDeleted: codePb.Code.NOT_FOUND,
  MaximumAppendSizeExceeded: codePb.Code.INVALID_ARGUMENT,
  BadRequest: codePb.Code.INVALID_ARGUMENT,
};

/** A status whose details are a message of the protocol with the same name, or nothing that the client knows. */
export function batchStatus(message: string, details: Message): statusPb.Status {
  const code = CODES[message];
  const type = code === undefined ? 'google.protobuf.Empty' : `event_store.client.${message}`;
  const any = new anyPb.Any();
  any.pack(details.serializeBinary(), type);
  const status = new statusPb.Status().setMessage(message).setDetails(any);
  return code === undefined ? status : status.setCode(code);
}
