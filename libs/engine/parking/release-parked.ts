/**
 * The two ways to release a parked sequence: it is retried from the parked event on, or that
 * event is discarded and the sequence goes on behind it. Somebody has to answer for either,
 * so both take an author and a reason. The processor meets the event that this leaves in the
 * log, and processes there what had to wait.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isStoreFault, type Position } from '#event-store';
import type { Processor } from '#care-event';
import { CLOCK, type Clock } from '../shared/tokens.js';
import { PatientWaker } from '../patients/patient-waker.js';
import { faultOf } from './fault-of.js';
import { ParkedSequences, type Released } from './parked-sequences.js';

/** Characters, after spaces at both ends were cut off; at least 1. */
export const RELEASE_LIMITS = { author: 256, reason: 2_000 } as const;

/** What became of it where it was not refused. */
export type ReleasedParked = Exclude<Released, { readonly status: 'refused' }>;

export type ParkedReleased =
  Released | { readonly status: 'refused'; readonly code: 'invalid'; readonly message: string };

export class RetryParked extends Command<ParkedReleased> {
  constructor(
    readonly processor: Processor,
    /** Pseudonym. */
    readonly patient: string,
    readonly author: string,
    readonly reason: string,
  ) {
    super();
  }
}

export class DiscardParked extends Command<ParkedReleased> {
  constructor(
    readonly processor: Processor,
    /** Pseudonym. */
    readonly patient: string,
    readonly author: string,
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(RetryParked)
export class RetryParkedHandler implements ICommandHandler<RetryParked> {
  constructor(
    private readonly parked: ParkedSequences,
    private readonly waker: PatientWaker,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(command: RetryParked): Promise<ParkedReleased> {
    const released = await release(this.parked, command, 'retried');
    const { processor, patient } = command;
    // No processor meets this release: whoever was skipped is woken here and now.
    if (processor === 'wake-ups' && released.status === 'retried')
      await this.wakeAgain(patient, released.parked);
    return released;
  }

  /** If it fails again, the wake-up is parked again: every attempt stays on record. */
  private async wakeAgain(patient: string, position: Position): Promise<void> {
    try {
      await this.waker.wake(patient, this.clock());
    } catch (error) {
      if (isStoreFault(error)) throw error;
      const fault = faultOf(error, patient);
      await this.parked.parkAgain({ processor: 'wake-ups', patient, position, ...fault });
    }
  }
}

@CommandHandler(DiscardParked)
export class DiscardParkedHandler implements ICommandHandler<DiscardParked> {
  constructor(private readonly parked: ParkedSequences) {}

  execute(command: DiscardParked): Promise<ParkedReleased> {
    return release(this.parked, command, 'discarded');
  }
}

function release(
  parked: ParkedSequences,
  command: RetryParked | DiscardParked,
  kind: 'retried' | 'discarded',
): Promise<ParkedReleased> {
  const { processor, patient } = command;
  const author = command.author.trim();
  const reason = command.reason.trim();
  const fault =
    wrongLength('author', author, RELEASE_LIMITS.author) ??
    wrongLength('reason', reason, RELEASE_LIMITS.reason);
  if (fault !== undefined)
    return Promise.resolve({ status: 'refused', code: 'invalid', message: fault });
  return parked.release({ processor, patient, kind, author, reason });
}

function wrongLength(what: string, text: string, most: number): string | undefined {
  if (text.length >= 1 && text.length <= most) return undefined;
  return `The ${what} has ${text.length} characters; it takes 1 to ${most}.`;
}
