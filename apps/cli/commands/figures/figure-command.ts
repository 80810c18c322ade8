/** The command of a figure: options from its description, and a page from its renderer. */
import type { Command } from 'commander';
import { COLUMNS } from '../../../composition/figures/columns.js';
import { csvOf } from '../../../composition/figures/csv.js';
import type { DescribedFigure, DESCRIPTIONS } from '../../../composition/figures/descriptions.js';
import { examples } from '../../options/examples.js';
import { addParameters, valuesGiven, type GivenOptions } from '../../options/parameter-option.js';
import { csvOption, pathwayOption, ROWS_LISTED } from '../../options/figure-options.js';
import { answerFigure, now, type FigureQuery, type FigureRenderer } from '../../session/figure.js';
import { onlyPathway } from '../../session/only-pathway.js';
import type { Session, SessionOf } from '../../session/session.js';

type Description = (typeof DESCRIPTIONS)[number];

interface PathwayOptions extends GivenOptions {
  readonly pathway?: string;
  readonly csv?: boolean;
}

export function addFigureCommand<Name extends DescribedFigure>(
  program: Command,
  sessionOf: SessionOf,
  figure: Description & { readonly name: Name },
  render: FigureRenderer<Name>,
): Command {
  const command = program
    .command(figure.name)
    .summary(figure.summary)
    .description(figure.description)
    .addOption(pathwayOption())
    .addOption(csvOption());
  return addParameters(command, figure)
    .addHelpText('after', examples(figure.examples))
    .action((options: PathwayOptions) => askFigure(sessionOf(), figure, options, render));
}

export async function askFigure<Name extends DescribedFigure>(
  session: Session,
  figure: Description & { readonly name: Name },
  options: PathwayOptions,
  render: FigureRenderer<Name>,
): Promise<void> {
  const asked = {
    asOf: now(),
    ...('limit' in figure.parameters &&
      !session.json &&
      options.csv !== true && { limit: ROWS_LISTED }),
    ...(options.csv === true && { isExport: true }),
    ...(await valuesGiven(figure, options)),
  };
  await answerFigure(
    session,
    figure.name,
    async (folder) => {
      const pathway = options.pathway ?? (await onlyPathway(folder));
      // The description was checked against the type of the figure's query.
      return { pathway, ...asked } as FigureQuery<Name>;
    },
    options.csv === true
      ? { csv: (answer) => csvOf(answer, { rows: figure.rows, columns: COLUMNS[figure.name] }) }
      : render,
  );
}
