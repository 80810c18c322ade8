/**
 * The wake-ups of a running server, in a thread of their own, so that a million due at once
 * hold up nobody who reports. This file is the main thread's end of it: it says when to
 * look and what time it is; the thread has no clock.
 */
import { Worker, type MessagePort } from 'node:worker_threads';
import { PollingLoop, type Clock, type ParkedSequence } from '#engine';

export interface WakeUpsWorkerData {
  readonly folder: string;
  readonly port: MessagePort;
}

export type WakeUpsRequest = { readonly look: number } | { readonly stop: true };

export type WakeUpsMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'looked'; readonly more: boolean }
  /** A patient whose wake-up was parked just now. */
  | { readonly kind: 'parked'; readonly holding: ParkedSequence }
  /** A patient that could not be woken, or (`look`) a look that failed. */
  | { readonly kind: 'fault'; readonly what: string; readonly look: boolean };

export interface WakeUpsOptions {
  readonly folder: string;
  /** A way to the store's writing thread. */
  readonly port: MessagePort;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  readonly onParked: (holding: ParkedSequence) => void;
  /** Told once when the thread is lost: nobody is woken any more. */
  readonly onFailure: (error: Error) => void;
}

export class WakeUps {
  private readonly looks: PollingLoop;
  private looked: ((answer: { more: boolean }) => void) | undefined;
  private closing = false;
  private opened: () => void = () => undefined;
  private readonly ready = new Promise<void>((resolve) => (this.opened = resolve));
  private gone: () => void = () => undefined;
  private readonly exited = new Promise<void>((resolve) => (this.gone = resolve));

  private constructor(
    private readonly worker: Worker,
    private readonly options: WakeUpsOptions,
  ) {
    this.looks = new PollingLoop({ poll: () => this.look() });
    worker.on('message', (message: WakeUpsMessage) => this.hear(message));
    worker.on('error', (error: Error) => this.fail(error));
    worker.on('exit', (code) => {
      this.gone();
      this.looked?.({ more: false });
      if (!this.closing) this.fail(new Error(`The thread of the wake-ups ended (code ${code}).`));
    });
  }

  /** Resolves when the thread can work. @throws whatever kept it from opening the folder */
  static async start(options: WakeUpsOptions): Promise<WakeUps> {
    const { folder, port, onFailure } = options;
    const workerData: WakeUpsWorkerData = { folder, port };
    const url = new URL('./wake-ups.worker.js', import.meta.url);
    const worker = new Worker(url, { workerData, transferList: [port] });
    let failed: (error: Error) => void = () => undefined;
    const failure = new Promise<never>((_resolve, reject) => (failed = reject));
    failure.catch(() => undefined);
    const told = (error: Error): void => {
      failed(error);
      onFailure(error);
    };
    const wakeUps = new WakeUps(worker, { ...options, onFailure: told });
    await Promise.race([wakeUps.ready, failure]);
    return wakeUps;
  }

  /** Begins to look. */
  begin(): void {
    this.looks.start();
  }

  /** Resolves when nothing is under way any more and the thread has let go of the store. */
  async close(): Promise<void> {
    this.closing = true;
    this.worker.postMessage({ stop: true } satisfies WakeUpsRequest);
    await Promise.all([this.looks.stop(), this.exited]);
  }

  private look(): Promise<{ more: boolean }> {
    return new Promise((resolve) => {
      this.looked = resolve;
      this.worker.postMessage({ look: this.options.clock() } satisfies WakeUpsRequest);
    });
  }

  private hear(message: WakeUpsMessage): void {
    if (message.kind === 'ready') return this.opened();
    if (message.kind === 'parked') return this.options.onParked(message.holding);
    if (message.kind === 'fault') this.options.report(new Error(message.what));
    if (message.kind === 'looked') this.looked?.({ more: message.more });
    else if (message.look) this.looked?.({ more: false });
  }

  private fail(error: Error): void {
    this.closing = true;
    this.options.onFailure(error);
  }
}
