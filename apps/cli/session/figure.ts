/** Asks for a figure of the data folder and prints it. */
import type { FIGURES, FigureName } from '../../composition/index.js';
import { ROWS_LISTED, type RowsOptions } from '../options/figure-options.js';
import type { FolderAccess } from '../../composition/operations/operations.js';
import { given } from '../options/values.js';
import { titlesIn } from './titles-in.js';
import type { Titles } from '../render/titles.js';
import type { Page } from '../terminal/page.js';
import { withFolder } from './folder-access.js';
import type { Session } from './session.js';

export type FigureQuery<Name extends FigureName> = Parameters<(typeof FIGURES)[Name]>[1];
export type FigureAnswer<Name extends FigureName> = Awaited<ReturnType<(typeof FIGURES)[Name]>>;

/** How many rows to list: as given, or else some on a page and all of them in JSON. */
export function rowsQuery({ json }: Session, { limit }: RowsOptions) {
  return given({ limit: limit ?? (json ? undefined : ROWS_LISTED) });
}

/** The instant at which the question is asked. */
export function now(): string {
  return new Date().toISOString();
}

/** Makes the page that people read of an answer. */
export type FigureRenderer<Name extends FigureName> = (
  page: Page,
  answer: FigureAnswer<Name>,
  titles: Titles,
) => Promise<Page>;

/** Writes an answer for a spreadsheet, piece by piece. */
interface AsCsv {
  readonly csv: (answer: object) => Iterable<string>;
}

/** Prints a figure, with the titles of its pathway; `queryFor` is given what it may look up in the folder. */
export async function answerFigure<Name extends FigureName>(
  session: Session,
  name: Name,
  queryFor: (folder: FolderAccess) => Promise<FigureQuery<Name>> | FigureQuery<Name>,
  form: FigureRenderer<Name> | AsCsv,
): Promise<void> {
  await withFolder(session, { kind: 'figures' }, async (folder) => {
    const query = await queryFor(folder);
    // The query was made for this figure: the name and its query travel together.
    const answer = (await folder.ask(name, query)) as FigureAnswer<Name>;
    if (typeof form === 'object') return session.pieces(form.csv(answer));
    const pathway = 'pathway' in query ? query.pathway : undefined;
    const titles = await titlesIn(folder, session, pathway);
    await session.answer(answer, (page) => form(page, answer, titles));
  });
}
