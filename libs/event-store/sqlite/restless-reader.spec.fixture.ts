/** A thread that is nearly always in the middle of a read of the log. */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const READ_MS = 5;

const { file } = workerData as { readonly file: string };
const db = new Database(file, { readonly: true });
const count = db.prepare('SELECT count(*) FROM events');
const pause = new Int32Array(new SharedArrayBuffer(4));

parentPort!.postMessage('reading');
for (;;) {
  db.exec('BEGIN');
  count.get();
  Atomics.wait(pause, 0, 0, READ_MS);
  db.exec('COMMIT');
}
