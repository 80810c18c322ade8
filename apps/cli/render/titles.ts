/** Titles of stages, duties and handovers: what people read in a table. Ids are for programs. */
import type { PathwayTitles } from '../../composition/operations/log-queries.js';

export interface Titles {
  readonly stage: (id: string) => string;
  readonly duty: (id: string) => string;
  readonly handover: (id: string) => string;
}

/** A longer title is wrapped in a table. */
export const TITLE_CHARACTERS = 36;

/** @param pathway null: none is published; then ids are all there is */
export function titlesOf(pathway: PathwayTitles | null): Titles {
  const lookup = (elements: readonly { readonly id: string; readonly title: string }[] = []) => {
    const titles = new Map(elements.map(({ id, title }) => [id, title]));
    return (id: string): string => titles.get(id) ?? id;
  };
  return {
    stage: lookup(pathway?.stages),
    duty: lookup(pathway?.duties),
    handover: lookup(pathway?.handovers),
  };
}
