/**
 * What figures are computed from, in memory, of the pathways asked about most lately: loaded from
 * the read models with the first question, and brought up to date with each further one by whoever
 * was touched since.
 *
 * Bounded: what does not fit is not held, and its figures read the models every time.
 */
import { comparePositions, type Position } from '#event-store';
import { DictionaryFull } from '../columns/dictionary.js';
import type { Shelf } from '../columns/shelf.js';
import { damagedPatients } from '../models/damaged.js';
import type { ReadView } from '../port/read-models.js';
import type { Unreadable } from '../standing/each-patient.js';
import type { AssessedQuestion } from '../standing/patient-journeys.js';
import { ShelfTooLarge, type Loaded, type LoadOptions } from './load-shelf.js';
import { lastRecorded, rulesMark, touchedSince } from './what-changed.js';

/** What is asked, and how far the read models had folded the log. */
export interface HeldQuestion extends AssessedQuestion {
  readonly position: Position | undefined;
}

/** One kind of what is held. */
export interface Holding<Kind> {
  /** Tells it from others of the same pathway. */
  readonly name: string;
  /** Whether what is held says of every instant what was true then. */
  readonly isTimeless: boolean;
  load(view: ReadView, question: AssessedQuestion, options: LoadOptions): Promise<Loaded<Kind>>;
}

export interface HeldVisit {
  /** Of whom nothing held is true as of the question's instant. */
  readonly others: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

interface Held extends Loaded<Shelf<unknown>> {
  /** Of the log, up to which everybody is held as known. */
  readonly position: Position;
  /** What was derived depends on beside the facts. */
  readonly rules: string;
}

/** Beyond this share of all patients, everybody is loaded anew. */
const CHANGED_SHARE_MAX = 0.25;

export class FigureCache {
  /** The one asked about least lately first. */
  private readonly shelves = new Map<string, Held>();
  private readonly tooLarge = new Set<string>();
  private turn: Promise<unknown> = Promise.resolve();
  /** How often everybody was loaded, and how often only whoever had changed. */
  readonly loads = { whole: 0, renewed: 0 };

  /** @param bytesMax of all together; while something is loaded it may take as much again */
  constructor(private readonly bytesMax: number) {}

  get bytes(): number {
    return [...this.shelves.values()].reduce((sum, { shelf }) => sum + shelf.bytes, 0);
  }

  /**
   * Visits what is held as of the question's instant; one question at a time.
   *
   * @returns undefined where it cannot be held, or the question is about what was known earlier:
   *   nobody was visited
   */
  visit<Item, Kind extends Shelf<Item>>(
    view: ReadView,
    question: HeldQuestion,
    { holding, visit }: { holding: Holding<Kind>; visit: (item: Item, patient: string) => void },
  ): Promise<HeldVisit | undefined> {
    const answer = this.turn.then(async () => {
      const { asOf, knownAt } = question;
      if (knownAt !== undefined || (asOf === undefined && !holding.isTimeless)) return undefined;
      const damaged = await damagedPatients(view);
      const held = await this.upToDate(view, question, holding);
      if (held === undefined) return undefined;
      // Under its key there are only shelves of this kind.
      const shelf = held.shelf as Kind;
      const others = shelf.visit({ asOf: asOf ?? Infinity, without: damaged }, visit);
      const codes = new Map(held.unreadable);
      for (const patient of damaged) codes.set(patient, 'log-damaged');
      return { others, unreadable: [...codes].map(([patient, code]) => ({ patient, code })) };
    });
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  private async upToDate(
    view: ReadView,
    question: HeldQuestion,
    holding: Holding<Shelf<unknown>>,
  ): Promise<Held | undefined> {
    const key = `${question.definition.id} ${holding.name}`;
    const { position } = question;
    if (position === undefined || this.tooLarge.has(key)) return undefined;
    const held = this.shelves.get(key);
    // A question that began before another, which has brought it further.
    if (held !== undefined && comparePositions(held.position, position) > 0) return undefined;
    try {
      const next = await this.next(view, question, { holding, held, position });
      this.shelves.delete(key);
      this.shelves.set(key, next);
      this.makeRoom();
      return next;
    } catch (error) {
      this.shelves.delete(key);
      if (!(error instanceof ShelfTooLarge || error instanceof DictionaryFull)) throw error;
      this.tooLarge.add(key);
      return undefined;
    }
  }

  /** At that position: what is held brought up to date, or loaded anew. */
  private async next(
    view: ReadView,
    question: HeldQuestion,
    { holding, held, position }: Step,
  ): Promise<Held> {
    const { bytesMax } = this;
    const rules = await rulesMark(view, question.definition.id);
    const asked = await asFarAsKnown(view, question);
    if (held?.rules === rules) {
      const touched = held.position === position ? [] : await touchedSince(view, held.position);
      const late =
        holding.isTimeless || asked.asOf === undefined ? [] : held.shelf.notAsOf(asked.asOf);
      const changed = new Set([...touched, ...late]);
      if (changed.size === 0) return { ...held, position };
      if (changed.size < held.shelf.size * CHANGED_SHARE_MAX) {
        this.loads.renewed += 1;
        const among = [...changed];
        const renewed = await holding.load(view, asked, { bytesMax, among });
        return { rules, position, ...renewedBy(held, { renewed, changed, bytesMax }) };
      }
    }
    this.loads.whole += 1;
    return { rules, position, ...(await holding.load(view, asked, { bytesMax })) };
  }

  /** Forgets what was asked about least lately until the others fit. */
  private makeRoom(): void {
    for (const key of this.shelves.keys()) {
      if (this.bytes <= this.bytesMax || this.shelves.size === 1) return;
      this.shelves.delete(key);
    }
  }
}

interface Step {
  readonly holding: Holding<Shelf<unknown>>;
  readonly held: Held | undefined;
  readonly position: Position;
}

/** Nothing is awaited here: what is held is never half renewed. @throws ShelfTooLarge, DictionaryFull */
function renewedBy(held: Held, { renewed, changed, bytesMax }: Renewal): Loaded<Shelf<unknown>> {
  held.shelf.setAll(renewed.shelf);
  const shelf = held.shelf.compacted();
  if (shelf.bytes > bytesMax) throw new ShelfTooLarge();
  const others = [...held.unreadable].filter(([patient]) => !changed.has(patient));
  return { shelf, unreadable: new Map([...others, ...renewed.unreadable]) };
}

interface Renewal {
  readonly renewed: Loaded<Shelf<unknown>>;
  readonly changed: ReadonlySet<string>;
  readonly bytesMax: number;
}

/** Only a question about now, or later, says where patients stand from now on. */
async function asFarAsKnown(view: ReadView, question: HeldQuestion): Promise<AssessedQuestion> {
  const { asOf = -Infinity, ...any } = question;
  return asOf < (await lastRecorded(view)) ? any : question;
}
