/**
 * The parking lot: whose sequences a processor lets be, because an event of them could
 * not be worked on. Everything else goes on.
 *
 * It is durable in the log, like everything that somebody has to account for: the stream
 * `parked-<patient>` says what was parked when, and who had it tried again or gave it up,
 * and why. The stream `parked` lists the patients that ever had something parked, so that
 * a start reads those few streams and not the whole log.
 */
import {
  appendOnce,
  readWholeStream,
  timeOrderedId,
  type EventStore,
  type JsonObject,
  type NewEvent,
  type Position,
} from '#event-store';
import {
  PARKED_STREAM,
  SEQUENCE_DISCARDED,
  SEQUENCE_PARKED,
  SEQUENCE_RETRIED,
  type Processor,
  type SequenceParked,
  type SequenceReleased,
} from '#care-event';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import {
  covers,
  parkedSequencesOf,
  isDueAt,
  isOpen,
  firstOpen,
  released,
  type ParkedSequence,
  type ReleaseEvent,
  type ReleaseKind,
} from './parked-sequence.js';

/** Stored literals: the stream that lists who ever had something parked, and its event. */
export const PARKED_INDEX = 'parked';
export const PATIENT_LISTED = 'ParkedPatientListed.v1';

export function parkedStream(patient: string): string {
  return `${PARKED_STREAM}${patient}`;
}

/** What is parked: the event that could not be worked on, and why. */
export interface ToPark {
  readonly processor: Processor;
  /** Pseudonym. */
  readonly patient: string;
  /** Of the event that could not be worked on. */
  readonly position: Position;
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
  /** Told of each sequence once it is durably parked; nothing is parked silently. */
  readonly onParked?: (holding: ParkedSequence) => void;
}

export class ParkedSequences {
  /** By patient; only of those who ever had something parked. */
  private readonly known = new Map<string, readonly ParkedSequence[]>();

  constructor(private readonly options: ParkedSequencesOptions) {}

  /** Reads who is parked; called once before any processor runs. Reads as many streams as patients were ever parked. */
  async load(): Promise<void> {
    for (const { data } of await readWholeStream(this.store, PARKED_INDEX)) {
      const { patient } = data;
      if (typeof patient === 'string') await this.read(patient);
    }
  }

  /**
   * Parks a sequence from this event on. Parking what is parked already changes nothing;
   * after a retry that failed it is a new event, so that every attempt stays on record.
   */
  async park(what: ToPark): Promise<ParkedSequence> {
    const { processor, patient, position } = what;
    const { holding, isNew } = await retryOnConflict(async () => {
      const { holdings: ofPatient, expected } = await this.read(patient);
      const same = ofPatient.filter(
        (each) => each.processor === processor && each.position === position,
      );
      const open = same.find(isOpen);
      if (open !== undefined) return { holding: open, isNew: false };
      if (expected === 'none') await this.list(patient);
      const stored: SequenceParked = { ...what };
      const ids = [SEQUENCE_PARKED, processor, patient, position, String(same.length + 1)];
      await this.store.append(parkedStream(patient), expected, [
        event(SEQUENCE_PARKED, ids, { ...stored }),
      ]);
      const after = await this.read(patient);
      const parked = firstOpen(
        after.holdings.filter((each) => each.position === position),
        processor,
      );
      if (parked === undefined) throw new Error('What was parked just now is not parked.');
      return { holding: parked, isNew: true };
    });
    if (isNew) this.options.onParked?.(holding);
    return holding;
  }

  /** Has a sequence tried again, or gives up the event that it is parked at. */
  release({ processor, patient, kind, author, reason }: ToRelease): Promise<Released> {
    return retryOnConflict(async (): Promise<Released> => {
      const { holdings, expected } = await this.read(patient);
      const open = firstOpen(holdings, processor);
      if (open === undefined)
        return notParked(holdings, { processor, patient, kind, author, reason });
      const type = kind === 'retried' ? SEQUENCE_RETRIED : SEQUENCE_DISCARDED;
      const stored: SequenceReleased = {
        processor,
        patient,
        position: open.position,
        author,
        reason,
      };
      const ids = [type, processor, patient, open.position, String(open.attempt)];
      const { position } = await this.store.append(parkedStream(patient), expected, [
        event(type, ids, { ...stored }),
      ]);
      await this.read(patient);
      return { status: kind, processor, patient, parked: open.position, position };
    });
  }

  /** Reads one patient's stream again, where another process or thread may have written to it. */
  async refresh(patient: string): Promise<void> {
    await this.read(patient);
  }

  /** Patients of whom something is parked for this processor now. */
  patientsParkedFor(processor: Processor): readonly string[] {
    return [...this.known].flatMap(([patient, holdings]) =>
      firstOpen(holdings, processor) === undefined ? [] : [patient],
    );
  }

  /** Whether anything of this patient is parked for this processor now. */
  isParked(processor: Processor, patient: string): boolean {
    return firstOpen(this.holdings(patient), processor) !== undefined;
  }

  /** Whether an event has to wait, or had to, where the processor meets it in the log. */
  covers(processor: Processor, patient: string, position: Position): boolean {
    return covers(this.holdings(patient), processor, position);
  }

  /** Takes note of a release that a processor met in the log. */
  applyRelease(release: ReleaseEvent): void {
    const holdings = this.known.get(release.patient);
    if (holdings !== undefined) this.known.set(release.patient, released(holdings, release));
  }

  /** Whether an event that had to wait is to be worked on at this release. */
  isDueAt(release: ReleaseEvent, position: Position): boolean {
    return isDueAt(this.holdings(release.patient), release, position);
  }

  /** All that was ever parked of a patient, in the order in which it was. */
  holdings(patient: string): readonly ParkedSequence[] {
    return this.known.get(patient) ?? [];
  }

  /** What is parked now, the longest first, then by patient and processor. */
  open(): readonly ParkedSequence[] {
    return [...this.known.values()]
      .flatMap((holdings) => holdings.filter(isOpen))
      .sort((a, b) => a.since - b.since || inOrder(a, b));
  }

  /** How many sequences are parked now, by processor. */
  counts(): ReadonlyMap<Processor, number> {
    const counts = new Map<Processor, number>();
    for (const holdings of this.known.values())
      for (const processor of new Set(holdings.filter(isOpen).map((each) => each.processor)))
        counts.set(processor, (counts.get(processor) ?? 0) + 1);
    return counts;
  }

  private get store(): EventStore {
    return this.options.store;
  }

  /** Reads a patient's stream anew: right on any store and after any crash. */
  private async read(patient: string) {
    const events = await readWholeStream(this.store, parkedStream(patient));
    const holdings = parkedSequencesOf(events);
    if (holdings.length > 0) this.known.set(patient, holdings);
    return { holdings, expected: events.at(-1)?.revision ?? ('none' as const) };
  }

  /** Comes before the first event of the patient's stream: a crash between leaves a name with nothing behind it. */
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
  holdings: readonly ParkedSequence[],
  { processor, patient, kind, author, reason }: ToRelease,
): Released {
  const last = holdings.findLast((each) => each.processor === processor);
  const release = last?.release;
  if (last === undefined || release === undefined) {
    const message = `Nothing of patient ${patient} is parked for ${processor}.`;
    return { status: 'refused', code: 'not-parked', message };
  }
  if (release.kind === kind && release.author === author && release.reason === reason) {
    const { position } = release;
    return { status: 'repeated', processor, patient, parked: last.position, position };
  }
  const message =
    `Nothing of patient ${patient} is parked for ${processor} any more: ` +
    `${release.author} had it ${release.kind} at position ${release.position}.`;
  return { status: 'refused', code: 'not-parked', message };
}
