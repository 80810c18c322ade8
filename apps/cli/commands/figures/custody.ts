/** `stafett custody`: who holds the patients, and which handovers wait for an answer; or who holds one of them. */
import { Option, type Command } from 'commander';
import { CUSTODY } from '../../../composition/figures/descriptions/custody.js';
import { examples } from '../../options/examples.js';
import { addParameters, type GivenOptions } from '../../options/parameter-option.js';
import { csvOption, pathwayOption } from '../../options/figure-options.js';
import { given, whenOf } from '../../options/values.js';
import { renderCustody } from '../../render/custody.js';
import { renderPatientCustody } from '../../render/patient-custody.js';
import type { Titles } from '../../render/titles.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';
import { titlesIn } from '../../session/titles-in.js';
import { askFigure } from './figure-command.js';

interface CustodyOptions extends GivenOptions {
  readonly pathway?: string;
  readonly patient?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
}

export function addCustody(program: Command, sessionOf: SessionOf): void {
  const command = program
    .command(CUSTODY.name)
    .summary(CUSTODY.summary)
    .description(
      `${CUSTODY.description} With --patient it shows who holds that patient on every pathway, and what is being offered.`,
    )
    .addOption(pathwayOption())
    .addOption(csvOption())
    .addOption(
      new Option(
        '--patient <patient>',
        'instead of a pathway, one patient on all of them: pseudonym, or "system|value"',
      ).conflicts(['pathway', 'limit']),
    );
  addParameters(command, CUSTODY)
    .addHelpText(
      'after',
      examples({
        ...CUSTODY.examples,
        'who holds one patient, on every pathway': 'stafett custody --patient "sepsis|A"',
      }),
    )
    .action(({ patient, ...options }: CustodyOptions) =>
      patient === undefined
        ? askFigure(sessionOf(), CUSTODY, options, renderCustody)
        : ofPatient(sessionOf(), patient, options),
    );
}

async function ofPatient(
  session: Session,
  patient: string,
  { asOf, knownAt }: CustodyOptions,
): Promise<void> {
  await withFolder(session, { kind: 'log' }, async (folder) => {
    const query = given({
      patient,
      asOf: whenOf(asOf) ?? Date.now(),
      knownAt: whenOf(knownAt),
    });
    const answer = await folder.ask('patientCustody', query);
    const titles = new Map<string, Titles>();
    if (!session.json)
      for (const { pathway } of answer.pathways)
        titles.set(pathway, await titlesIn(folder, session, pathway));
    await session.answer(answer, (page) => renderPatientCustody(page, answer, titles));
  });
}
