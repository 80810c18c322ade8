/** What reads and subscriptions share: a call that is answered as fast as its reader takes it. */
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Log } from './log.js';
import type { streams } from './protocol.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** Writes as fast as the reader takes it. */
export async function send(call: ReadCall, message: streams.ReadResp): Promise<void> {
  if (call.write(message) || call.cancelled) return;
  await new Promise<void>((resolve) => whenOver(call, (done) => call.once('drain', done), resolve));
}

/** Calls back when what is waited for happens, or the call is over. */
export function whenOver(
  call: ReadCall,
  wait: (done: () => void) => unknown,
  callback: () => void,
): void {
  const done = () => {
    call.off('drain', done).off('cancelled', done).off('close', done);
    callback();
  };
  call.once('cancelled', done).once('close', done);
  wait(done);
}

/** Whether a position lies within the log and no record begins there. */
export function isNoRecord(log: Log, position: number): boolean {
  if (position <= 0 || position >= log.end || log.isScavenged(position)) return false;
  return log.all[log.indexOf(position)]?.position !== position;
}
