/** Faults after which the process has to end: one of its parts is lost for good. */
import { messageWithoutContent } from '../../composition/index.js';

/** A part of the server, such as a thread, works no more. */
export class PartFailed extends Error {
  readonly code = 'part-failed';
  override readonly name = 'PartFailed';
  constructor(
    /** As it is called in messages, such as `the background thread`. */
    readonly part: string,
    cause: Error,
  ) {
    const reason = messageWithoutContent(cause) || cause.name;
    super(`${part} failed, so the server ends: ${reason}`, { cause });
  }
}

export class FatalFaults {
  private readonly first = Promise.withResolvers<PartFailed>();

  /** Only the first counts; the others mostly follow from it. */
  report(part: string, fault: Error): void {
    this.first.resolve(new PartFailed(part, fault));
  }

  /** Resolves with the first one; never where there is none. */
  get reported(): Promise<PartFailed> {
    return this.first.promise;
  }
}
