/** Titles of stages, duties and handovers: what people read in a table. Ids are for programs. */
import type { Definition } from '#pathway';

export interface Titles {
  readonly stage: (id: string) => string;
  readonly duty: (id: string) => string;
  readonly handover: (id: string) => string;
}

/** A longer title is wrapped in a table. */
export const TITLE_CHARACTERS = 36;

/** @param definition undefined: none is published; then ids are all there is */
export function titlesOf(definition: Definition | undefined): Titles {
  const lookup = (elements: readonly { readonly id: string; readonly title: string }[] = []) => {
    const titles = new Map(elements.map(({ id, title }) => [id, title]));
    return (id: string): string => titles.get(id) ?? id;
  };
  return {
    stage: lookup(definition?.stages),
    duty: lookup(definition?.duties),
    handover: lookup(definition?.handovers),
  };
}
