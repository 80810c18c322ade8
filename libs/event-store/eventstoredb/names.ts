/**
 * Which streams of a server are this log's: those whose names begin with its prefix and a dot. A
 * server may hold several logs beside each other, and streams of others.
 */

/** Names that begin so belong to the log and are no part of what it says. Ports refuse them to everybody else. */
const OWN = '$';
/** STORED: the stream that says which log this is. */
const IDENTITY = `${OWN}identity`;
/** STORED: the stream that says whether the log is a copy that is not complete. */
const COPYING = `${OWN}copying`;

export class StreamNames {
  /** What all of them begin with. */
  readonly prefix: string;
  readonly identity: string;
  readonly copying: string;

  constructor(prefix: string) {
    this.prefix = `${prefix}.`;
    this.identity = this.prefix + IDENTITY;
    this.copying = this.prefix + COPYING;
  }

  onServer(stream: string): string {
    return this.prefix + stream;
  }

  /** The name in this log; undefined for what is no part of it. */
  inLog(serverStream: string): string | undefined {
    if (!serverStream.startsWith(this.prefix)) return undefined;
    return serverStream.startsWith(OWN, this.prefix.length)
      ? undefined
      : serverStream.slice(this.prefix.length);
  }
}
