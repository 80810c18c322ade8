/**
 * The directory of organisations, kept in memory. The log is the truth: the stream `organisations`
 * has every version that was ever stated, in the order in which it became known.
 *
 * A version of which nothing can be read is left out: whoever it was about is as known without it.
 */
import {
  EMPTY_DIRECTORY,
  OrganisationDirectory,
  organisationFromStored,
  ORGANISATIONS_STREAM,
  type Organisation,
} from '#care-event';
import {
  LIMITS,
  LogDamaged,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type LogEvent,
  type NewEvent,
  type Position,
} from '#event-store';
import { UnsettledAppends } from '../shared/unsettled-append.js';

/** A version as its event has it. */
export interface StatedOrganisation {
  readonly organisation: Organisation;
  readonly author: string;
  readonly reason: string;
  readonly position: Position;
  /** In the stream of all organisations. */
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly recordedAt: number;
}

/** Directories of the past that are kept: a replay asks for few instants, each many times. */
const PAST_MAX = 16;

export class OrganisationRegistry {
  private readonly stated: StatedOrganisation[] = [];
  private directory = EMPTY_DIRECTORY;
  /** By how many versions they are made of. */
  private readonly past = new Map<number, OrganisationDirectory>();
  /** Revision up to which, and not with which, the stream was read. */
  private next = 0;
  private changed = -Infinity;
  private damage: LogDamaged | undefined;
  private readonly unsettled = new UnsettledAppends();

  constructor(private readonly store: Pick<EventStore, 'readStream' | 'append'>) {}

  /** As it is known now. */
  current(): OrganisationDirectory {
    return this.directory;
  }

  /** As it was known at an instant (ms since the epoch). */
  knownAt(instant = Infinity): OrganisationDirectory {
    const { stated } = this;
    // The instants of a stream never decrease.
    const later = stated.findIndex(({ recordedAt }) => recordedAt > instant);
    if (later < 0) return this.directory;
    let directory = this.past.get(later);
    if (directory === undefined) {
      directory = directoryOf(stated.slice(0, later));
      const [oldest] = this.past.keys();
      if (this.past.size >= PAST_MAX && oldest !== undefined) this.past.delete(oldest);
      this.past.set(later, directory);
    }
    return directory;
  }

  /** When something was last stated, ms since the epoch. */
  get changedAt(): number {
    return this.changed;
  }

  /** Everything that was ever stated, in the order in which it became known. */
  all(): readonly StatedOrganisation[] {
    return this.stated;
  }

  /** What an append to the stream has to expect. */
  get expected(): ExpectedRevision {
    return this.next === 0 ? 'none' : this.next - 1;
  }

  /** @throws LogDamaged a version cannot be read: what is there cannot be compared with what is stated */
  requireReadable(): void {
    if (this.damage !== undefined) throw this.damage;
  }

  /** Whether more may be in the stream than was read, though nobody was told. */
  get isUnsettled(): boolean {
    return this.unsettled.areThere;
  }

  /** Appends to the stream; `refresh` reads it. @throws as the store's `append` */
  append(expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    return this.unsettled.watch(ORGANISATIONS_STREAM, expected, () =>
      this.store.append(ORGANISATIONS_STREAM, expected, events),
    );
  }

  /** Reads what was stated since: a small read where nothing was. */
  async refresh(): Promise<void> {
    const known = this.stated.length;
    for (let end = false; !end;) {
      const page = await this.store.readStream(ORGANISATIONS_STREAM, {
        from: this.next,
        limit: LIMITS.pageEvents,
      });
      for (const event of page.events) this.add(event);
      end = page.end;
    }
    this.unsettled.hasLength(ORGANISATIONS_STREAM, this.next);
    if (this.stated.length !== known) this.directory = directoryOf(this.stated);
  }

  private add(event: LogEvent): void {
    // Another refresh may have read it at the same time.
    if (event.revision !== this.next) return;
    this.next += 1;
    if (event.damage !== undefined) {
      this.damage ??= new LogDamaged(event);
      return;
    }
    const organisation = organisationFromStored(event);
    if (organisation === undefined) return;
    const { position, revision, knownAt: recordedAt, data } = event;
    const { author, reason } = data;
    this.changed = recordedAt;
    this.stated.push({
      ...{ organisation, position, revision, recordedAt },
      author: typeof author === 'string' ? author : '',
      reason: typeof reason === 'string' ? reason : '',
    });
  }
}

function directoryOf(stated: readonly StatedOrganisation[]): OrganisationDirectory {
  return new OrganisationDirectory(stated.map(({ organisation }) => organisation));
}
