/** `stafett custody`: who holds the patients, and which handovers wait for an answer; or who holds one of them. */
import { Option, type Command } from 'commander';
import { examples } from '../../options/examples.js';
import { asOfOption, knownAtOption, limitOption } from '../../options/figure-options.js';
import { given } from '../../options/values.js';
import { renderCustody } from '../../render/custody.js';
import { renderPatientCustody } from '../../render/patient-custody.js';
import type { Titles } from '../../render/titles.js';
import { answerFigure, queryAsOfNow, rowsQuery } from '../../session/figure.js';
import { withFolder } from '../../session/folder-access.js';
import type { Session, SessionOf } from '../../session/session.js';
import { titlesIn } from '../../session/titles-in.js';
import { usage } from '../../terminal/errors.js';

interface CustodyOptions {
  readonly pathway?: string;
  readonly patient?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly limit?: number;
}

export function addCustody(program: Command, sessionOf: SessionOf): void {
  program
    .command('custody')
    .summary('who holds the patients, and which handovers wait for an answer')
    .description(
      'Shows for each service how many patients it holds and for how long it has held them, on how many\n' +
        'whole days nothing was reported, how patients came to it, and what became of the handovers\n' +
        'offered to it. Offers that are still open count for as long as they have been open. Lists who has\n' +
        'been asked and has not answered, and who holds a patient without doing anything. Somebody must be\n' +
        'accountable at every moment: the time during which nobody was is computed and shown, and must be 0.\n' +
        'With --patient it shows who holds that patient on every pathway, and what is being offered.',
    )
    .option('--pathway <id>', 'pathway; stafett pathway list shows them')
    .addOption(
      new Option(
        '--patient <patient>',
        'instead of a pathway, one patient on all of them: pseudonym, or "system|value"',
      ).conflicts(['pathway', 'limit']),
    )
    .addOption(asOfOption('now'))
    .addOption(knownAtOption())
    .addOption(limitOption('open offers and idle holders'))
    .addHelpText(
      'after',
      examples({
        'who holds whom now, and who owes an answer': 'stafett custody --pathway fi-back-pain',
        'who holds one patient, on every pathway': 'stafett custody --patient "sepsis|A"',
        'as it stood on 1 March, from what was known then':
          'stafett custody --pathway fi-back-pain --as-of 2026-03-01T08:00:00Z --known-at 2026-03-01T08:00:00Z',
        'offers whose answer is overdue, for another program':
          "stafett custody --pathway fi-back-pain --json | jq '.openOffers[] | select(.overdueSeconds > 0)'",
      }),
    )
    .action(({ pathway, patient, ...options }: CustodyOptions) => {
      if (patient !== undefined) return ofPatient(sessionOf(), patient, options);
      if (pathway !== undefined) return ofPathway(sessionOf(), pathway, options);
      throw usage(
        'Neither a pathway nor a patient was named.',
        'Name a pathway with --pathway, or one patient with --patient.',
      );
    });
}

async function ofPathway(
  session: Session,
  pathway: string,
  options: CustodyOptions,
): Promise<void> {
  const query = { ...queryAsOfNow({ ...options, pathway }), ...rowsQuery(session, options) };
  await answerFigure(session, 'custody', query, renderCustody);
}

async function ofPatient(
  session: Session,
  patient: string,
  { asOf, knownAt }: CustodyOptions,
): Promise<void> {
  await withFolder(session, { kind: 'log' }, async (folder) => {
    const query = given({
      patient,
      asOf: asOf === undefined ? Date.now() : Date.parse(asOf),
      knownAt: knownAt === undefined ? undefined : Date.parse(knownAt),
    });
    const answer = await folder.ask('patientCustody', query);
    const titles = new Map<string, Titles>();
    if (!session.json)
      for (const { pathway } of answer.pathways)
        titles.set(pathway, await titlesIn(folder, session, pathway));
    await session.answer(answer, (page) => renderPatientCustody(page, answer, titles));
  });
}
