/**
 * Facts from an XES log: a trace is a case, its `concept:name` the patient's identifier,
 * an event's `concept:name` its type. Ids derive from log, case and ordinal, so that reading
 * the same log again gives the same facts.
 */
import type { CareEvent, JsonObject } from '#care-event';
import { activityTypes } from '../facts/activity-types.js';
import { timeReader } from '../times/foreign-time.js';
import { isPseudonym, pseudonymOf, UnreadablePatient } from '../../identity/pseudonym.js';
import {
  CASES_MAX,
  isTooLarge,
  logSource,
  TOO_LARGE,
  TOO_MANY_CASES,
  type BadRow,
  type LogContext,
  type PatientFacts,
  type ImportedBatch,
} from '../facts/imported-batch.js';
import { MalformedFile } from '../source/malformed-file.js';
import type { XesEvent, XesPiece } from './xes-case.js';
import { readXesPieces } from './xes-parser.js';

export interface XesOptions extends LogContext {
  /** Care event type by activity name. */
  readonly types?: ReadonlyMap<string, string>;
}

/** Two identifiers of a case: whose events they are, and what their ids begin with. */
interface CaseNames {
  readonly trace: number;
  readonly patient: string;
  readonly idPrefix: string;
  /** How many events earlier traces of the same name had: its own are numbered from there. */
  readonly before: number;
}

/**
 * @throws MalformedFile with line and column, after all that could be read before it
 * @throws RangeError when the zone is not known
 */
export async function* readXes(
  text: AsyncIterable<string>,
  options: XesOptions,
): AsyncGenerator<ImportedBatch> {
  const translator = new XesTranslator(options);
  for await (const pieces of readXesPieces(text)) {
    yield translator.translate(pieces);
    if (translator.cases <= CASES_MAX) continue;
    throw new MalformedFile(TOO_MANY_CASES, pieces.at(-1)?.events.at(-1)?.line ?? 1);
  }
}

class XesTranslator {
  private readonly source: string;
  private readonly typeOf: ReturnType<typeof activityTypes>;
  private readonly readTime: ReturnType<typeof timeReader>;
  /** The case that the piece before belonged to: a long trace comes in several. */
  private names: CaseNames | undefined;
  /** Events of the trace under way so far, and of the traces before it by name. */
  private events = 0;
  private readonly eventsByName = new Map<string, number>();

  /** Distinct names of traces that have ended. */
  get cases(): number {
    return this.eventsByName.size;
  }

  constructor(private readonly options: XesOptions) {
    this.source = logSource(options.log);
    this.typeOf = activityTypes(options.types ?? new Map());
    const { zone } = options;
    this.readTime = timeReader({ format: 'iso', ...(zone !== undefined && { zone }) });
  }

  translate(pieces: readonly XesPiece[]): ImportedBatch {
    const groups: PatientFacts[] = [];
    const bad: BadRow[] = [];
    let cases = 0;
    let keptAsText = 0;
    for (const piece of pieces) {
      keptAsText += piece.keptAsText;
      if (piece.isFirst) cases += 1;
      bad.push(...piece.bad);
      if (piece.events.length === 0) continue;
      const names = this.namesOf(piece, bad);
      if (names === undefined) continue;
      this.events = piece.eventsRead;
      this.addFacts(piece, names, groups, bad);
    }
    return { groups, bad, cases, keptAsText };
  }

  private namesOf(piece: XesPiece, bad: BadRow[]): CaseNames | undefined {
    if (this.names?.trace === piece.trace) return this.names;
    this.endTrace();
    const { secret, log, system } = this.options;
    const name = piece.name ?? `#${piece.trace}`;
    try {
      const idPrefix = pseudonymOf(secret, log, name);
      const patient = isPseudonym(name)
        ? name
        : system === log
          ? idPrefix
          : pseudonymOf(secret, system, name);
      const before = this.eventsByName.get(idPrefix) ?? 0;
      return (this.names = { trace: piece.trace, patient, idPrefix, before });
    } catch (error) {
      if (!(error instanceof UnreadablePatient)) throw error;
      const reason = `the trace's name is not a valid identifier: ${error.message}`;
      for (const { line, ordinal } of piece.events) {
        bad.push({ line, reason, row: { place: ordinal } });
      }
      return undefined;
    }
  }

  private endTrace(): void {
    if (this.names === undefined) return;
    const { idPrefix, before } = this.names;
    this.eventsByName.set(idPrefix, before + this.events);
    this.names = undefined;
  }

  private addFacts(piece: XesPiece, names: CaseNames, groups: PatientFacts[], bad: BadRow[]): void {
    const facts: CareEvent[] = [];
    const lines: number[] = [];
    for (const event of piece.events) {
      const time = this.readTime(event.time);
      if ('fault' in time) {
        const reason = `the time ${JSON.stringify(event.time.slice(0, 60))} ${time.fault}`;
        bad.push({
          line: event.line,
          reason,
          row: { case: piece.name ?? null, place: event.ordinal },
        });
        continue;
      }
      facts.push(this.toFact(event, names, time.at, dataOf(event, piece, bad)));
      lines.push(event.line);
    }
    if (facts.length > 0) groups.push({ patient: names.patient, facts, lines });
  }

  private toFact(event: XesEvent, names: CaseNames, at: string, data: JsonObject): CareEvent {
    const { type, version } = this.typeOf(event.name);
    const sequence = String(names.before + event.ordinal);
    const { source } = this;
    const { pathway } = this.options;
    const id = `${names.idPrefix}/${sequence}`;
    return pathway === undefined
      ? { id, source, type, version, occurredAt: at, sequence, data }
      : { id, source, type, version, occurredAt: at, sequence, pathway, data };
  }
}

/** The trace's own attributes stand with its first event, and only there: they are said once. */
function dataOf(event: XesEvent, piece: XesPiece, bad: BadRow[]): JsonObject {
  if (event.ordinal !== 1 || piece.attributes === undefined) return event.data;
  const key = Object.hasOwn(event.data, 'case') ? 'case:trace' : 'case';
  const data: JsonObject = { ...event.data, [key]: piece.attributes };
  if (!isTooLarge(data, Infinity)) return data;
  const reason = `the attributes of its trace are left out, since with them ${TOO_LARGE}`;
  bad.push({ line: event.line, reason, row: { case: piece.name ?? null } });
  return event.data;
}
