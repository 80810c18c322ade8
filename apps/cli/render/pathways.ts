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
}

export function renderPathways(page: Page, { pathways }: PathwaysAnswer): Promise<Page> | Page {
  if (pathways.length === 0) {
    return page.line(
      'No pathway has been published here. Publish one with: stafett pathway publish FILE.yaml',
    );
  }
  return page.table(
    [
      { title: 'pathway' },
      { title: 'version', right: true },
      { title: 'versions', right: true },
      { title: 'stages', right: true },
      { title: 'duties', right: true },
      { title: 'time zone' },
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
