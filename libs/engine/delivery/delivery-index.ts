/** What the delivery loop asks the read models: for whom messages wait, and which were given up. */
import type { Position } from '#event-store';
import type { MessageRef } from './message-status.js';

/** A message that was given up. */
export interface DeadLetterRef extends MessageRef {
  /** Of the event that sent it. */
  readonly position: Position;
  /** Of the event that gave it up. */
  readonly failedAt: Position;
}

/** The index of deliveries; a read model keeps it, and it may lag behind the log. */
export interface DeliveryIndex {
  /** For whom messages wait that are neither delivered nor given up, sorted. */
  receivers(): Promise<readonly string[]>;
  /**
   * Patients whose first message to the receiver that is neither delivered nor given up is due at
   * `now`, the longest due first; after them those whose first is put off to later than `beyond`,
   * which no pause reaches.
   */
  due(receiver: string, now: number, limit: number, beyond: number): Promise<readonly string[]>;
  /**
   * One patient's messages that are neither delivered nor given up, to those receivers that are
   * asked for, in the order of the log.
   */
  waiting(
    patient: string,
    isFor: (receiver: string) => boolean,
    limit: number,
  ): Promise<readonly MessageRef[]>;
  /** Messages that were given up, in the order in which they were sent, after the one at that position. */
  deadLetters(after: Position | undefined, limit: number): Promise<readonly DeadLetterRef[]>;
}
