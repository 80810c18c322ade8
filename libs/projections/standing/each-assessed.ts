/**
 * Visits everybody who entered a pathway, as assessed at the instant of a question: what every
 * figure is computed over. As of now nearly all of them are read as the model of standing has
 * them; whom it does not have at that instant is assessed from the journey.
 */
import { faultCode } from '#care-event';
import { type Assessment, Journey } from '#pathway';
import { factsFor } from '../models/chunks.js';
import { QueryRefused } from '../models/errors.js';
import { readNames } from '../models/journeys.js';
import { readChunks } from '../models/read-chunks.js';
import { type JourneyFact, JourneyReader } from '../models/stored-journey.js';
import type { ReadView } from '../port/read-models.js';
import { damagedOnes, eachReadable, type Unreadable } from './each-patient.js';
import { journeysOf, type AssessedQuestion, type PatientJourney } from './patient-journeys.js';
import {
  heldStanding,
  standingPage,
  type HeldStanding,
  type StandingPage,
  type StoredStanding,
} from './stored-standing.js';

export interface AssessedPatient {
  readonly patient: string;
  /** One, or one per key where the pathway has episodes side by side; all of them were entered. */
  readonly assessments: readonly Assessment[];
  /** All that is known of the patient that may concern the pathway, in the order in which it was recorded. */
  readonly facts: () => readonly JourneyFact[];
  /** The timelines of its episodes, or the one journey, as figures count them. */
  readonly journeys: () => readonly PatientJourney[];
  /** The facts folded. */
  readonly journey: () => Journey;
}

type Visit = (patient: AssessedPatient) => void;

/**
 * Calls `visit` for every patient who entered the pathway by the question's as-of instant, ordered
 * by pseudonym. What `facts` and `journeys` give is worked out when it is asked for.
 *
 * A patient who cannot be read or assessed, or for whom `visit` throws, does not prevent the
 * figure: that patient is omitted and returned. `visit` must therefore look before it counts.
 *
 * @param question with the versions as they were published
 * @throws QueryRefused no as-of instant was given
 */
export async function eachAssessed(
  view: ReadView,
  question: AssessedQuestion,
  visit: Visit,
): Promise<readonly Unreadable[]> {
  const { asOf, knownAt, definition } = question;
  if (asOf === undefined)
    throw new QueryRefused('invalid-query', 'This figure needs an as-of instant.', 'asOf');
  const damaged = await damagedOnes(view, question);
  const held = knownAt === undefined ? await heldStanding(view, definition.id) : undefined;
  const standing = new StandingVisit(view, { ...question, asOf }, visit);
  const unreadable =
    held === undefined
      ? await standing.replayAfter('')
      : await standing.each(held, new Set(damaged.map(({ patient }) => patient)));
  return [...damaged, ...unreadable];
}

/** A visit of all patients by one question. */
class StandingVisit {
  private readonly unreadable: Unreadable[] = [];

  constructor(
    private readonly view: ReadView,
    private readonly question: AssessedQuestion & { readonly asOf: number },
    private readonly visit: Visit,
  ) {}

  async each(held: HeldStanding, damaged: ReadonlySet<string>): Promise<readonly Unreadable[]> {
    const { view, question } = this;
    const { upTo } = held;
    const reader = new JourneyReader(await readNames(view.db));
    for (let after = ''; ;) {
      const page = await standingPage(view, question.definition.id, { after, upTo });
      const last = [...page.keys()].at(-1);
      if (last === undefined) break;
      const isAnyKept = await this.visitPage(page, { held, damaged, reader });
      // As of an earlier instant hardly any row holds: a replay of all reads them faster.
      if (!isAnyKept) return this.replayAfter(last);
      after = last;
    }
    return upTo === undefined ? this.unreadable : this.replayAfter(upTo);
  }

  async replayAfter(after: string): Promise<readonly Unreadable[]> {
    const { view, question } = this;
    const unreadable = await eachReadable(
      view,
      question,
      (patient, facts) => this.replay(patient, facts),
      { after },
    );
    return [...this.unreadable, ...unreadable];
  }

  /** @returns whether a row of any of them was used */
  private async visitPage(
    page: StandingPage,
    { held, damaged, reader }: PageReading,
  ): Promise<boolean> {
    const { view, question } = this;
    const { definition, asOf } = question;
    let isAnyKept = false;
    for await (const { patient, chunks } of readChunks(view.db, [...page.keys()])) {
      if (damaged.has(patient)) continue;
      const rows = page.get(patient) ?? [];
      const facts = once(() => factsFor(definition.id, chunks, reader));
      try {
        if (held.due.has(patient) || !rows.every((row) => holdsAt(row, asOf)))
          this.replay(patient, facts());
        else {
          isAnyKept = true;
          const entered = rows.filter(({ state }) => state !== 'not-entered');
          if (entered.length > 0) this.visit(new StoredPatient(question, entered, facts));
        }
      } catch (error) {
        this.unreadable.push({ patient, code: faultCode(error) });
      }
    }
    return isAnyKept;
  }

  private replay(patient: string, facts: readonly JourneyFact[]): void {
    const { question } = this;
    const journey = folded(question, facts);
    const assessments = journey.assessAll(question.asOf);
    if (assessments.every(({ state }) => state === 'not-entered')) return;
    this.visit({
      patient,
      assessments,
      facts: () => facts,
      journeys: () => journeysOf(question, facts, journey),
      journey: () => journey,
    });
  }
}

interface PageReading {
  readonly held: HeldStanding;
  readonly damaged: ReadonlySet<string>;
  readonly reader: JourneyReader;
}

/** Who cannot be assessed may be assessed at another instant. */
function holdsAt({ state, assessed_at, next_wake }: StoredStanding, asOf: number): boolean {
  return state !== 'unreadable' && assessed_at <= asOf && asOf < (next_wake ?? Infinity);
}

/** A patient as the model of standing has it; parsing and folding wait until something is asked for. */
class StoredPatient implements AssessedPatient {
  readonly patient: string;
  readonly facts: () => readonly JourneyFact[];
  readonly journey: () => Journey;
  private parsed: readonly Assessment[] | undefined;

  /** @param rows at least one, all entered and valid at the question's instant */
  constructor(
    private readonly question: AssessedQuestion & { readonly asOf: number },
    private readonly rows: readonly StoredStanding[],
    facts: () => readonly JourneyFact[],
  ) {
    this.patient = rows[0]?.patient ?? '';
    this.facts = facts;
    this.journey = once(() => folded(question, facts()));
  }

  get assessments(): readonly Assessment[] {
    return (this.parsed ??= this.rows.map((row) => this.assessmentOf(row)));
  }

  journeys = (): readonly PatientJourney[] => {
    const { question, facts } = this;
    return journeysOf(question, facts(), question.perEpisode ? this.journey() : undefined);
  };

  /** A clock shows another time at every instant: it is read when somebody looks at it. */
  private assessmentOf({ assessment, ticking }: StoredStanding): Assessment {
    const { asOf } = this.question;
    const stored = { ...(JSON.parse(assessment ?? '') as Assessment), at: asOf };
    if (ticking === 0) return stored;
    const clocks = once(() => this.journey().assess(asOf, stored.key).clocks);
    return Object.defineProperty(stored, 'clocks', { enumerable: true, get: clocks });
  }
}

function folded({ versions }: AssessedQuestion, facts: readonly JourneyFact[]): Journey {
  const journey = new Journey(versions.rulesFor(facts));
  for (const fact of facts) journey.add(fact);
  return journey;
}

function once<T extends object>(work: () => T): () => T {
  let done: T | undefined;
  return () => (done ??= work());
}
