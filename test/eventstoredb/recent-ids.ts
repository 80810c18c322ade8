/**
 * Ids of events written lately, as the server remembers them: in memory alone, so a restart
 * forgets them, and only so many. Appends at "any" and "stream exists" are compared with nothing else.
 */
export class RecentIds {
  private readonly places = new Map<
    string,
    { stream: string; revision: number; position: number }
  >();
  private bytes = 0;

  constructor(private readonly capacity = 8 * 1024 * 1024) {}

  put(id: string, place: { stream: string; revision: number; position: number }): void {
    if (!this.places.has(id)) this.bytes += cost(place.stream);
    this.places.set(id, place);
    for (const [oldest, { stream }] of this.places) {
      if (this.bytes <= this.capacity) return;
      this.places.delete(oldest);
      this.bytes -= cost(stream);
    }
  }

  /** Where an event with this id was written in this stream, if that is still known. */
  find(id: string, stream: string): { revision: number; position: number } | undefined {
    const place = this.places.get(id);
    return place?.stream === stream ? place : undefined;
  }

  clear(): void {
    this.places.clear();
    this.bytes = 0;
  }
}

function cost(stream: string): number {
  return 28 + 2 * stream.length;
}
