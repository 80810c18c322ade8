/** Titles and names of what a pathway consists of: what people read in a table. Ids are for programs. */
import type { PathwayTexts } from '#pathway';

type Lookup = (id: string) => string;

export interface Titles {
  readonly service: Lookup;
  readonly organisation: Lookup;
  readonly stage: Lookup;
  /** Exits are known within their stage. */
  readonly exit: (stage: string, id: string) => string;
  readonly duty: Lookup;
  readonly handover: Lookup;
  readonly milestone: Lookup;
  readonly clock: Lookup;
  readonly queue: Lookup;
  readonly interrupt: Lookup;
  readonly wait: Lookup;
  readonly instrument: Lookup;
  /** Of whatever element a deviation is about: ids are unique within their kind, and seldom beyond. */
  readonly rule: Lookup;
  /** @param id undefined: the pathway's own responsibility */
  readonly scope: (id: string | undefined) => string;
}

/** What a pathway's own responsibility is called where its definition does not say. */
const OWN = 'main responsibility';

/** By id. */
export type Names = Readonly<Record<string, string>>;

/**
 * @param texts null: none is published; then ids are all there is
 * @param organisations those that are not there go by their id
 */
export function titlesOf(texts: PathwayTexts | null, organisations: Names = {}): Titles {
  const stages = texts?.stages ?? [];
  const exits = new Map(stages.map(({ id, exits: own }) => [id, lookup(own)]));
  const scopes = lookup(texts?.scopes);
  const names = texts?.services.map(({ id, name }) => ({ id, title: name }));
  return {
    service: lookup(names),
    organisation: (id) => organisations[id] ?? id,
    stage: lookup(stages),
    exit: (stage, id) => exits.get(stage)?.(id) ?? id,
    duty: lookup(texts?.duties),
    handover: lookup(texts?.handovers),
    milestone: lookup(texts?.milestones),
    clock: lookup(texts?.clocks),
    queue: lookup(texts?.queues),
    interrupt: lookup(texts?.interrupts),
    wait: lookup(texts?.waits),
    instrument: lookup(texts?.instruments),
    rule: lookup(texts === null ? [] : elementsOf(texts)),
    scope: (id) => (id === undefined ? (texts?.responsibility ?? OWN) : scopes(id)),
  };
}

function elementsOf(
  texts: PathwayTexts,
): readonly { readonly id: string; readonly title: string }[] {
  const { stages, handovers, clocks, duties, guards, sequences } = texts;
  return [...stages, ...handovers, ...clocks, ...duties, ...guards, ...sequences];
}

function lookup(elements: readonly { readonly id: string; readonly title: string }[] = []): Lookup {
  const titles = new Map(elements.map(({ id, title }) => [id, title]));
  return (id) => titles.get(id) ?? id;
}
