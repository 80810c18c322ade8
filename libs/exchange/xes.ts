/**
 * Facts from an XES log: a trace is a case, its `concept:name` the patient's identifier,
 * an event's `concept:name` its type. Ids derive from log, case and place, so that reading
 * the same log again gives the same facts.
 */
import type { CareEvent, Json, JsonObject } from '#care-event';
import { activityTypes } from './activity-types.js';
import { DistinctCount } from './distinct-count.js';
import { timeReader } from './foreign-time.js';
import { isPseudonym, pseudonymOf, UnreadablePatient } from './pseudonym.js';
import {
  logSource,
  type BadRow,
  type LogContext,
  type PatientFacts,
  type Reading,
} from './reading.js';
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
  /** Places that earlier traces of the same name took: its own go on from there. */
  readonly before: number;
}

/**
 * @throws MalformedFile with line and column, after all that could be read before it
 * @throws RangeError when the zone is not known
 */
export async function* readXes(
  text: AsyncIterable<string>,
  options: XesOptions,
): AsyncGenerator<Reading> {
  const translator = new XesTranslator(options);
  for await (const pieces of readXesPieces(text)) yield translator.translate(pieces);
}

class XesTranslator {
  private readonly source: string;
  private readonly typeOf: ReturnType<typeof activityTypes>;
  private readonly readTime: ReturnType<typeof timeReader>;
  /** The case that the piece before belonged to: a long trace comes in several. */
  private names: CaseNames | undefined;
  /** Places of the trace under way, and of those before by name. */
  private places = 0;
  private readonly placesOf = new DistinctCount();

  constructor(private readonly options: XesOptions) {
    this.source = logSource(options.log);
    this.typeOf = activityTypes(options.types ?? new Map());
    const { zone } = options;
    this.readTime = timeReader({ format: 'iso', ...(zone !== undefined && { zone }) });
  }

  translate(pieces: readonly XesPiece[]): Reading {
    const groups: PatientFacts[] = [];
    const bad: BadRow[] = [];
    let cases = 0;
    for (const piece of pieces) {
      if (piece.isFirst) cases += 1;
      bad.push(...piece.bad);
      if (piece.events.length === 0) continue;
      const names = this.namesOf(piece, bad);
      if (names === undefined) continue;
      this.places = piece.places;
      this.addFacts(piece, names, groups, bad);
    }
    return { groups, bad, cases };
  }

  private namesOf(piece: XesPiece, bad: BadRow[]): CaseNames | undefined {
    if (this.names?.trace === piece.trace) return this.names;
    if (this.names !== undefined) this.placesOf.tally(this.names.idPrefix, this.places);
    this.names = undefined;
    const { secret, log, system } = this.options;
    const name = piece.name ?? `#${piece.trace}`;
    try {
      const idPrefix = pseudonymOf(secret, log, name);
      const patient = isPseudonym(name)
        ? name
        : system === log
          ? idPrefix
          : pseudonymOf(secret, system, name);
      const before = this.placesOf.tally(idPrefix, 0);
      return (this.names = { trace: piece.trace, patient, idPrefix, before });
    } catch (error) {
      if (!(error instanceof UnreadablePatient)) throw error;
      const reason = `the trace's name is no identifier: ${error.message}`;
      for (const { line, place } of piece.events) bad.push({ line, reason, row: { place } });
      return undefined;
    }
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
          row: { case: piece.name ?? null, place: event.place },
        });
        continue;
      }
      facts.push(this.toFact(event, names, time.at, dataOf(event, piece)));
      lines.push(event.line);
    }
    if (facts.length > 0) groups.push({ patient: names.patient, facts, lines });
  }

  private toFact(event: XesEvent, names: CaseNames, at: string, data: JsonObject): CareEvent {
    const { type, version } = this.typeOf(event.name);
    const sequence = String(names.before + event.place);
    const { source } = this;
    const { pathway } = this.options;
    const id = `${names.idPrefix}/${sequence}`;
    return pathway === undefined
      ? { id, source, type, version, occurredAt: at, sequence, data }
      : { id, source, type, version, occurredAt: at, sequence, pathway, data };
  }
}

/** The trace's own attributes stand with its first event, and only there: they are said once. */
function dataOf(event: XesEvent, piece: XesPiece): JsonObject {
  if (event.place !== 1 || piece.attributes === undefined) return event.data;
  const key = Object.hasOwn(event.data, 'case') ? 'case:trace' : 'case';
  const data: Record<string, Json> = event.data;
  data[key] = piece.attributes;
  return data;
}
