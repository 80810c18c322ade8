/** The published pathways, one a row. */
import type { Page } from '../terminal/page.js';

export interface PathwaysAnswer {
  readonly pathways: readonly {
    readonly id: string;
    readonly version: number;
    /** How many there are. */
    readonly versions: number;
    readonly title: string;
    readonly zone: string;
    readonly stages: number;
    readonly duties: number;
  }[];
  /** Those of which nobody can say what is published. */
  readonly unreadablePathways?: readonly string[];
}

export async function renderPathways(page: Page, answer: PathwaysAnswer): Promise<Page> {
  const { pathways, unreadablePathways: unreadable = [] } = answer;
  if (pathways.length + unreadable.length === 0) {
    return page.line(
      'No pathway has been published here. Publish one with: stafett pathway publish FILE.yaml',
    );
  }
  if (pathways.length > 0) await table(page, pathways);
  return leftOut(page, unreadable);
}

/** That there are definitions which nobody can read. */
export function leftOut(page: Page, unreadable: readonly string[] = []): Page {
  if (unreadable.length === 0) return page;
  const text = `Definitions that cannot be read, and left out: ${unreadable.join(', ')}.`;
  return page.line(page.tone('red', text));
}

function table(page: Page, pathways: PathwaysAnswer['pathways']): Promise<Page> {
  return page.table(
    [
      { title: 'pathway' },
      { title: 'version', right: true },
      { title: 'versions', right: true, wide: true },
      { title: 'stages', right: true, wide: true },
      { title: 'duties', right: true, wide: true },
      { title: 'time zone', wide: true },
      { title: 'title' },
    ],
    pathways.map(({ id, version, versions, stages, duties, zone, title }) => [
      id,
      ...[version, versions, stages, duties].map(String),
      zone,
      title,
    ]),
  );
}
