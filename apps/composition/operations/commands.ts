/** What changes a log: the engine's commands, as the command line gives them. */
import type { CareEvent, JsonObject, Processor, Recorded } from '#care-event';
import type { ParkedReleased, StafettEngine } from '#engine';
import { readPatient, StoredImportedLogs, type ImportedLog } from '#exchange';
import type { LintedDefinition } from '#pathway-language';
import type { Built } from '../read-models/build-generation.js';
import type { LogContext } from './log-queries.js';

/** What the commands are given. */
export interface CommandContext extends LogContext {
  readonly engine: StafettEngine;
  /** Absent: the text of a definition is read where the engine is. */
  readonly readAndLint?: (yaml: string) => Promise<LintedDefinition>;
  /** Builds all read models anew, beside those that serve. */
  readonly rebuild?: () => Promise<Built>;
}

/** Who changes something, and why: the log keeps both for ever. */
interface Reason {
  readonly author: string;
  readonly reason: string;
}

export interface ReleaseParked extends Reason {
  readonly kind: 'retry' | 'discard';
  /** Pseudonym, or `system|value`. */
  readonly patient: string;
  readonly processor: Processor;
}

export const COMMANDS = {
  async publish(
    { engine, readAndLint }: CommandContext,
    { yaml, ...by }: Reason & { readonly yaml: string },
  ) {
    return engine.publishDefinition(yaml, by, await readAndLint?.(yaml));
  },

  migrate(
    { engine }: CommandContext,
    { id, to, ...by }: Reason & { readonly id: string; readonly to: number },
  ) {
    return engine.migratePathway(id, to, by);
  },

  /** All that is stated of organisations, or none of it. */
  importOrganisations(
    { engine }: CommandContext,
    { organisations, ...by }: Reason & { readonly organisations: readonly JsonObject[] },
  ) {
    return engine.importOrganisations(organisations, by);
  },

  /** @throws UnreadablePatient */
  async releaseParked(
    { engine, secret }: CommandContext,
    { kind, patient, processor, ...by }: ReleaseParked,
  ): Promise<ParkedReleased> {
    const pseudonym = readPatient(patient, await secret());
    return kind === 'retry'
      ? engine.retryParked(processor, pseudonym, by)
      : engine.discardParked(processor, pseudonym, by);
  },

  /** @param command.patient pseudonym */
  recordFacts(
    { engine }: CommandContext,
    { patient, facts }: { readonly patient: string; readonly facts: readonly CareEvent[] },
  ): Promise<Recorded> {
    return engine.recordFacts(patient, facts);
  },

  /** Which foreign logs were imported; a log of an earlier version is read for it once. */
  importedLogs({ store }: CommandContext, _query: object): Promise<readonly ImportedLog[]> {
    return new StoredImportedLogs(store).all();
  },

  recordImportedLog({ store }: CommandContext, log: ImportedLog): Promise<void> {
    return new StoredImportedLogs(store).record(log);
  },

  /** @throws RebuildUnderWay; what building throws */
  rebuildReadModels({ rebuild }: Pick<CommandContext, 'rebuild'>, _input: object): Promise<Built> {
    if (rebuild === undefined) throw new Error('This folder was not opened for that.');
    return rebuild();
  },
};
