/**
 * The reading side of a running server, in a thread of its own: it keeps the read
 * models up to date and works out the figures, so that neither ever holds up the
 * doors. This file is the main thread's end of it.
 */
import { Worker } from 'node:worker_threads';
import { QueryRefused, type QueryRefusalCode } from '#projections';
import type { ReadableName, ReadableQuery } from '../composition/index.js';
import { Problem } from './problem.js';

export interface ReadingsWorkerData {
  readonly folder: string;
}

export type ReadingsRequest =
  | { readonly id: number; readonly figure: ReadableName; readonly query: ReadableQuery }
  | { readonly stop: true };

export type ReadingsMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'position'; readonly position: string | undefined }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | {
      readonly kind: 'refused';
      readonly id: number;
      readonly refused: {
        readonly code: QueryRefusalCode;
        readonly message: string;
        readonly path: string;
      };
    }
  | { readonly kind: 'fault'; readonly id: number; readonly message: string };

/** Questions waiting at once; more are turned away rather than piled up. */
const MAX_WAITING = 64;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Readings {
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private at: string | undefined;
  private failed: Error | undefined;
  private closing = false;
  private opened: () => void = () => undefined;
  private readonly ready = new Promise<void>((resolve) => (this.opened = resolve));
  private gone: () => void = () => undefined;
  private readonly exited = new Promise<void>((resolve) => (this.gone = resolve));

  private constructor(
    private readonly worker: Worker,
    private readonly onFailure: (error: Error) => void,
  ) {
    worker.on('message', (message: ReadingsMessage) => this.hear(message));
    worker.on('error', (error: Error) => this.fail(error));
    worker.on('exit', (code) => {
      this.gone();
      if (!this.closing) this.fail(new Error(`The reading thread ended (code ${code}).`));
    });
  }

  /**
   * Starts the thread; resolves when the read models are open and up to date.
   * @param onFailure told once when the thread is lost: nothing is read any more
   * @throws whatever kept the thread from opening the read models
   */
  static async start(folder: string, onFailure: (error: Error) => void): Promise<Readings> {
    const workerData: ReadingsWorkerData = { folder };
    const worker = new Worker(new URL('./readings.worker.js', import.meta.url), { workerData });
    let failed: (error: Error) => void = () => undefined;
    const failure = new Promise<never>((_resolve, reject) => (failed = reject));
    const readings = new Readings(worker, (error) => {
      failed(error);
      onFailure(error);
    });
    failure.catch(() => undefined);
    await Promise.race([readings.ready, failure]);
    return readings;
  }

  /** Log position the read models stand at; undefined for an empty log. */
  get position(): string | undefined {
    return this.at;
  }

  /** Why the read models are no longer kept, if so. */
  get failure(): Error | undefined {
    return this.failed;
  }

  /** @throws QueryRefused, or Problem when too many questions wait or the thread is gone */
  ask(figure: ReadableName, query: ReadableQuery): Promise<unknown> {
    if (this.failed !== undefined) {
      throw new Problem(503, 'read-models', 'Not ready', 'The read models are not being kept.');
    }
    if (this.waiting.size >= MAX_WAITING) {
      throw new Problem(503, 'busy', 'Too many questions', `${MAX_WAITING} questions are waiting.`);
    }
    const id = this.nextId++;
    const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.worker.postMessage({ id, figure, query } satisfies ReadingsRequest);
    return answer;
  }

  async close(): Promise<void> {
    this.closing = true;
    this.worker.postMessage({ stop: true } satisfies ReadingsRequest);
    await this.exited;
  }

  private hear(message: ReadingsMessage): void {
    switch (message.kind) {
      case 'ready':
        this.opened();
        return;
      case 'position':
        this.at = message.position;
        return;
      case 'answer':
        this.settle(message.id)?.resolve(message.answer);
        return;
      case 'refused': {
        const { code, message: text, path } = message.refused;
        this.settle(message.id)?.reject(new QueryRefused(code, text, path));
        return;
      }
      case 'fault':
        this.settle(message.id)?.reject(new Error(message.message));
    }
  }

  private settle(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }

  private fail(error: Error): void {
    if (this.failed !== undefined) return;
    this.failed = error;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
    this.onFailure(error);
  }
}
