/**
 * Keeps a bounded number of commands on their way at once, and never two for one patient:
 * a patient's facts arrive in the order of the file.
 */
export class Dispatcher {
  private readonly active = new Set<string>();
  private failed: { readonly error: unknown } | undefined;
  private wake: (() => void) | undefined;
  private bytes = 0;

  /** @param bytesMax memory that the commands on their way may take, beside one that takes more */
  constructor(
    private readonly limit: number,
    private readonly bytesMax: number,
  ) {}

  /**
   * Starts the command as soon as there is room and the patient is free. To be awaited by
   * one caller at a time: waiting here is what holds the reading back.
   * @param bytes memory that it takes
   * @throws whatever the first failed command threw; nothing is started after it
   */
  async start(patient: string, bytes: number, command: () => Promise<void>): Promise<void> {
    while (this.failed === undefined && (!this.hasRoomFor(bytes) || this.active.has(patient))) {
      await this.change();
    }
    this.throwFailure();
    this.active.add(patient);
    this.bytes += bytes;
    void this.carryOut(patient, bytes, command);
  }

  private hasRoomFor(bytes: number): boolean {
    if (this.active.size === 0) return true;
    return this.active.size < this.limit && this.bytes + bytes <= this.bytesMax;
  }

  /** Waits for all that is on its way, then throws what the first failed command threw. */
  async settle(): Promise<void> {
    while (this.active.size > 0) await this.change();
    this.throwFailure();
  }

  private async carryOut(
    patient: string,
    bytes: number,
    command: () => Promise<void>,
  ): Promise<void> {
    try {
      await command();
    } catch (error) {
      this.failed ??= { error };
    } finally {
      this.active.delete(patient);
      this.bytes -= bytes;
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
