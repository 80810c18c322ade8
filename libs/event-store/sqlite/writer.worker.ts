/** The writing thread: commits each group that arrives and answers when it is durable. */
import { parentPort, workerData } from 'node:worker_threads';
import type { CommitGroup } from './commit-protocol.js';
import { CommitLoop } from './commit-loop.js';
import { openForWriting } from './log-file.js';

const { file } = workerData as { readonly file: string };
const port = parentPort!;
const loop = new CommitLoop(openForWriting(file), file, (outcome) => port.postMessage(outcome));

port.on('message', (message: CommitGroup | 'close') => {
  if (message === 'close') {
    loop.close();
    port.close();
    return;
  }
  port.postMessage(loop.commit(message));
  loop.afterCommit();
});
