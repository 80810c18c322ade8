/**
 * An append, whichever way it came: what the server refuses, what it writes, and what it is told
 * to do wrong. Both ways word the same answers differently.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Committing } from './committing.js';
import type { Failure, Faults } from './faults.js';
import type { Log, Outcome } from './log.js';
import { appendSize, type Expected, type ProposedEvent } from './records.js';

/** The server's own limit, unless it is set up with another. */
export const MAX_APPEND_BYTES = 1_048_576;

/** How long the server waits for its disk and its followers. */
const COMMIT_TIMEOUT_MS = 2_600;

export interface AppendRequest {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly ProposedEvent[];
}

export type Answer =
  | Outcome
  | { readonly kind: 'too-large' }
  | { readonly kind: 'invalid'; readonly message: string }
  | { readonly kind: 'failure'; readonly failure: Failure };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export class Appending {
  private spoken = 0;
  private readonly reviving = new Set<string>();

  constructor(
    private readonly log: Log,
    private readonly committing: Committing,
    private readonly faults: Faults,
    private readonly resetConnections: () => void,
  ) {}

  /** Writes before it first waits: appends are written in the order in which they came. */
  async append(request: AppendRequest): Promise<Answer> {
    const { mode } = this.faults;
    if (mode !== 'serving') return failed(mode);
    if (tooLarge(request.events)) return { kind: 'too-large' };
    const message = objection(request);
    if (message !== undefined) return { kind: 'invalid', message };
    const fault = this.faults.next();
    const written = fault?.stored === false ? undefined : await this.write(request);
    if (fault?.delayMs !== undefined) await pause(fault.delayMs, undefined, { ref: false });
    if (fault?.answer === 'connection-reset') this.resetConnections();
    if (!written || fault?.answer) return failed(fault?.answer ?? 'silence');
    return this.faults.mode === 'shutting-down' ? failed(this.nextLastWords()) : written;
  }

  private nextLastWords(): Failure {
    return LAST_WORDS[this.spoken++ % LAST_WORDS.length] ?? 'shutting-down';
  }

  private async write({ stream, expected, events }: AppendRequest): Promise<Answer> {
    const wasDeleted = this.log.stateOf(stream).softDeleted;
    const outcome = this.log.append(stream, expected, events);
    if (outcome.kind !== 'success') return outcome;
    if (wasDeleted && outcome.position !== undefined) this.revive(stream, events.length);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>((resolve) => {
      timer = setTimeout(() => resolve(failed('deadline-exceeded')), COMMIT_TIMEOUT_MS);
    });
    const committed = this.committing.commit().then((): Answer => outcome);
    return Promise.race([committed, late]).finally(() => clearTimeout(timer));
  }

  /** A deleted stream that is written to again is found again a moment later. */
  private revive(stream: string, written: number): void {
    if (this.reviving.has(stream)) return;
    this.reviving.add(stream);
    const $tb = this.log.stateOf(stream).events.length - written;
    setTimeout(() => {
      this.reviving.delete(stream);
      this.log.append(`$$${stream}`, 'any', [systemEvent('$metadata', { $tb })]);
      void this.committing.commit();
    }, REVIVAL_MS).unref();
  }
}

const REVIVAL_MS = 30;

/** What a server that stops answers to appends in flight, though they are stored. */
const LAST_WORDS: readonly Failure[] = ['commit-timeout', 'handler-exception', 'shutting-down'];

function failed(failure: Failure): Answer {
  return { kind: 'failure', failure };
}

/** An event of the server's own. */
export function systemEvent(type: string, data: object): ProposedEvent {
  return {
    id: crypto.randomUUID(),
    type,
    isJson: true,
    data: Buffer.from(JSON.stringify(data)),
    metadata: new Uint8Array(),
  };
}

export function tooLarge(events: readonly ProposedEvent[]): boolean {
  return appendSize(events) > MAX_APPEND_BYTES;
}

function objection({ stream, events }: AppendRequest): string | undefined {
  if (stream === '') return 'Value cannot be null. (Parameter streamId)';
  if (events.some(({ type }) => type === '')) return 'Value cannot be null. (Parameter eventType)';
  if (events.some(({ id }) => !UUID.test(id)))
    return 'Guid should contain 32 digits with 4 dashes.';
  return undefined;
}
