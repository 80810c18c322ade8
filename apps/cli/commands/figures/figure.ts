/** What the commands that answer with a figure have in common. */
import { Option, type Command } from 'commander';
import type { Asked, ReadModels } from '#projections';
import type { FIGURES, FigureName } from '../../../composition/index.js';
import type { Page } from '../../terminal/page.js';
import type { Session } from '../../session/session.js';
import { instant, wholeNumber } from '../../options/values.js';

export interface FigureOptions {
  readonly pathway: string;
  readonly asOf?: string;
  readonly knownAt?: string;
}

/** Adds the pathway and the two times that every figure takes. */
export function figureOptions(command: Command, asOfDefault: string): Command {
  return command
    .requiredOption('--pathway <id>', 'pathway, see: stafett pathway list')
    .addOption(
      new Option(
        '--as-of <instant>',
        `only what had happened by then (default: ${asOfDefault})`,
      ).argParser(instant),
    )
    .addOption(
      new Option(
        '--known-at <instant>',
        'only what had been recorded by then (default: everything)',
      ).argParser(instant),
    );
}

export function evidenceOption(what: string): Option {
  return new Option('--evidence <n>', `list at most n of ${what}`).argParser(
    wholeNumber(1, 1_000_000),
  );
}

export function limitOption(what: string, shown: number): Option {
  return new Option(
    '--limit <n>',
    `most ${what} to list (default: ${shown}; with --json all)`,
  ).argParser(wholeNumber(1, 1_000_000));
}

/** The part of a query that comes from `figureOptions`. */
export function asked({ pathway, asOf, knownAt }: FigureOptions): Asked {
  return {
    pathway,
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt }),
  };
}

/** The instant at which the question is asked. */
export function now(): string {
  return new Date().toISOString();
}

type Query<Name extends FigureName> = Parameters<(typeof FIGURES)[Name]>[1];
type Answer<Name extends FigureName> = Awaited<ReturnType<(typeof FIGURES)[Name]>>;

/**
 * Asks for a figure and prints it; says so when the read models are behind the log.
 * What does the work is loaded only now, so that help and mistakes are answered at once.
 */
export async function answerFigure<Name extends FigureName>(
  session: Session,
  name: Name,
  query: Query<Name>,
  render: (page: Page, answer: Answer<Name>) => Promise<Page>,
): Promise<void> {
  const { withReports } = await import('../../session/open-folder.js');
  const { FIGURES: figures } = await import('../../../composition/index.js');
  // The query was made for this figure: the name and its query travel together.
  const compute = figures[name] as (
    models: ReadModels,
    query: Query<Name>,
  ) => Promise<Answer<Name>>;
  await withReports(session, async ({ models, store, keptBy }) => {
    const answer = await compute(models, query);
    await session.answer(answer, (figure, page) => render(page, figure));
    const head = await store.head();
    if (keptBy === 'another' && head !== undefined && head !== answer.position) {
      session.remark(
        `Another process keeps the read models and has come to position ${answer.position ?? 'none'} of ${head}.`,
      );
    }
  });
}
