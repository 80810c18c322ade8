/**
 * The starting side of a worker thread: typed calls with an answer each, a bound on how many
 * wait, and one place where the loss of the thread is noticed. `worker-host.ts` is the other
 * side.
 *
 * Guarantees: every call settles. It rejects with the error that the thread raised, with
 * `WorkerLost` when the thread is gone, with `WorkerBusy` when too many wait already, or with
 * the signal's reason as soon as that is aborted. `close` resolves when the thread has ended.
 */
import { basename } from 'node:path';
import { Worker, type Transferable } from 'node:worker_threads';
import {
  fromPlainError,
  type Calls,
  type Events,
  type FromWorker,
  type PlainError,
  type ToWorker,
} from './protocol.js';

/**
 * What a thread may have for objects that are new. By default each takes up to 100 MiB of it
 * and keeps them. Half of it bounds the memory; what that costs in collections was not measured.
 */
const YOUNG_GENERATION_MIB = 48;

export interface WorkerClientOptions<E extends Events> {
  /** What the thread is called in messages, such as `the thread of the read models`. */
  readonly name: string;
  readonly url: URL;
  readonly workerData: unknown;
  readonly transferList?: readonly Transferable[];
  /** Calls that wait at once; more are refused. */
  readonly pendingMax: number;
  /** Called for each event that the thread sends unprompted. */
  readonly on: { readonly [Name in keyof E]: (payload: E[Name]) => void };
  /** Makes an error of ours of one that the thread raised; undefined: a plain `Error`. */
  readonly reviveError?: (error: PlainError) => Error | undefined;
  /** Called once if the thread ends unasked. */
  readonly onLost: (error: Error) => void;
}

/** The thread is gone: nothing is answered any more. */
export class WorkerLost extends Error {
  readonly code = 'worker-lost';
  override readonly name = 'WorkerLost';
}

/** Too many calls wait already; the same call may go through later. */
export class WorkerBusy extends Error {
  readonly code = 'worker-busy';
  override readonly name = 'WorkerBusy';
  constructor(
    thread: string,
    readonly pendingMax: number,
  ) {
    super(`${pendingMax} calls are already waiting for ${thread}.`);
  }
}

interface Pending {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export class WorkerClient<C extends Calls, E extends Events> {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private readonly opened = Promise.withResolvers<void>();
  private readonly exited = Promise.withResolvers<void>();
  private lastId = 0;
  private closing = false;
  private lost: Error | undefined;

  constructor(private readonly options: WorkerClientOptions<E>) {
    const { name, url, workerData, transferList = [] } = options;
    this.opened.promise.catch(() => undefined);
    this.worker = new Worker(url, {
      workerData,
      transferList: [...transferList],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
      // As debuggers and `top` show it.
      name: basename(url.pathname, '.worker.js'),
    });
    this.worker.on('message', (message: FromWorker) => this.receive(message));
    this.worker.on('error', (error: Error) => this.lose(error));
    this.worker.on('exit', (code) => {
      const error = new WorkerLost(`${name} ended (code ${code}).`);
      if (this.closing) this.rejectAll(error);
      else this.lose(error);
      this.exited.resolve();
    });
  }

  /** Resolves when the thread can work. @throws whatever kept it from starting */
  ready(): Promise<void> {
    return this.opened.promise;
  }

  /** Why the thread is gone, if it is. */
  get failure(): Error | undefined {
    return this.lost;
  }

  async call<Name extends keyof C & string>(
    name: Name,
    input: C[Name]['input'],
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<C[Name]['output']> {
    signal?.throwIfAborted();
    if (this.lost !== undefined || this.closing) {
      throw new WorkerLost(`${this.options.name} is gone.`, { cause: this.lost });
    }
    const { pendingMax } = this.options;
    if (this.pending.size >= pendingMax) throw new WorkerBusy(this.options.name, pendingMax);
    this.lastId += 1;
    const id = this.lastId;
    const { promise, ...settle } = Promise.withResolvers<unknown>();
    // It counts as waiting until the thread has answered, since the thread may be at work on it.
    this.pending.set(id, settle);
    const abort = (): void => {
      settle.reject(signal?.reason);
      this.post({ kind: 'abort', id });
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.post({ kind: 'call', id, name, input });
    return promise.finally(() => signal?.removeEventListener('abort', abort));
  }

  /**
   * Asks the thread to end: calls under way are answered first. Once `signal` is aborted they
   * are not waited for, and the thread is ended where it is.
   */
  async close({ signal }: { readonly signal?: AbortSignal } = {}): Promise<void> {
    this.closing = true;
    this.post({ kind: 'close' });
    const terminate = (): void => void this.worker.terminate();
    if (signal?.aborted === true) terminate();
    signal?.addEventListener('abort', terminate, { once: true });
    await this.exited.promise;
    signal?.removeEventListener('abort', terminate);
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        this.opened.resolve();
        return;
      case 'event':
        this.options.on[message.name as keyof E](message.payload as E[keyof E]);
        return;
      case 'answer':
        this.settle(message.id)?.resolve(message.output);
        return;
      case 'failure':
        this.settle(message.id)?.reject(this.errorOf(message.error));
    }
  }

  private errorOf(error: PlainError): Error {
    return this.options.reviveError?.(error) ?? fromPlainError(error);
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private lose(error: Error): void {
    if (this.lost !== undefined) return;
    this.lost = error;
    this.opened.reject(error);
    this.rejectAll(new WorkerLost(error.message, { cause: error }));
    if (!this.closing) this.options.onLost(error);
  }

  private rejectAll(error: Error): void {
    this.opened.reject(error);
    for (const { reject } of this.pending.values()) reject(error);
    this.pending.clear();
  }
}
