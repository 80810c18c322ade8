/**
 * The engine as its callers see it: a thin facade over the command bus. Publishers give it
 * facts, people give it definitions, the wake-up loop gives it time.
 */
import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { LimitExceeded, type EventStore, type Position } from '#event-store';
import {
  jsonMemory,
  type CareEvent,
  type FactOutcome,
  type FactSink,
  type JsonObject,
  type Processor,
  type Recorded,
  type Review,
  type StatedBy,
} from '#care-event';
import { type Definition } from '#pathway';
import { readAndLint, type LintedDefinition } from '#pathway-language';
import { DefinitionRegistry, type PublishedVersion } from './definitions/definition-registry.js';
import { markReviewed } from './definitions/mark-reviewed.js';
import { MigratePathway, type Migrated } from './definitions/migrate-pathway.js';
import {
  ImportOrganisations,
  type OrganisationsImported,
} from './organisations/import-organisations.js';
import { DiscardParked, RetryParked, type ParkedReleased } from './parking/release-parked.js';
import { PublishDefinition, type Publication } from './definitions/publish-definition.js';
import { CheckFacts, type FactsChecked } from './patients/check-facts.js';
import { MAX_FACTS_PER_COMMAND, RecordFacts } from './patients/record-facts.js';
import { CLOCK, EVENT_STORE, type Clock } from './shared/tokens.js';
import { PatientWaker, type WakeUpResult } from './patients/patient-waker.js';

/**
 * About how much memory the facts of one command may take: no three times as many bytes in the
 * log, however their characters are written, so that all of them fit into one batch.
 */
const COMMAND_BYTES = 250_000;

@Injectable()
export class StafettEngine implements FactSink {
  constructor(
    private readonly commands: CommandBus,
    private readonly registry: DefinitionRegistry,
    private readonly waker: PatientWaker,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Newest version of each published pathway, sorted by id. */
  definitions(): readonly Definition[] {
    return this.registry.current();
  }

  /** Every published version of one pathway, oldest first. */
  async versions(id: string): Promise<readonly PublishedVersion[]> {
    return (await this.registry.history(id)).versions;
  }

  /**
   * Records what was reported of one patient. A refused fact does not
   * affect the others; more than `MAX_FACTS_PER_COMMAND` are recorded in several batches.
   */
  async recordFacts(patient: string, facts: readonly CareEvent[]): Promise<Recorded> {
    const outcomes: FactOutcome[] = [];
    let total: Recorded = { outcomes, decisions: 0 };
    for (const part of commandsOf(facts)) {
      const recorded = await this.recordPart(patient, part);
      outcomes.push(...recorded.outcomes);
      total = { ...total, ...recorded, outcomes, decisions: total.decisions + recorded.decisions };
    }
    return total;
  }

  /** Which of them `recordFacts` would refuse, and why; nothing is recorded. */
  async checkFacts(patient: string, facts: readonly CareEvent[]): Promise<FactsChecked> {
    return this.commands.execute(new CheckFacts(patient, facts));
  }

  /** What follows from all of them may be more than the log takes at once, and from each not. */
  private async recordPart(patient: string, facts: readonly CareEvent[]): Promise<Recorded> {
    try {
      return await this.commands.execute(new RecordFacts(patient, facts));
    } catch (error) {
      if (!(error instanceof LimitExceeded) || facts.length === 1) throw error;
      const half = facts.length >> 1;
      const first = await this.recordPart(patient, facts.slice(0, half));
      const second = await this.recordPart(patient, facts.slice(half));
      return {
        ...first,
        ...second,
        outcomes: [...first.outcomes, ...second.outcomes],
        decisions: first.decisions + second.decisions,
      };
    }
  }

  /** Assesses a patient again because time has passed. */
  wakePatient(patient: string): Promise<WakeUpResult> {
    return this.waker.wake(patient, this.clock());
  }

  /** @param linted what a thread that answers nobody else has read of the text */
  publishDefinition(
    yaml: string,
    { author, reason }: { author: string; reason: string },
    linted: LintedDefinition = readAndLint(yaml),
  ): Promise<Publication> {
    return this.commands.execute(new PublishDefinition(yaml, linted, author, reason));
  }

  /** Moves all open episodes to a published version. */
  migratePathway(
    id: string,
    version: number,
    { author, reason }: { author: string; reason: string },
  ): Promise<Migrated> {
    return this.commands.execute(new MigratePathway(id, version, author, reason));
  }

  /**
   * Records what is stated of organisations and was not known; all of it, or none where some of it
   * cannot be.
   */
  importOrganisations(stated: readonly JsonObject[], by: StatedBy): Promise<OrganisationsImported> {
    return this.commands.execute(new ImportOrganisations(stated, by));
  }

  /** Retries the parked sequence of a patient, from the event that could not be processed. */
  retryParked(
    processor: Processor,
    patient: string,
    { author, reason }: { author: string; reason: string },
  ): Promise<ParkedReleased> {
    return this.commands.execute(new RetryParked(processor, patient, author, reason));
  }

  /** Discards the event at which a patient's sequence is parked; the processor continues after it. */
  discardParked(
    processor: Processor,
    patient: string,
    { author, reason }: { author: string; reason: string },
  ): Promise<ParkedReleased> {
    return this.commands.execute(new DiscardParked(processor, patient, author, reason));
  }

  /** Records in the log that all patients were reviewed; repeating it is harmless. */
  markReviewed(reviewed: Review): Promise<Position> {
    return markReviewed(this.store, reviewed);
  }
}

/** Facts in the order given, in parts of which each fits into the first batch of a command. */
function commandsOf(facts: readonly CareEvent[]): readonly (readonly CareEvent[])[] {
  if (facts.length <= 1) return [facts];
  const parts: CareEvent[][] = [];
  let bytes = Infinity;
  for (const fact of facts) {
    const own = jsonMemory(fact.data);
    bytes += own;
    const part = parts.at(-1);
    if (part !== undefined && part.length < MAX_FACTS_PER_COMMAND && bytes <= COMMAND_BYTES) {
      part.push(fact);
    } else {
      parts.push([fact]);
      bytes = own;
    }
  }
  return parts;
}
