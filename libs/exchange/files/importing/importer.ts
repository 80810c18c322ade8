/** Sends what was read to the sink, and counts what became of it. */
import {
  eventMemory,
  refusalText,
  type FactOutcome,
  type FactSink,
  type FactWarning,
  type Recorded,
} from '#care-event';
import { LogDamaged } from '#event-store';
import { inCloudEventTerms } from '../../cloud-events/cloud-event.js';
import { Dispatcher } from './dispatch.js';
import type {
  ImportFormat,
  ImportOptions,
  ImportProgress,
  ImportReport,
  ImportWarning,
} from './import-options.js';
import type { PatientFacts, ImportedBatch } from '../facts/imported-batch.js';
import type { ImportNotes } from '../facts/import-notes.js';
import { RejectsFile, type Reject } from './rejects-file.js';
import { isSameEvent, newInKnownLog } from './same-event.js';

type Refused = Extract<FactOutcome, { status: 'refused' }>;

const EXAMPLES = 5;
/** Commands at once: what a commit costs is shared by so many cases. */
const CONCURRENCY = 256;
/** Different warnings that a report lists; a broken feed may have one for each event. */
const WARNINGS_MAX = 50;
/** Memory that the facts on their way may take. */
const BYTES_MAX = 64 * 1024 * 1024;

export class Importer {
  private readonly dispatcher: Dispatcher;
  private readonly rejects: RejectsFile;
  private readonly file: string;
  private readonly sink: FactSink;
  private readonly examples: { line: number; reason: string }[] = [];
  /** By message, and beyond `WARNINGS_MAX` by code. */
  private readonly warnings = new Map<string, ImportWarning>();
  private cases = 0;
  private accepted = 0;
  private repeated = 0;
  private keptAsText = 0;
  private refused = 0;
  private decisions = 0;

  constructor(
    { file, sink, concurrency = CONCURRENCY, replaceRejects = false }: ImportOptions,
    private readonly format: ImportFormat,
    rejects: string,
    private readonly notes: ImportNotes,
  ) {
    this.file = file;
    this.sink = sink;
    this.dispatcher = new Dispatcher(concurrency, BYTES_MAX);
    this.rejects = new RejectsFile(rejects, replaceRejects);
  }

  /** The import is not refused: from here on files may be written. */
  begin(): void {
    this.rejects.begin();
  }

  /** Resolves when all of it is under way, which is when there is room for more. */
  async take(batch: ImportedBatch): Promise<void> {
    this.begin();
    this.cases += batch.cases;
    this.keptAsText += batch.keptAsText;
    const { file } = this;
    this.refuse(batch.bad.map((row) => ({ file, faults: [], ...row })));
    for (const group of batch.groups) {
      const bytes = group.facts.reduce((sum, fact) => sum + eventMemory(fact), 0);
      await this.dispatcher.start(group.patient, bytes, () => this.record(group));
    }
  }

  /** Waits for what is under way. @throws whatever the sink threw first */
  async finish(): Promise<void> {
    try {
      await this.dispatcher.settle();
    } finally {
      this.rejects.close();
    }
  }

  progress(source: { read(): number; readonly total: number }): ImportProgress {
    const { cases, accepted, repeated, keptAsText, refused, decisions } = this;
    const events = accepted + repeated + refused;
    const bytes = source.read();
    return {
      bytes,
      bytesTotal: source.total,
      cases,
      events,
      accepted,
      repeated,
      keptAsText,
      refused,
      decisions,
    };
  }

  /** @param isKnown whether the log was imported before */
  outcome(isKnown: boolean): Pick<ImportReport, 'rejects' | 'examples' | 'warnings' | 'notes'> {
    const { count, path } = this.rejects;
    const notes = [...this.notes.all, ...(isKnown ? newInKnownLog(this.accepted) : [])];
    const warnings = [...this.warnings.values()];
    return {
      ...(count > 0 && { rejects: path }),
      examples: this.examples,
      ...(notes.length > 0 && { notes }),
      ...(warnings.length > 0 && { warnings }),
    };
  }

  private async record(group: PatientFacts): Promise<void> {
    const recorded = await this.recorded(group);
    if (recorded === undefined) return;
    this.decisions += recorded.decisions;
    const rejects: Reject[] = [];
    for (const [index, outcome] of recorded.outcomes.entries()) {
      if (outcome.status === 'accepted') this.accept(outcome.warnings);
      else if (outcome.status === 'repeated') this.repeated += 1;
      else if (this.isKnown(group, index, outcome)) this.repeated += 1;
      else rejects.push(this.rejectOf(group, index, outcome));
    }
    this.refuse(rejects);
  }

  /** Whether it is the event that the log has, though not all that is said beside it is the same. */
  private isKnown({ facts }: PatientFacts, index: number, { code, faults }: Refused): boolean {
    const fact = facts[index];
    if (code !== 'conflict' || fact === undefined || this.format === 'ndjson') return false;
    return isSameEvent(fact, faults, this.notes);
  }

  private accept(warnings: readonly FactWarning[] = []): void {
    this.accepted += 1;
    for (const warning of warnings) {
      if (this.isExpected(warning)) continue;
      const isListed = this.warnings.has(warning.message) || this.warnings.size < WARNINGS_MAX;
      const message = isListed ? warning.message : `More of the kind ${warning.code}.`;
      const events = (this.warnings.get(message)?.events ?? 0) + 1;
      this.warnings.set(message, { ...warning, message, events });
    }
  }

  /** The activities of a foreign log are types of their own, unless one of them is nearly another. */
  private isExpected({ code, suggestion }: FactWarning): boolean {
    return this.format !== 'ndjson' && code === 'unknown-type' && suggestion === undefined;
  }

  /** A patient of whom the log holds a damaged event takes no more; that holds up nobody else. */
  private async recorded(group: PatientFacts): Promise<Recorded | undefined> {
    try {
      return await this.sink.recordFacts(group.patient, group.facts);
    } catch (error) {
      if (!(error instanceof LogDamaged)) throw error;
      const refused = { message: error.message, faults: [] };
      this.refuse(group.facts.map((_fact, index) => this.rejectOf(group, index, refused)));
      return undefined;
    }
  }

  private rejectOf(
    { patient, facts, lines }: PatientFacts,
    index: number,
    { message, faults }: Pick<Refused, 'message' | 'faults'>,
  ): Reject {
    const { id = '', type = '' } = facts[index] ?? {};
    const { file, format } = this;
    const located = format === 'ndjson' ? inCloudEventTerms(faults) : faults;
    const reason = refusalText({ message, faults: located });
    return { file, line: lines[index] ?? 0, reason, faults: located, patient, id, type };
  }

  private refuse(rejects: readonly Reject[]): void {
    this.refused += rejects.length;
    for (const { line, reason } of rejects.slice(0, EXAMPLES - this.examples.length)) {
      this.examples.push({ line, reason });
    }
    this.rejects.write(rejects);
  }
}
