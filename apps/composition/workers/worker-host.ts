/** The thread's own side of `WorkerClient`: takes calls, answers each, and sends events. */
import type { MessagePort } from 'node:worker_threads';
import {
  toPlainError,
  Transferred,
  type Calls,
  type Events,
  type FromWorker,
  type ToWorker,
} from './protocol.js';

export type Handlers<C extends Calls> = {
  readonly [Name in keyof C]: (
    input: C[Name]['input'],
    options: { readonly signal: AbortSignal },
  ) => Promise<C[Name]['output'] | Transferred<C[Name]['output']>>;
};

export class WorkerHost<C extends Calls, E extends Events> {
  private readonly underWay = new Map<number, AbortController>();
  private readonly answers = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  private constructor(
    private readonly port: MessagePort,
    private readonly handlers: Handlers<C>,
  ) {}

  /** Takes calls from now on; nobody makes any before `ready` was called. */
  static start<C extends Calls, E extends Events>(
    port: MessagePort,
    handlers: Handlers<C>,
  ): WorkerHost<C, E> {
    const host = new WorkerHost<C, E>(port, handlers);
    port.on('message', (message: ToWorker) => host.receive(message));
    return host;
  }

  /** Says that the thread can work. */
  ready(): void {
    this.post({ kind: 'ready' });
  }

  /** Aborted when the thread is asked to end. */
  get closing(): AbortSignal {
    return this.stopping.signal;
  }

  emit<Name extends keyof E & string>(name: Name, payload: E[Name]): void {
    this.post({ kind: 'event', name, payload });
  }

  /** Resolves when the thread was asked to end and every call under way is answered. */
  async closed(): Promise<void> {
    if (!this.closing.aborted) {
      await new Promise((resolve) => this.closing.addEventListener('abort', resolve));
    }
    await Promise.all(this.answers);
  }

  private receive(message: ToWorker): void {
    if (message.kind === 'close') this.stopping.abort();
    else if (message.kind === 'abort') this.underWay.get(message.id)?.abort();
    else {
      const answer = this.answer(message.id, message.name, message.input);
      this.answers.add(answer);
      void answer.finally(() => this.answers.delete(answer));
    }
  }

  private async answer(id: number, name: keyof C, input: C[keyof C]['input']): Promise<void> {
    const abort = new AbortController();
    this.underWay.set(id, abort);
    try {
      const answer = await this.handlers[name](input, { signal: abort.signal });
      const { output, memory } =
        answer instanceof Transferred ? answer : new Transferred<unknown>(answer, []);
      this.post({ kind: 'answer', id, output }, memory);
    } catch (error) {
      this.post({ kind: 'failure', id, error: toPlainError(error) });
    } finally {
      this.underWay.delete(id);
    }
  }

  private post(message: FromWorker, memory: readonly ArrayBuffer[] = []): void {
    this.port.postMessage(message, memory);
  }
}
