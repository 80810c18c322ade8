/**
 * The journeys of the pathways asked about most lately, in memory: loaded from the read models with
 * the first question, and brought up to date with each further one by whoever was touched since.
 *
 * Bounded: a pathway that does not fit is not held, and its figures read the models every time.
 */
import { comparePositions, type Position } from '#event-store';
import { DictionaryFull } from '../columns/dictionary.js';
import type { JourneySteps } from '../columns/journey-steps.js';
import { damagedPatients } from '../models/damaged.js';
import type { ReadView } from '../port/read-models.js';
import type { Unreadable } from '../standing/each-patient.js';
import type { AssessedQuestion } from '../standing/patient-journeys.js';
import {
  ColumnsTooLarge,
  loadJourneys,
  type HeldQuestion,
  type LoadedJourneys,
} from './load-journeys.js';
import { lastRecorded, rulesMark, touchedSince } from './what-changed.js';

export interface HeldVisit {
  /** Whose journeys as of the question's instant do not follow from what is held. */
  readonly others: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

interface Pathway extends LoadedJourneys {
  /** Of the log, up to which everybody is held as known. */
  readonly position: Position;
  /** What journeys depend on beside the facts. */
  readonly rules: string;
}

/** Beyond this share of all patients, everybody is loaded anew. */
const CHANGED_SHARE_MAX = 0.25;

export class JourneyCache {
  /** The one asked about least lately first. */
  private readonly pathways = new Map<string, Pathway>();
  private readonly tooLarge = new Set<string>();
  private turn: Promise<unknown> = Promise.resolve();

  /** @param bytesMax of all pathways together; while one is loaded it may take half as much again */
  constructor(private readonly bytesMax: number) {}

  get bytes(): number {
    return [...this.pathways.values()].reduce((sum, { columns }) => sum + columns.bytes, 0);
  }

  /**
   * Visits the journeys that are held as of the question's instant; one question at a time.
   *
   * @returns undefined where the pathway cannot be held, or the question is about what was known
   *   earlier: nobody was visited
   */
  visit(
    view: ReadView,
    question: HeldQuestion,
    visit: (journey: JourneySteps) => void,
  ): Promise<HeldVisit | undefined> {
    const answer = this.turn.then(() => this.visitNow(view, question, visit));
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  private async visitNow(
    view: ReadView,
    question: HeldQuestion,
    visit: (journey: JourneySteps) => void,
  ): Promise<HeldVisit | undefined> {
    const { perEpisode, asOf, knownAt } = question;
    if (knownAt !== undefined || (perEpisode && asOf === undefined)) return undefined;
    const damaged = await damagedPatients(view);
    const pathway = await this.upToDate(view, question);
    if (pathway === undefined) return undefined;
    const at = { asOf: asOf ?? Infinity, isCut: !perEpisode, without: damaged };
    const others = pathway.columns.visit(at, visit);
    const codes = new Map(pathway.unreadable);
    for (const patient of damaged) codes.set(patient, 'log-damaged');
    return { others, unreadable: [...codes].map(([patient, code]) => ({ patient, code })) };
  }

  private async upToDate(view: ReadView, question: HeldQuestion): Promise<Pathway | undefined> {
    const { id } = question.definition;
    const { position } = question;
    if (position === undefined || this.tooLarge.has(id)) return undefined;
    const held = this.pathways.get(id);
    // A question that began before another, which has brought it further.
    if (held !== undefined && comparePositions(held.position, position) > 0) return undefined;
    try {
      const pathway = await this.next(view, question, { held, position });
      this.pathways.delete(id);
      this.pathways.set(id, pathway);
      this.makeRoom();
      return pathway;
    } catch (error) {
      if (!(error instanceof ColumnsTooLarge || error instanceof DictionaryFull)) throw error;
      this.pathways.delete(id);
      this.tooLarge.add(id);
      return undefined;
    }
  }

  /** The pathway at that position: what is held brought up to date, or loaded anew. */
  private async next(
    view: ReadView,
    question: HeldQuestion,
    { held, position }: { readonly held: Pathway | undefined; readonly position: Position },
  ): Promise<Pathway> {
    const rules = await rulesMark(view, question.definition.id);
    const asked = await asFarAsKnown(view, question);
    if (held?.rules === rules) {
      const changed = await changedIn(view, asked, { held, position });
      if (changed.size === 0) return { ...held, position };
      if (changed.size < held.columns.size * CHANGED_SHARE_MAX)
        return { rules, position, ...(await this.renewed(view, asked, { held, changed })) };
    }
    return { rules, position, ...(await loadJourneys(view, asked, { bytesMax: this.bytesMax })) };
  }

  private async renewed(
    view: ReadView,
    asked: AssessedQuestion,
    { held, changed }: { readonly held: LoadedJourneys; readonly changed: ReadonlySet<string> },
  ): Promise<LoadedJourneys> {
    const { bytesMax } = this;
    const renewed = await loadJourneys(view, asked, { bytesMax, among: [...changed] });
    // Nothing is awaited from here on: what is held is never half renewed.
    held.columns.setAll(renewed.columns);
    const columns = held.columns.compacted();
    if (columns.bytes > bytesMax) throw new ColumnsTooLarge();
    const others = [...held.unreadable].filter(([patient]) => !changed.has(patient));
    return { columns, unreadable: new Map([...others, ...renewed.unreadable]) };
  }

  /** Forgets those asked about least lately until the others fit. */
  private makeRoom(): void {
    for (const id of this.pathways.keys()) {
      if (this.bytes <= this.bytesMax || this.pathways.size === 1) return;
      this.pathways.delete(id);
    }
  }
}

/** Only a question about now, or later, says where patients stand from now on. */
async function asFarAsKnown(view: ReadView, question: HeldQuestion): Promise<AssessedQuestion> {
  const { asOf = -Infinity, ...any } = question;
  return asOf < (await lastRecorded(view)) ? any : question;
}

/** Who was touched since, and whose journeys time may have changed. */
async function changedIn(
  view: ReadView,
  { perEpisode, asOf }: AssessedQuestion,
  { held, position }: { readonly held: Pathway; readonly position: Position },
): Promise<ReadonlySet<string>> {
  const touched = held.position === position ? [] : await touchedSince(view, held.position);
  const late = perEpisode && asOf !== undefined ? held.columns.notAsOf(asOf) : [];
  return new Set([...touched, ...late]);
}
