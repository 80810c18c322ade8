/**
 * Which foreign logs a log has taken in, and how: so that the same log under another name, or for
 * another pathway, is noticed before it comes in twice.
 */
import { factFromStored, PATIENT_STREAM, type JsonObject } from '#care-event';
import { timeOrderedId, WrongExpectedRevision, type EventStore, type Position } from '#event-store';

/**
 * WARNING: these names are storage; logs hold them for ever.
 */
const IMPORTED_LOGS_STREAM = 'imported-logs';
const LOG_IMPORTED = 'LogImported.v1';
/** Written once, to a log that is older than this stream: what had been imported by then. */
const IMPORTS_SURVEYED = 'ImportsSurveyed.v1';
const SOURCE = 'urn:stafett:log:';

export interface ImportedLog {
  readonly log: string;
  /** Who issued its patients' identifiers; unknown of imports by earlier versions. */
  readonly system?: string;
  readonly pathway?: string;
  /** What ids were made from: `line` by earlier versions. */
  readonly ids: 'content' | 'line';
}

export interface FactReference {
  /** Pseudonym. */
  readonly patient: string;
  readonly source: string;
  readonly id: string;
}

/** What an import asks of the log that it goes to. */
export interface ImportedLogs {
  /** The latest of each name. */
  all(): Promise<readonly ImportedLog[]>;
  record(log: ImportedLog): Promise<void>;
  /** Whether the log holds each of them. */
  holds(facts: readonly FactReference[]): Promise<readonly boolean[]>;
}

/** Events of a patient looked through for one; more are not needed to recognise a log. */
const LOOKED_AT = 500;
const PAGE = 1_000;

export class StoredImportedLogs implements ImportedLogs {
  constructor(private readonly store: EventStore) {}

  async all(): Promise<readonly ImportedLog[]> {
    const found = await this.recorded();
    if (found !== undefined) return [...found.values()];
    const logs = await this.survey();
    await this.append('none', IMPORTS_SURVEYED, { logs: logs.map((log) => ({ ...log })) });
    return logs;
  }

  async record(log: ImportedLog): Promise<void> {
    const page = await this.store.readStream(IMPORTED_LOGS_STREAM, {
      limit: 1,
      direction: 'backwards',
    });
    await this.append(page.events[0]?.revision ?? 'none', LOG_IMPORTED, { ...log });
  }

  async holds(facts: readonly FactReference[]): Promise<readonly boolean[]> {
    const answers: boolean[] = [];
    for (const { patient, source, id } of facts) {
      const { events } = await this.store.readStream(`${PATIENT_STREAM}${patient}`, {
        limit: LOOKED_AT,
      });
      answers.push(
        events.some(
          (event) =>
            event.damage === undefined &&
            event.metadata['source'] === source &&
            event.metadata['id'] === id,
        ),
      );
    }
    return answers;
  }

  /** Undefined where nothing is recorded yet. */
  private async recorded(): Promise<Map<string, ImportedLog> | undefined> {
    const found = new Map<string, ImportedLog>();
    for (let from = 0; ;) {
      const { events, end } = await this.store.readStream(IMPORTED_LOGS_STREAM, {
        from,
        limit: PAGE,
      });
      for (const event of events) {
        if (event.damage !== undefined) continue;
        const logs =
          event.type === IMPORTS_SURVEYED
            ? (event.data['logs'] as unknown as readonly ImportedLog[])
            : [event.data as unknown as ImportedLog];
        for (const log of logs) found.set(log.log, log);
      }
      const last = events.at(-1);
      if (last === undefined) return from === 0 ? undefined : found;
      if (end) return found;
      from = last.revision + 1;
    }
  }

  /** Reads the log once, in full. */
  private async survey(): Promise<readonly ImportedLog[]> {
    const found = new Map<string, ImportedLog>();
    for (let from: Position | undefined; ;) {
      const { events, end } = await this.store.readLog({
        limit: PAGE,
        ...(from !== undefined && { from }),
      });
      for (const event of events) {
        if (event.damage !== undefined || !event.stream.startsWith(PATIENT_STREAM)) continue;
        const fact = factFromStored(event);
        if (!fact?.source.startsWith(SOURCE)) continue;
        const log = decodeURIComponent(fact.source.slice(SOURCE.length));
        const ids = /\/\d+$/.test(fact.id) ? 'line' : 'content';
        const { pathway } = fact;
        if (found.get(log)?.ids === 'line') continue;
        found.set(log, { log, ids, ...(pathway !== undefined && { pathway }) });
      }
      const last = events.at(-1);
      if (end || last === undefined) return [...found.values()];
      from = last.position;
    }
  }

  /** @param expected last revision seen */
  private async append(expected: number | 'none', type: string, data: JsonObject): Promise<void> {
    const id = timeOrderedId(0, type, String(expected), JSON.stringify(data));
    try {
      await this.store.append(IMPORTED_LOGS_STREAM, expected, [{ id, type, data, metadata: {} }]);
    } catch (error) {
      // Another import has recorded something meanwhile: what each says is of its own log.
      if (!(error instanceof WrongExpectedRevision)) throw error;
      if (type === LOG_IMPORTED) await this.record(data as unknown as ImportedLog);
    }
  }
}
