/** Why a log is not copied, or not on. */
import type { Position } from '#event-store';

/** Something in the log cannot go where it should; nothing was written. */
export class CopyRefused extends Error {
  readonly code: string = 'copy-refused';
  override readonly name: string = 'CopyRefused';
}

/** Both are the same log already. */
export class CopyOntoItself extends CopyRefused {
  override readonly code = 'copy-onto-itself';
  override readonly name = 'CopyOntoItself';
  constructor(place: string) {
    super(`The log is to be copied from ${place} to the same place: name another with --to.`);
  }
}

/** What cannot be copied of a log: what it is, and where the first of them stand. */
export interface Unfit {
  readonly damaged: readonly Position[];
  readonly tooLarge: readonly { readonly position: Position; readonly bytes: number }[];
}

/** How many of each kind a message names. */
const NAMED = 5;

export class LogUnfit extends CopyRefused {
  override readonly code = 'copy-unfit';
  override readonly name = 'LogUnfit';
  constructor(
    readonly unfit: Unfit,
    limit: number | undefined,
  ) {
    const { damaged, tooLarge } = unfit;
    const sentences = [];
    if (damaged.length > 0)
      sentences.push(
        `${damaged.length} events cannot be read (positions ${listed(damaged)}): restore the log from a ` +
          'backup first; stafett log verify says more.',
      );
    if (tooLarge.length > 0)
      sentences.push(
        `${tooLarge.length} events are larger than the ${limit} bytes that the target takes of one ` +
          `(${listed(tooLarge.map(({ position, bytes }) => `position ${position}: ${bytes} bytes`))}): ` +
          'choose a target that takes them.',
      );
    super(`Nothing was copied. ${sentences.join(' ')}`);
  }
}

function listed(items: readonly string[]): string {
  return items.slice(0, NAMED).join(', ') + (items.length > NAMED ? ' …' : '');
}

/** What is in the target is not the beginning of the log that is copied. */
export class TargetDiffers extends Error {
  readonly code = 'copy-target-differs';
  override readonly name = 'TargetDiffers';
  constructor(target: string, position: Position, why: 'other' | 'more') {
    super(
      why === 'other'
        ? `${target} has another event at position ${position} than the log that is copied: it is another ` +
            'log, or was written to. Copy to an empty place.'
        : `${target} goes on after the end of the log that is copied, from position ${position} on: it was ` +
            'written to. Copy to an empty place, or go on with it as it is.',
    );
  }
}

/** The copy says something else than the log. */
export class CopyDiffers extends Error {
  readonly code = 'copy-differs';
  override readonly name = 'CopyDiffers';
  constructor(what: string) {
    super(
      `The copy is not the same as the log: ${what}. Do not use it; nothing was changed where the log is.`,
    );
  }
}

/** It was asked to stop; another try goes on from here. */
export class CopyStopped extends Error {
  readonly code = 'interrupted';
  override readonly name = 'CopyStopped';
  constructor() {
    super('The copy was stopped. The same command again goes on where it stopped.');
  }
}
