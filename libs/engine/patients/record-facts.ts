/**
 * The command through which every fact enters, whatever it came by: set repeats and conflicts
 * apart, assess, and append the new facts with the decisions that follow from them in one
 * batch.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DuplicateKey, LimitExceeded, WrongExpectedRevision, type EventStore } from '#event-store';
import {
  eventMemory,
  factKey,
  HISTORY_LIMITS,
  HistoryTooLarge,
  type CareEvent,
  type FactRefusal,
  type Recorded,
  type RecordedFact,
} from '#care-event';
import { DefinitionRegistry } from '../definitions/definition-registry.js';
import { CLOCK, EVENT_STORE, type Clock } from '../shared/tokens.js';
import { appendBatches, toBatches } from './batches.js';
import { classifyFacts } from './classify-facts.js';
import { historyTooLarge, refusedByLog } from './log-refusals.js';
import { patientStream } from './patient-history.js';
import type { PatientState } from './patient-state.js';
import { PatientStates } from './patient-states.js';
import { warningsOf } from './warnings.js';

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
    private readonly registry: DefinitionRegistry,
    private readonly states: PatientStates,
  ) {}

  async execute({ patient, facts }: RecordFacts): Promise<Recorded> {
    try {
      return await this.states.use(patient, (state) => this.record(state, facts));
    } catch (error) {
      if (!(error instanceof HistoryTooLarge)) throw error;
      return { outcomes: facts.map(historyTooLarge), decisions: 0 };
    }
  }

  /**
   * Where the log refuses some of the facts, the others are decided again without them.
   * @throws LimitExceeded what follows from several facts is too large
   */
  private async record(state: PatientState, facts: readonly CareEvent[]): Promise<Recorded> {
    const { patient, history } = state;
    const refused = new Map<CareEvent, FactRefusal>();
    for (;;) {
      try {
        return await state.expecting(() => this.attempt(state, facts, refused));
      } catch (error) {
        if (!(error instanceof DuplicateKey || error instanceof LimitExceeded)) throw error;
        const factsBefore = history.facts.length;
        await state.catchUp(this.store);
        // Of several batches the first may be in the log.
        if (history.facts.length > factsBefore) continue;
        const left = facts.filter((fact) => !refused.has(fact));
        const now = refusedByLog(error, { patient, facts: left, history }, this.store);
        if (now.size === 0) throw error;
        for (const [fact, refusal] of now) refused.set(fact, refusal);
      }
    }
  }

  private async attempt(
    state: PatientState,
    facts: readonly CareEvent[],
    refused: Map<CareEvent, FactRefusal>,
  ): Promise<Recorded> {
    const { patient, history } = state;
    await this.registry.settle();
    const definitions = this.registry.published();
    const { newFacts, outcomeOf } = classifyFacts(facts, history, definitions, refused);
    if (newFacts.length === 0) {
      return { outcomes: facts.map((fact) => outcomeOf(fact)), decisions: 0 };
    }
    const bytes = newFacts.reduce((sum, fact) => sum + eventMemory(fact), history.bytes);
    if (bytes > HISTORY_LIMITS.factBytes) {
      for (const fact of newFacts) refused.set(fact, historyTooLarge());
      return this.attempt(state, facts, refused);
    }
    const now = this.clock();
    // The log never goes back in time, and neither must what is decided on a fact in it.
    const recordedAt = Math.max(now, this.registry.changedAt, history.recordedAt);
    const recorded: RecordedFact[] = newFacts.map((fact) => ({ ...fact, recordedAt }));
    const result = state.reconcile(this.registry.pathways(), recorded, now);
    const batches = toBatches(patient, newFacts, result, this.store);
    const appended = await appendBatches(this.store, patientStream(patient), history, batches);
    const { firstRevision, lastRevision, position, repeated } = appended;
    // These very events were in the log: the guess that nothing was there is wrong.
    if (state.isGuessed && repeated)
      throw new WrongExpectedRevision(patientStream(patient), 'none', lastRevision);
    const standing = new Map(
      newFacts.map((fact, i) => [factKey(fact), { revision: firstRevision + i, position }]),
    );
    const { names, organisations } = this.registry;
    const directory = organisations.current();
    const context = { names, directory, known: history.known, now };
    const warnings = warningsOf(newFacts, result.assessments, context);
    return {
      outcomes: facts.map((fact) => {
        const key = factKey(fact);
        return outcomeOf(fact, standing.get(key), warnings.get(key));
      }),
      decisions: result.decisions.length,
      position,
      ...(result.nextWakeUp === undefined ? {} : { nextWakeUp: result.nextWakeUp }),
    };
  }
}
