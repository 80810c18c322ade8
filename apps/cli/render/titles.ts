/** Titles and names of what a pathway consists of: what people read in a table. Ids are for programs. */
import type { PathwayTexts } from '#pathway';

type Lookup = (id: string) => string;

export interface Titles {
  readonly service: Lookup;
  readonly stage: Lookup;
  /** Exits are known within their stage. */
  readonly exit: (stage: string, id: string) => string;
  readonly duty: Lookup;
  readonly handover: Lookup;
  readonly milestone: Lookup;
  readonly clock: Lookup;
  readonly queue: Lookup;
  readonly interrupt: Lookup;
}

/** A longer title is wrapped in a table. */
export const TITLE_CHARACTERS = 36;

/** The name of a service stands in more columns of a table than a title does. */
export const NAME_CHARACTERS = 24;

/** @param texts null: none is published; then ids are all there is */
export function titlesOf(texts: PathwayTexts | null): Titles {
  const stages = texts?.stages ?? [];
  const exits = new Map(stages.map(({ id, exits: own }) => [id, lookup(own)]));
  const names = texts?.services.map(({ id, name }) => ({ id, title: name }));
  return {
    service: lookup(names),
    stage: lookup(stages),
    exit: (stage, id) => exits.get(stage)?.(id) ?? id,
    duty: lookup(texts?.duties),
    handover: lookup(texts?.handovers),
    milestone: lookup(texts?.milestones),
    clock: lookup(texts?.clocks),
    queue: lookup(texts?.queues),
    interrupt: lookup(texts?.interrupts),
  };
}

function lookup(elements: readonly { readonly id: string; readonly title: string }[] = []): Lookup {
  const titles = new Map(elements.map(({ id, title }) => [id, title]));
  return (id) => titles.get(id) ?? id;
}
