/** Facts of journeys, read back from the `journeys` table. */
import { type JsonObject, parseTypeLiteral, type RecordedFact } from '#care-event';
import type { Position } from '#event-store';
import type { FactTuple } from '../batches/fact-tuple.js';

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
