/**
 * How the facts of a journey are stored in the `journeys` table: per chunk a JSON list of
 * tuples, so that a patient's whole history is one or a few rows. A tuple has what order,
 * corrections and assessment need, including `data` for conditions, ages and binding dates,
 * the municipality for parameters, and the acting organisation, which distinguishes a
 * holder's actions from those of others. The actor's role is kept in the log only.
 *
 * Storage: changing the order of a tuple needs a new version of the model.
 */
import { type JsonObject, parseTypeLiteral, type RecordedFact, typeLiteral } from '#care-event';
import type { Position } from '#event-store';

const NO_DATA: JsonObject = Object.freeze({});

/** A fact as figures see it: of its actor the organisation alone, with its position in the log. */
export class JourneyFact implements RecordedFact {
  data: JsonObject = NO_DATA;
  declare sequence?: string;
  declare pathway?: string;
  declare municipality?: string;
  declare correctionOf?: string;
  declare issuedAt?: string;
  declare actor?: { readonly organisation: string };

  constructor(
    readonly id: string,
    readonly source: string,
    readonly type: string,
    readonly version: number,
    readonly occurredAt: string,
    readonly recordedAt: number,
    readonly position: Position,
  ) {}
}

/**
 * Type, occurredAt, recordedAt, id, source, position; then optional parts, the rarer the
 * later. Numbers for type, source, pathway, municipality and organisation are ids of
 * `names`; 0 and '' mean none.
 */
export type FactTuple = readonly [
  type: number,
  occurredAt: string,
  recordedAt: number,
  id: string,
  source: number,
  position: Position,
  data?: JsonObject | 0,
  municipality?: number,
  organisation?: number,
  issuedAt?: string,
  pathway?: number,
  sequence?: string,
  correctionOf?: string,
];

export function toTuple(
  fact: RecordedFact,
  position: Position,
  nameId: (text: string) => number,
): FactTuple {
  const tuple: (string | number | JsonObject)[] = [
    nameId(typeLiteral(fact.type, fact.version)),
    fact.occurredAt,
    fact.recordedAt,
    fact.id,
    nameId(fact.source),
    position,
    Object.keys(fact.data).length === 0 ? 0 : fact.data,
    fact.municipality === undefined ? 0 : nameId(fact.municipality),
    fact.actor?.organisation === undefined ? 0 : nameId(fact.actor.organisation),
    fact.issuedAt ?? '',
    fact.pathway === undefined ? 0 : nameId(fact.pathway),
    fact.sequence ?? '',
    fact.correctionOf ?? '',
  ];
  let length = tuple.length;
  while (tuple[length - 1] === '' || tuple[length - 1] === 0) length--;
  tuple.length = length;
  return tuple as unknown as FactTuple;
}

/** Reads chunks back; type literals are parsed once per name, not per fact. */
export class JourneyReader {
  private readonly types = new Map<number, { readonly type: string; readonly version: number }>();
  private readonly actors = new Map<number, { readonly organisation: string }>();

  constructor(private readonly names: ReadonlyMap<number, string>) {}

  /** Appends the facts of one chunk, in the order in which they were recorded. */
  readInto(facts: JourneyFact[], chunk: string): void {
    for (const tuple of JSON.parse(chunk) as FactTuple[]) facts.push(this.fact(tuple));
  }

  private fact(tuple: FactTuple): JourneyFact {
    const { type, version } = this.type(tuple[0]);
    const source = this.name(tuple[4]);
    const fact = new JourneyFact(tuple[3], source, type, version, tuple[1], tuple[2], tuple[5]);
    if (tuple.length > 6) {
      if (tuple[6]) fact.data = tuple[6];
      if (tuple[7]) fact.municipality = this.name(tuple[7]);
      if (tuple[8]) fact.actor = this.actor(tuple[8]);
      if (tuple[9]) fact.issuedAt = tuple[9];
      if (tuple[10]) fact.pathway = this.name(tuple[10]);
      if (tuple[11]) fact.sequence = tuple[11];
      if (tuple[12]) fact.correctionOf = tuple[12];
    }
    return fact;
  }

  private type(id: number): { readonly type: string; readonly version: number } {
    let known = this.types.get(id);
    if (known === undefined) this.types.set(id, (known = parseTypeLiteral(this.name(id))));
    return known;
  }

  private actor(id: number): { readonly organisation: string } {
    let known = this.actors.get(id);
    if (known === undefined) this.actors.set(id, (known = { organisation: this.name(id) }));
    return known;
  }

  private name(id: number): string {
    const text = this.names.get(id);
    if (text === undefined) throw new Error(`Journeys name ${id}, which the table of names lacks.`);
    return text;
  }
}
