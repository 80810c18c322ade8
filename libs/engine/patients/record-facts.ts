/**
 * The command through which every fact enters, whichever door it came by: load
 * the patient's history, set repeats and conflicts apart, assess, and append the
 * new facts with the decisions that follow from them in one batch.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventStore } from '#event-store';
import {
  checkCareEvent,
  contentDifference,
  factKey,
  typeLiteral,
  type CareEvent,
  type FactOutcome,
  type FactStanding,
  type Recorded,
  type RecordedFact,
} from '#care-event';
import { type Definition } from '#pathway';
import { appendBatches, toBatches } from './batches.js';
import { DefinitionRegistry } from '../definitions/definition-registry.js';
import { loadHistory, patientStream, type PatientHistory } from './patient-history.js';
import { retryOnConflict } from '../shared/retry-on-conflict.js';
import { KeyedExecutor } from '../shared/keyed-executor.js';
import { reconcile } from './reconcile.js';
import { CLOCK, EVENT_STORE, type Clock } from '../shared/tokens.js';

/** Facts in one command; with what they mostly lead to they fit into one batch. */
export const MAX_FACTS_PER_COMMAND = 500;

export class RecordFacts extends Command<Recorded> {
  constructor(
    /** Pseudonym. */
    readonly patient: string,
    /** At most `MAX_FACTS_PER_COMMAND`. */
    readonly facts: readonly CareEvent[],
  ) {
    super();
  }
}

@CommandHandler(RecordFacts)
export class RecordFactsHandler implements ICommandHandler<RecordFacts> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DefinitionRegistry) private readonly registry: DefinitionRegistry,
    @Inject(KeyedExecutor) private readonly lanes: KeyedExecutor,
  ) {}

  execute({ patient, facts }: RecordFacts): Promise<Recorded> {
    return this.lanes.run(patient, () => retryOnConflict(() => this.record(patient, facts)));
  }

  private async record(patient: string, facts: readonly CareEvent[]): Promise<Recorded> {
    const pathways = this.registry.pathways();
    const history = await loadHistory(this.store, patient);
    const { fresh, outcomeOf } = classify(facts, history, this.registry.published());
    if (fresh.length === 0) {
      return { outcomes: facts.map((fact) => outcomeOf(fact)), decisions: 0 };
    }
    const now = this.clock();
    // The log never goes back in time, and neither must what is decided on a fact in it.
    const recordedAt = Math.max(now, this.registry.changedAt, history.recordedAt);
    const heard: RecordedFact[] = fresh.map((fact) => ({ ...fact, recordedAt }));
    const result = reconcile(pathways, [...history.facts, ...heard], history.decisions, now);
    const stream = patientStream(patient);
    const batches = toBatches(patient, fresh, result, this.store.limits);
    const appended = await appendBatches(this.store, stream, history, batches);
    const { firstRevision, position } = appended;
    const standing = new Map(
      fresh.map((fact, i) => [factKey(fact), { revision: firstRevision + i, position }]),
    );
    return {
      outcomes: facts.map((fact) => outcomeOf(fact, standing.get(factKey(fact)))),
      decisions: result.decisions.length,
      position: appended.position,
      ...(result.nextWakeUp === undefined ? {} : { nextWakeUp: result.nextWakeUp }),
    };
  }
}

interface Classified {
  readonly fresh: readonly CareEvent[];
  /** What became of a fact of the command, and where it stands in the log if it was fresh. */
  readonly outcomeOf: (fact: CareEvent, standing?: FactStanding) => FactOutcome;
}

/** Sets apart what is invalid, already known, or known with other content. */
function classify(
  facts: readonly CareEvent[],
  history: PatientHistory,
  definitions: readonly Definition[],
): Classified {
  const fresh = new Map<string, CareEvent>();
  const settled = new Map<CareEvent, FactOutcome>();
  for (const fact of facts) {
    const faults = checkCareEvent(fact, definitions);
    if (faults.length > 0) {
      const message = `The event does not hold to its schema: ${faults[0]?.path} ${faults[0]?.message}`;
      settled.set(fact, { status: 'refused', code: 'invalid', message, faults });
      continue;
    }
    const key = factKey(fact);
    const earlier = history.known.get(key) ?? duplicateInBatch(fresh.get(key));
    if (earlier === undefined) {
      fresh.set(key, fact);
      continue;
    }
    const differs = contentDifference(earlier.fact, fact);
    if (differs.length > 0) {
      settled.set(fact, conflict(earlier, fact, differs));
    } else if (earlier.standing !== undefined) {
      settled.set(fact, { status: 'repeated', ...earlier.standing });
    }
  }
  return {
    fresh: [...fresh.values()],
    outcomeOf: (fact, standing) => {
      const known = settled.get(fact);
      if (known !== undefined) return known;
      if (standing === undefined) throw new Error('A fresh fact was not appended.');
      return { status: fresh.get(factKey(fact)) === fact ? 'accepted' : 'repeated', ...standing };
    },
  };
}

interface Earlier {
  readonly fact: CareEvent;
  /** Absent while it is only in the same command. */
  readonly standing?: FactStanding;
}

function duplicateInBatch(fact: CareEvent | undefined): Earlier | undefined {
  return fact && { fact };
}

/** Names both versions, so that the publisher can see which one is theirs to mend. */
function conflict(
  { fact, standing }: Earlier,
  now: CareEvent,
  differs: readonly string[],
): FactOutcome {
  const place =
    standing === undefined ? 'earlier in the same request' : `at log position ${standing.position}`;
  const message =
    `Event ${now.id} of ${now.source} was already recorded ${place} with other content ` +
    `(${differs.join(', ')}): recorded ${versionOf(fact)}; sent now ${versionOf(now)}. ` +
    `To change what was reported, send a new event with correctionOf "${now.id}".`;
  const faults = differs.map((path) => ({ path, message: 'differs from what was recorded' }));
  return { status: 'refused', code: 'conflict', message, faults };
}

function versionOf(fact: CareEvent): string {
  return `${typeLiteral(fact.type, fact.version)}, occurred ${fact.occurredAt}`;
}
