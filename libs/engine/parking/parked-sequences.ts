/**
 * Whose sequences a processor leaves alone, because one of their events could not be handled.
 * Everything else goes on.
 *
 * It is durable in the log, like everything that somebody has to account for: the stream
 * `parked-<patient>` says what was parked when, and who had it retried or discarded it, and
 * why. The stream `parked` lists the patients who ever had something parked, so that a start
 * reads those few streams and not the whole log.
 *
 * A patient whose own parking stream is damaged is left alone by every processor, since nobody
 * can say what was parked or released there.
 */
import {
  appendOnce,
  LogDamaged,
  readEventAt,
  readWholeStream,
  timeOrderedId,
  type EventStore,
  type ExpectedRevision,
  type JsonObject,
  type NewEvent,
  type Position,
  type RecordedEvent,
} from '#event-store';
import {
  PARKED_STREAM,
  parkingsOf,
  SEQUENCE_DISCARDED,
  SEQUENCE_PARKED,
  SEQUENCE_RETRIED,
  type Parking,
  type Processor,
  type ReleaseKind,
  type SequenceParked,
  type SequenceReleased,
} from '#care-event';
import { ListedStreams } from '../shared/listed-streams.js';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import {
  covers,
  firstOpen,
  isDueAt,
  isOpen,
  type ParkedSequence,
  type ReleaseEvent,
} from './parked-sequence.js';

/** Stored literals: the stream that lists who ever had something parked, and its event. */
export const PARKED_INDEX = 'parked';
export const PATIENT_LISTED = 'ParkedPatientListed.v1';

export function parkedStream(patient: string): string {
  return `${PARKED_STREAM}${patient}`;
}

export interface ToPark {
  readonly processor: Processor;
  /** Pseudonym. */
  readonly patient: string;
  /** The event that could not be handled. */
  readonly event: Pick<RecordedEvent, 'stream' | 'revision' | 'position'>;
  /** Stable code of the fault, and what went wrong without patient data: see `faultOf`. */
  readonly code: string;
  readonly message: string;
}

export interface ToRelease {
  readonly processor: Processor;
  readonly patient: string;
  readonly kind: ReleaseKind;
  readonly author: string;
  readonly reason: string;
}

export type Released =
  | {
      /** `repeated`: the same person did the same for the same reason already. */
      readonly status: ReleaseKind | 'repeated';
      readonly processor: Processor;
      readonly patient: string;
      /** Of the event that had been parked. */
      readonly parked: Position;
      /** Of the release. */
      readonly position: Position;
    }
  | { readonly status: 'refused'; readonly code: 'not-parked'; readonly message: string };

export interface ParkedSequencesOptions {
  readonly store: EventStore;
  /** Called for each sequence once it is durably parked; nothing is parked silently. */
  readonly onParked?: (sequence: ParkedSequence) => void;
}

interface PatientParking {
  readonly sequences: readonly ParkedSequence[];
  readonly expected: ExpectedRevision;
}

export class ParkedSequences {
  /** By patient; only of those who ever had something parked. */
  private readonly known = new Map<string, readonly ParkedSequence[]>();
  private readonly damaged = new Map<string, LogDamaged>();

  constructor(private readonly options: ParkedSequencesOptions) {}

  /** Reads who is parked; called once before any processor runs. */
  async load(): Promise<void> {
    const options = { index: PARKED_INDEX, field: 'patient', prefix: PARKED_STREAM };
    for (const patient of await new ListedStreams(this.store, options).ids())
      await this.refresh(patient);
  }

  /** Patients who are left alone because what was parked of them cannot be read, and why. */
  get setAside(): ReadonlyMap<string, LogDamaged> {
    return this.damaged;
  }

  /**
   * Parks a sequence from this event on. Parking what is parked already changes nothing;
   * after a retry that failed it is a new event, so that every attempt stays on record.
   */
  async park(what: ToPark): Promise<ParkedSequence> {
    const { sequence, isNew } = await retryOnConflict(() => this.parkOnce(what));
    if (isNew) this.options.onParked?.(sequence);
    return sequence;
  }

  /** Parks a sequence once more whose retry failed. */
  async parkAgain({
    position,
    ...what
  }: Omit<ToPark, 'event'> & { readonly position: Position }): Promise<void> {
    const event = await readEventAt(this.store, position);
    if (event !== undefined) await this.park({ ...what, event });
  }

  /** Has a sequence retried, or discards the event that it is parked at. */
  release(what: ToRelease): Promise<Released> {
    return retryOnConflict(async (): Promise<Released> => {
      const { processor, patient, kind, author, reason } = what;
      const { sequences, expected } = await this.read(patient);
      const open = firstOpen(sequences, processor);
      if (open === undefined) return notParked(sequences, what);
      const type = kind === 'retried' ? SEQUENCE_RETRIED : SEQUENCE_DISCARDED;
      const released: SequenceReleased = {
        ...{ processor, patient, parked: open.revision, author, reason },
      };
      const ids = [type, processor, patient, String(open.revision)];
      const { position } = await this.store.append(parkedStream(patient), expected, [
        event(type, ids, { ...released }),
      ]);
      await this.read(patient);
      return { status: kind, processor, patient, parked: open.position, position };
    });
  }

  /** Reads one patient's stream again, where another process or thread may have appended to it. */
  async refresh(patient: string): Promise<void> {
    await this.unlessDamaged(() => this.read(patient));
  }

  /** Patients of whom something is parked for this processor now. */
  patientsParkedFor(processor: Processor): readonly string[] {
    return [...this.known].flatMap(([patient, sequences]) =>
      firstOpen(sequences, processor) === undefined ? [] : [patient],
    );
  }

  /** Whether anything of this patient is parked for this processor now. */
  isParked(processor: Processor, patient: string): boolean {
    if (this.damaged.has(patient)) return true;
    return firstOpen(this.ofPatient(patient), processor) !== undefined;
  }

  /** Whether an event has to wait, or had to, where the processor meets it in the log. */
  covers(processor: Processor, patient: string, position: Position): boolean {
    if (this.damaged.has(patient)) return true;
    return covers(this.ofPatient(patient), processor, position);
  }

  /** What a release that a processor met in the log has released; undefined where it was nothing. */
  async releasedBy({ patient, position }: ReleaseEvent): Promise<ParkedSequence | undefined> {
    const read = await this.unlessDamaged(() => this.read(patient));
    return read?.sequences.find(({ release }) => release?.position === position);
  }

  /** Whether an event that had to wait is to be handled at this release. */
  isDueAt(release: ReleaseEvent, position: Position): boolean {
    return isDueAt(this.ofPatient(release.patient), release, position);
  }

  /** All that was ever parked of a patient, in the order in which it was. */
  ofPatient(patient: string): readonly ParkedSequence[] {
    return this.known.get(patient) ?? [];
  }

  /** What is parked now, the longest first, then by patient and processor. */
  open(): readonly ParkedSequence[] {
    return [...this.known.values()]
      .flatMap((sequences) => sequences.filter(isOpen))
      .sort((a, b) => a.since - b.since || inOrder(a, b));
  }

  /** How many sequences are parked now, by processor. */
  counts(): ReadonlyMap<Processor, number> {
    const counts = new Map<Processor, number>();
    for (const sequences of this.known.values())
      for (const processor of new Set(sequences.filter(isOpen).map((each) => each.processor)))
        counts.set(processor, (counts.get(processor) ?? 0) + 1);
    return counts;
  }

  private get store(): EventStore {
    return this.options.store;
  }

  private async parkOnce({ processor, patient, event: at, code, message }: ToPark) {
    const { sequences, expected } = await this.read(patient);
    const isSame = (each: ParkedSequence): boolean =>
      each.processor === processor && each.position === at.position;
    const earlier = sequences.filter(isSame);
    const open = earlier.find(isOpen);
    if (open !== undefined) return { sequence: open, isNew: false };
    if (expected === 'none') await this.list(patient);
    const { stream, revision } = at;
    const attempt = earlier.length + 1;
    const parked: SequenceParked = {
      ...{ processor, patient, stream, revision, attempt, code, message },
    };
    const ids = [SEQUENCE_PARKED, processor, patient, stream, String(revision), String(attempt)];
    await this.store.append(parkedStream(patient), expected, [
      event(SEQUENCE_PARKED, ids, { ...parked }),
    ]);
    const sequence = (await this.read(patient)).sequences.findLast(isSame);
    if (sequence === undefined) throw new Error('What was parked just now is not parked.');
    return { sequence, isNew: true };
  }

  private async unlessDamaged<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof LogDamaged) return undefined;
      throw error;
    }
  }

  /** Reads a patient's stream: right on any store and after any crash. @throws LogDamaged */
  private async read(patient: string): Promise<PatientParking> {
    const events = await this.eventsOf(patient);
    const sequences: ParkedSequence[] = [];
    for (const parking of parkingsOf(events)) sequences.push(await this.locate(parking, events));
    if (sequences.length > 0) this.known.set(patient, sequences);
    return { sequences, expected: events.at(-1)?.revision ?? 'none' };
  }

  private async eventsOf(patient: string): Promise<readonly RecordedEvent[]> {
    try {
      const events = await readWholeStream(this.store, parkedStream(patient));
      this.damaged.delete(patient);
      return events;
    } catch (error) {
      if (error instanceof LogDamaged) this.damaged.set(patient, error);
      throw error;
    }
  }

  /** Events name one another by stream and revision; what comes before what, this log's positions say. */
  private async locate(
    { release, ...parking }: Parking,
    events: readonly RecordedEvent[],
  ): Promise<ParkedSequence> {
    const position = await this.positionOf(parking, events);
    const released = events.find(({ revision }) => revision === release?.revision);
    if (release === undefined || released === undefined) return { ...parking, position };
    return { ...parking, position, release: { ...release, position: released.position } };
  }

  private async positionOf(
    { patient, event: at, revision }: Omit<Parking, 'release'>,
    events: readonly RecordedEvent[],
  ): Promise<Position> {
    if ('position' in at) return at.position as Position;
    const known = this.ofPatient(patient).find((each) => each.revision === revision);
    if (known !== undefined) return known.position;
    const page = await this.store.readStream(at.stream, { from: at.revision, limit: 1 });
    const parked = page.events[0] ?? events.find((each) => each.revision === revision);
    if (parked === undefined) throw new Error(`${at.stream} has no revision ${at.revision}.`);
    return parked.position;
  }

  /** Comes before the first event of the patient's stream: a crash in between leaves a name with nothing behind it. */
  private async list(patient: string): Promise<void> {
    await appendOnce(this.store, PARKED_INDEX, [
      event(PATIENT_LISTED, [PATIENT_LISTED, patient], { patient }),
    ]);
  }
}

function inOrder(a: ParkedSequence, b: ParkedSequence): number {
  if (a.patient !== b.patient) return a.patient < b.patient ? -1 : 1;
  return a.processor < b.processor ? -1 : a.processor > b.processor ? 1 : 0;
}

function event(type: string, ids: readonly string[], data: JsonObject): NewEvent {
  return { id: timeOrderedId(0, ...ids), type, data, metadata: {} };
}

function notParked(
  sequences: readonly ParkedSequence[],
  { processor, patient, kind, author, reason }: ToRelease,
): Released {
  const last = sequences.findLast((each) => each.processor === processor);
  const release = last?.release;
  if (last === undefined || release === undefined) {
    const message = `Patient ${patient} has nothing parked for ${processor}.`;
    return { status: 'refused', code: 'not-parked', message };
  }
  if (release.kind === kind && release.author === author && release.reason === reason) {
    const { position } = release;
    return { status: 'repeated', processor, patient, parked: last.position, position };
  }
  const message =
    `Patient ${patient} no longer has anything parked for ${processor}: ` +
    `it was ${release.kind} by ${release.author} at position ${release.position}.`;
  return { status: 'refused', code: 'not-parked', message };
}
