/** The names that events may use: what the catalogue and the published definitions know. */
import { CATALOGUE, closestName } from '#care-event';
import type { Definition } from '#pathway';

/** A name that nobody defined, and the one that was probably meant. */
export interface UnknownName {
  readonly suggestion?: string;
}

/** Events have few unknown names, which come again and again; beyond that they are sought anew. */
const REMEMBERED_MAX = 1_000;

class Names {
  private readonly names: ReadonlySet<string>;
  private readonly unknown = new Map<string, UnknownName>();

  constructor(names: Iterable<string>) {
    this.names = new Set(names);
  }

  get areThere(): boolean {
    return this.names.size > 0;
  }

  /** Undefined for a name that is known. */
  unknownName(name: string): UnknownName | undefined {
    if (this.names.has(name)) return undefined;
    const earlier = this.unknown.get(name);
    if (earlier !== undefined) return earlier;
    const suggestion = closestName(name, this.names);
    const unknown = suggestion === undefined ? {} : { suggestion };
    if (this.unknown.size < REMEMBERED_MAX) this.unknown.set(name, unknown);
    return unknown;
  }
}

export class KnownNames {
  /** Bare types of events. */
  readonly types: Names;
  readonly pathways: Names;
  private readonly allServices: Names;
  private readonly services: ReadonlyMap<string, Names>;

  /** @param definitions every published version */
  constructor(definitions: readonly Definition[]) {
    const declared = definitions.flatMap((definition) => [...definition.declared.keys()]);
    this.types = new Names([...CATALOGUE.keys(), ...declared]);
    this.pathways = new Names(definitions.map(({ id }) => id));
    const services = (of: readonly Definition[]): Names =>
      new Names(of.flatMap((definition) => [...definition.services.keys()]));
    this.allServices = services(definitions);
    const byPathway = Map.groupBy(definitions, ({ id }) => id);
    this.services = new Map([...byPathway].map(([id, versions]) => [id, services(versions)]));
  }

  /** Of the pathway that an event is addressed to; of all where it is addressed to none, or to an unknown one. */
  servicesOf(pathway: string | undefined): Names {
    return this.services.get(pathway ?? '') ?? this.allServices;
  }
}
