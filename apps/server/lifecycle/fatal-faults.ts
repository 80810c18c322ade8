/** Faults after which the process has to end: a thread or the store is lost for good. */
export class FatalFaults {
  private readonly first = Promise.withResolvers<Error>();

  /** Only the first counts; the others mostly follow from it. */
  report(fault: Error): void {
    this.first.resolve(fault);
  }

  /** Resolves with the first one; never where there is none. */
  get reported(): Promise<Error> {
    return this.first.promise;
  }
}
