/**
 * An append whose outcome stayed unknown: a log on other machines may still carry it out. Whoever
 * keeps what its stream holds in memory reads it again before each use, until the stream has grown:
 * then either these events are there, or another's, and they never will be.
 */
import { OutcomeUnknown, type ExpectedRevision } from '#event-store';

export class UnsettledAppends {
  /** By stream: how many events it had. */
  private readonly lengths = new Map<string, number>();

  /** Appends, and keeps in mind that nobody knows what came of it. */
  async watch<T>(stream: string, expected: ExpectedRevision, append: () => Promise<T>): Promise<T> {
    try {
      return await append();
    } catch (error) {
      if (error instanceof OutcomeUnknown) {
        this.lengths.set(stream, expected === 'none' ? 0 : expected + 1);
      }
      throw error;
    }
  }

  get areThere(): boolean {
    return this.lengths.size > 0;
  }

  /** The stream was read: it has so many events. */
  hasLength(stream: string, length: number): void {
    if (length > (this.lengths.get(stream) ?? Infinity)) this.lengths.delete(stream);
  }
}
