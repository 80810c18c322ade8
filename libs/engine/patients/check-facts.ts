/**
 * Whether facts would be recorded, found out without recording them: for a batch of which all is to
 * be recorded or nothing. What only the log can refuse shows when it is asked to take it: an id that
 * another patient has, and decisions that are too large.
 */
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventStore } from '#event-store';
import {
  eventMemory,
  HISTORY_LIMITS,
  HistoryTooLarge,
  type CareEvent,
  type FactRefusal,
} from '#care-event';
import { DefinitionRegistry } from '../definitions/definition-registry.js';
import { EVENT_STORE } from '../shared/tokens.js';
import { classifyFacts } from './classify-facts.js';
import { historyTooLarge, largerThanLogTakes } from './log-refusals.js';
import type { PatientHistory } from './patient-history.js';
import { PatientStates } from './patient-states.js';

/** Of each fact, in the order given, why it would be refused; undefined where it would not be. */
export type FactsChecked = readonly (FactRefusal | undefined)[];

export class CheckFacts extends Command<FactsChecked> {
  constructor(
    /** Pseudonym. */
    readonly patient: string,
    readonly facts: readonly CareEvent[],
  ) {
    super();
  }
}

@CommandHandler(CheckFacts)
export class CheckFactsHandler implements ICommandHandler<CheckFacts> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly registry: DefinitionRegistry,
    private readonly states: PatientStates,
  ) {}

  async execute({ patient, facts }: CheckFacts): Promise<FactsChecked> {
    try {
      return await this.states.use(patient, async ({ history }) => {
        await this.registry.settle();
        return this.check(facts, history);
      });
    } catch (error) {
      if (!(error instanceof HistoryTooLarge)) throw error;
      return facts.map(historyTooLarge);
    }
  }

  private check(facts: readonly CareEvent[], history: PatientHistory): FactsChecked {
    const large = largerThanLogTakes(facts, this.store);
    const { newFacts, refusalOf } = classifyFacts(facts, history, this.registry.published(), large);
    const bytes = newFacts.reduce((sum, fact) => sum + eventMemory(fact), history.bytes);
    if (bytes > HISTORY_LIMITS.factBytes) return facts.map(historyTooLarge);
    return facts.map(refusalOf);
  }
}
