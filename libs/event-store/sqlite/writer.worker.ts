/**
 * The writing thread: commits each group that arrives and answers when it is durable.
 * Other threads of the process may send groups too, each through a port of its own; a
 * group waits for no more than the one being committed and those that came before it.
 */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { CommitGroup } from '../commit-protocol.js';
import { fromMessage, type GroupMessage, type Grown, type WriterRequest } from './group-message.js';
import { CommitLoop } from './commit-loop.js';
import { openForWriting } from './log-file.js';

const { file } = workerData as { readonly file: string };
const port = parentPort!;
const loop = new CommitLoop(openForWriting(file), file, (outcome) => port.postMessage(outcome));
const sharing: MessagePort[] = [];

port.on('message', (message: WriterRequest) => {
  if (message === 'close') {
    loop.close();
    for (const each of sharing) each.close();
    port.close();
  } else if ('share' in message) {
    const { share } = message;
    sharing.push(share);
    share.on('message', (group: GroupMessage) => commitFor(share, fromMessage(group)));
  } else {
    port.postMessage(loop.commit(fromMessage(message)));
    loop.afterCommit();
  }
});

function commitFor(other: MessagePort, group: CommitGroup): void {
  const outcome = loop.commit(group);
  other.postMessage(outcome);
  // Who opened the store ends the process after a failure, whoever met it.
  if (outcome.kind === 'failed') port.postMessage(outcome);
  if (outcome.kind === 'committed') {
    const streams = group.batches.map(({ stream }) => stream);
    port.postMessage({ kind: 'grown', streams } satisfies Grown);
  }
  loop.afterCommit();
}
