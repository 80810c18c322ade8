/**
 * Keeps a bounded number of commands on their way at once, and never two for one patient:
 * a patient's facts arrive in the order of the file.
 */
export class Dispatcher {
  private readonly active = new Set<string>();
  private failed: { readonly error: unknown } | undefined;
  private wake: (() => void) | undefined;

  constructor(private readonly limit: number) {}

  /**
   * Starts the command as soon as there is room and the patient is free. To be awaited by
   * one caller at a time: waiting here is what holds the reading back.
   * @throws whatever the first failed command threw; nothing is started after it
   */
  async start(patient: string, command: () => Promise<void>): Promise<void> {
    while (
      this.failed === undefined &&
      (this.active.size >= this.limit || this.active.has(patient))
    ) {
      await this.change();
    }
    this.throwFailure();
    this.active.add(patient);
    void this.carryOut(patient, command);
  }

  /** Waits for all that is on its way, then throws what the first failed command threw. */
  async settle(): Promise<void> {
    while (this.active.size > 0) await this.change();
    this.throwFailure();
  }

  private async carryOut(patient: string, command: () => Promise<void>): Promise<void> {
    try {
      await command();
    } catch (error) {
      this.failed ??= { error };
    } finally {
      this.active.delete(patient);
      this.wake?.();
    }
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private throwFailure(): void {
    if (this.failed !== undefined) throw this.failed.error;
  }
}
